package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.gangs.Coming;
import headroom.gangs.JobsSpec;
import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Looks;
import headroom.jobbook.Probes;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Rank;
import headroom.kernel.Streams;
import headroom.scheduling.FirstComeFirstServed;
import headroom.variates.Discrete;
import headroom.variates.Exponential;
import headroom.variates.Law;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.function.Supplier;

/**
 * Plain servers without a policy, alone or as a station among others, give the bits of a station of
 * gangs that asks one.
 */
final class ServerStationTest {
    private static final int ENDLESS = Integer.MAX_VALUE;
    private static final Probes WAITS = new Probes(
            new double[0],
            Double.POSITIVE_INFINITY,
            new double[] {0.01, 2},
            new int[0],
            new double[0]);

    /** A station. */
    private record Size(int servers, int places, int line) {}

    /** First come, first served, but not known as such. */
    private static final class Asked implements SchedulingPolicy {
        private final SchedulingPolicy same = new FirstComeFirstServed();

        @Override
        public void decide(StationView station, Orders orders) {
            same.decide(station, orders);
        }
    }

    /** Three thousand stand in another list than forty. */
    @ParameterizedTest
    @CsvSource({"1, 100000", "3, 100000", "3, 3", "3, 5", "40, 100000", "3000, 100000"})
    void theBitsAreThoseOfGangs(int servers, int places) {
        equal(new Size(servers, places, ENDLESS), two(0.97 * servers));
    }

    /** A line that is full refuses as places that are taken do, and after a moment. */
    @ParameterizedTest
    @CsvSource({"1, 0", "3, 2", "40, 0", "3000, 0", "3000, 20"})
    void aLineThatIsFullIsThatOfGangs(int servers, int line) {
        Size size = new Size(servers, 100_000, line);
        equal(size, two(1.05 * servers));
        assertThat(run(size, two(1.05 * servers), FirstComeFirstServed::new)
                        .stations
                        .get(0)
                        .streams
                        .get(0)
                        .refused)
                .isPositive();
    }

    /** Those who are there at time 0, in the order of the streams, are served and wait first. */
    @ParameterizedTest
    @CsvSource({"3, 100000", "3000, 100000", "3000, 0"})
    void thoseWhoAreThereAreThoseOfGangs(int servers, int line) {
        List<JobsSpec.StreamSpec> there = two(0.97 * servers).stream()
                .map(of -> new JobsSpec.StreamSpec(
                        of.name(),
                        of.arrivals(),
                        of.gangs(),
                        0,
                        of.visits(),
                        of.traits(),
                        new Coming(0, servers, false, new double[0], new int[0]),
                        of.conduct()))
                .toList();
        equal(new Size(servers, 100_000, line), there);
    }

    /** What is compared above is not nothing. */
    @Test
    void longWaitsAreTold() {
        Size size = new Size(3, 100_000, ENDLESS);
        StreamCounts counts = run(size, two(2.91), FirstComeFirstServed::new)
                .stations
                .get(0)
                .streams
                .get(0);
        assertThat(counts.closeup.waitsOver[1]).isPositive();
        assertThat(counts.closeup.waitsOver[0])
                .isGreaterThan(counts.closeup.waitsOver[1])
                .isLessThan(counts.waited);
    }

    private static List<JobsSpec.StreamSpec> two(double rate) {
        Law size = new Exponential(1);
        return List.of(stream("a", rate / 3, size), stream("b", 2 * rate / 3, size));
    }

    /** Whole sizes at rare instants, so that many end at once. */
    @Test
    void tiesAreServedInTheSameOrder() {
        equal(new Size(5, 100_000, ENDLESS), List.of(threes()));
        // who ends makes room for who comes at that instant
        equal(new Size(5, 5, ENDLESS), List.of(threes()));
    }

    /** Three come at every whole second, for one second or two. */
    private static JobsSpec.StreamSpec threes() {
        Law size = Discrete.of(new double[] {1, 2}, new double[] {0.5, 0.5});
        return new JobsSpec.StreamSpec(
                "even",
                streams -> {
                    int[] n = {0};
                    return () -> n[0]++ / 3;
                },
                Plain.fixed(1),
                0,
                List.of(Plain.visit(size)),
                new JobsSpec.Traits(0, 0, Plain.fixed(1)));
    }

    @Test
    void jobsThatComeBackGoToTheEndOfTheLine() {
        JobsSpec.StreamSpec plain = stream("a", 0.4, new Exponential(1));
        JobsSpec.Visit again = new JobsSpec.Visit(
                new Exponential(1), new double[] {1}, new int[] {0}, new double[] {0.5});
        JobsSpec.StreamSpec back = new JobsSpec.StreamSpec(
                "a", plain.arrivals(), plain.gangs(), 0, List.of(again), plain.traits());
        equal(new Size(1, 100_000, ENDLESS), List.of(back));
    }

    private static JobsSpec.StreamSpec stream(String name, double rate, Law size) {
        return Plain.poisson(name, rate, size);
    }

    private static void equal(Size size, List<JobsSpec.StreamSpec> streams) {
        JobCounts asked = run(size, streams, Asked::new);
        // where a line is full a station of gangs sums up once more, for who waits no time at all
        double off = size.line() < ENDLESS ? 1e-12 : 0;
        equal(run(size, streams, FirstComeFirstServed::new), asked, streams, off);
        List<JobsSpec.StreamSpec> wanderers =
                streams.stream().map(ServerStationTest::mayComeAgain).toList();
        equal(run(size, wanderers, FirstComeFirstServed::new), asked, streams, off);
    }

    /** The same jobs, which nobody knows to leave when they are served. */
    private static JobsSpec.StreamSpec mayComeAgain(JobsSpec.StreamSpec of) {
        JobsSpec.Visit visit = of.visits().get(0);
        if (visit.next().length > 0) {
            return of;
        }
        JobsSpec.Visit never =
                new JobsSpec.Visit(visit.size(), visit.speeds(), new int[] {0}, new double[] {0});
        return new JobsSpec.StreamSpec(
                of.name(),
                of.arrivals(),
                of.gangs(),
                0,
                List.of(never),
                of.traits(),
                of.coming(),
                of.conduct());
    }

    private static void equal(
            JobCounts plain, JobCounts asked, List<JobsSpec.StreamSpec> streams, double off) {
        for (int s = 0; s < streams.size(); s++) {
            StreamCounts one = plain.stations.get(0).streams.get(s);
            StreamCounts other = asked.stations.get(0).streams.get(s);
            assertThat(one.completed).isEqualTo(other.completed).isGreaterThan(1000);
            assertThat(one.refused).isEqualTo(other.refused);
            assertThat(one.closeup.blocked).isEqualTo(other.closeup.blocked);
            assertThat(one.waited).isEqualTo(other.waited);
            assertThat(one.wait.sum()).isEqualTo(other.wait.sum());
            assertThat(one.sojourn.variance()).isEqualTo(other.sojourn.variance());
            assertThat(one.meanSlowdown()).isEqualTo(other.meanSlowdown());
            assertThat(one.numberSeconds).isCloseTo(other.numberSeconds, within(off, other));
            assertThat(one.waitingSeconds).isCloseTo(other.waitingSeconds, within(off, other));
            assertThat(one.heldSeconds).isCloseTo(other.heldSeconds, within(off, other));
            assertThat(one.closeup.waitsOver).isEqualTo(other.closeup.waitsOver);
            assertThat(one.waits.quantileSeconds(0.99))
                    .isEqualTo(other.waits.quantileSeconds(0.99));
            assertThat(one.sojourns.maxSeconds()).isEqualTo(other.sojourns.maxSeconds());
        }
        assertThat(plain.stations.get(0).levelSeconds)
                .containsExactly(asked.stations.get(0).levelSeconds, Offset.offset(1e4 * off));
    }

    private static Offset<Double> within(double off, StreamCounts of) {
        return Offset.offset(off * of.numberSeconds);
    }

    /** Who looks at instants how many are there sees the same. */
    @ParameterizedTest
    @CsvSource({"1, 100000", "3, 5", "40, 100000"})
    void whatIsSeenAtInstantsIsThatOfGangs(int servers, int places) {
        sameLooks(servers, places, stream("a", 0.97 * servers, new Exponential(1)));
    }

    /** Who comes and who ends at the instant has come and gone. */
    @Test
    void whatIsSeenWhenAllHappensAtOnceIsThatOfGangs() {
        sameLooks(5, 100_000, threes());
    }

    private static void sameLooks(int servers, int places, JobsSpec.StreamSpec stream) {
        Looks asked = looks(servers, places, List.of(stream), Asked::new);
        equal(looks(servers, places, List.of(stream), FirstComeFirstServed::new), asked);
        equal(
                looks(servers, places, List.of(mayComeAgain(stream)), FirstComeFirstServed::new),
                asked);
    }

    private static void equal(Looks plain, Looks asked) {
        for (int i = 0; i < 2; i++) {
            assertThat(plain.number.get(i).count()).isEqualTo(500);
            assertThat(plain.number.get(i).sum()).isEqualTo(asked.number.get(i).sum());
            assertThat(plain.number.get(i).variance())
                    .isEqualTo(asked.number.get(i).variance());
            assertThat(plain.waiting.get(i).sum())
                    .isEqualTo(asked.waiting.get(i).sum())
                    .isPositive();
            assertThat(plain.isIdle.get(i).sum()).isEqualTo(asked.isIdle.get(i).sum());
            assertThat(plain.isFull.get(i).sum())
                    .isEqualTo(asked.isFull.get(i).sum())
                    .isPositive();
        }
    }

    private static Looks looks(
            int servers,
            int places,
            List<JobsSpec.StreamSpec> streams,
            Supplier<SchedulingPolicy> policy) {
        Probes probes =
                new Probes(new double[] {3, 17}, 20, new double[0], new int[0], new double[0]);
        JobsSpec.StationSpec station = new JobsSpec.StationSpec(
                "s", List.of(new JobsSpec.FloorSpec("all", servers)), policy, places, 8);
        JobsSpec spec = new JobsSpec(List.of(station), streams, probes, Double.POSITIVE_INFINITY);
        JobPlane plane = new JobPlane(spec, new Streams(5, 0));
        // to an instant, with what comes before it alone, and on
        plane.advanceBefore(4_003, Rank.EPOCH);
        plane.advanceBefore(4_017, Rank.REPORT);
        plane.advance(9_999);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        return counts.stations.get(0).looks;
    }

    private static JobCounts run(
            Size size, List<JobsSpec.StreamSpec> streams, Supplier<SchedulingPolicy> policy) {
        JobsSpec.StationSpec station = new JobsSpec.StationSpec(
                "s",
                List.of(new JobsSpec.FloorSpec("all", size.servers())),
                policy,
                size.places(),
                8,
                new JobsSpec.Gangs(),
                size.line(),
                JobsSpec.Load.NONE,
                new JobsSpec.Always());
        JobsSpec spec = new JobsSpec(List.of(station), streams, WAITS, Double.POSITIVE_INFINITY);
        JobPlane plane = new JobPlane(spec, new Streams(5, 0));
        // in steps that end at arrivals and ends, and just before them
        int until = Math.min(10_000, 400_000 / size.servers());
        for (int now = 1; now <= until; now += 3) {
            plane.advanceBefore(now, now % 2 == 0 ? Rank.COMPLETE : Rank.ARRIVE_WORK);
        }
        plane.advance(until);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        return counts;
    }
}
