package headroom.routers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.importer.ClassFileImporter;

import headroom.fleet.AloneTime;
import headroom.fleet.ClairvoyantRouter;
import headroom.fleet.ClairvoyantView;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.Requests;
import headroom.serving.StepTime;

import org.junit.jupiter.api.Test;

/** The clairvoyant router: its estimate where it is exact, and that it reads the truth. */
final class ClairvoyantTest {
    private static final StepTime TIME = new StepTime(0.02, 4e-6, 1e-6, 2e-5, 1e-10, 2e-9);
    private static final Replica.Engine ENGINE =
            new Replica.Engine(TIME, new ReplicaLimits(8, 4096, 100_000));
    private static final int MAX_QUEUE = 7;
    private static final int MAX_REQUESTS = 20;
    private static final int[] TWO = {0, 1};

    /** Equal replicas; a request of 500 new tokens and 200 of output. */
    private record Truth(
            Replica.Engine engine,
            double[] clocks,
            int[] queues,
            long[] prompts,
            long[] prefill,
            long[] output)
            implements ClairvoyantView {
        static Truth of(long prefill0, long prefill1, long output0, long output1) {
            return new Truth(
                    ENGINE,
                    new double[] {1, 1},
                    new int[2],
                    new long[] {3000, 3000},
                    new long[] {prefill0, prefill1},
                    new long[] {output0, output1});
        }

        @Override
        public int newTokens() {
            return 500;
        }

        @Override
        public int outputTokens() {
            return 200;
        }

        @Override
        public Replica.Engine engine(int replica) {
            return engine;
        }

        @Override
        public double clock(int replica) {
            return clocks[replica];
        }

        @Override
        public int waiting(int replica) {
            return queues[replica];
        }

        @Override
        public long promptTokens(int replica) {
            return prompts[replica];
        }

        @Override
        public long prefillLeft(int replica) {
            return prefill[replica];
        }

        @Override
        public long outputLeft(int replica) {
            return output[replica];
        }
    }

    private static int choice(int requests0, int requests1, Truth truth) {
        GivenView view = GivenView.of(TWO, new double[2]);
        view.requestCounts()[0] = requests0;
        view.requestCounts()[1] = requests1;
        return new Clairvoyant(MAX_QUEUE, MAX_REQUESTS).route(view, truth, new Script());
    }

    @Test
    void anIdleReplicaTakesAsLongAsAlone() {
        GivenView view = GivenView.of(new int[] {0}, new double[1]);
        long[] none = {0};
        Truth idle = new Truth(ENGINE, new double[] {1}, new int[1], none, none, none);
        double alone =
                AloneTime.prefillSeconds(ENGINE, 1, 500) + AloneTime.decodeSeconds(ENGINE, 1, 200);
        assertThat(Clairvoyant.addedSeconds(view, idle, 0)).isCloseTo(alone, within(1e-12));
    }

    @Test
    void takesTheReplicaWithLessTrueWorkLeft() {
        assertThat(choice(3, 3, Truth.of(0, 0, 900, 300))).isEqualTo(1);
        assertThat(choice(3, 3, Truth.of(0, 0, 300, 900))).isZero();
        assertThat(choice(3, 3, Truth.of(0, 4000, 900, 900))).isZero();
        assertThat(choice(3, 3, Truth.of(4000, 0, 900, 900))).isEqualTo(1);
        assertThat(choice(3, 3, Truth.of(0, 0, 300, 300))).as("tie").isZero();
    }

    /** Eight are in service at both: four more wait at the one, with little left; one for long. */
    @Test
    void aShortQueueOfLongRequestsIsWorseThanALongOneOfShort() {
        assertThat(choice(12, 9, Truth.of(0, 0, 12 * 20, 9 * 5000))).isZero();
        assertThat(choice(12, 9, Truth.of(0, 0, 12 * 500, 9 * 500))).isEqualTo(1);
    }

    @Test
    void aReplicaThatRefusesIsPassedOverWhileAnotherHasRoom() {
        Truth less = Truth.of(0, 0, 3 * 100, 12 * 500);
        assertThat(choice(3, 12, less)).isZero();
        less.queues()[0] = MAX_QUEUE;
        assertThat(choice(3, 12, less)).isEqualTo(1);
        less.queues()[1] = MAX_QUEUE;
        assertThat(choice(3, 12, less)).as("both refuse").isZero();
        Truth more = Truth.of(0, 0, 20, 12 * 500);
        assertThat(choice(MAX_REQUESTS - 1, 12, more)).isZero();
        assertThat(choice(MAX_REQUESTS, 12, more)).isEqualTo(1);
        Truth second = Truth.of(0, 0, 12 * 500, 20);
        assertThat(choice(12, MAX_REQUESTS - 1, second)).isEqualTo(1);
        assertThat(choice(12, MAX_REQUESTS, second)).isZero();
    }

    @Test
    void aSlowerClockTakesLonger() {
        Truth even = Truth.of(3000, 3000, 900, 900);
        Truth slow = new Truth(
                ENGINE,
                new double[] {0.5, 1},
                new int[2],
                even.prompts(),
                even.prefill(),
                even.output());
        assertThat(choice(3, 3, slow)).isEqualTo(1);
    }

    @Test
    void noOtherRouterSeesTheTruth() {
        noClasses()
                .that()
                .resideInAPackage("headroom.routers")
                .and()
                .doNotHaveSimpleName("Clairvoyant")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ClairvoyantView.class, ClairvoyantRouter.class, Requests.class)
                .check(new ClassFileImporter()
                        .withImportOption(location -> location.contains("/classes/"))
                        .importPackages("headroom.routers"));
    }
}
