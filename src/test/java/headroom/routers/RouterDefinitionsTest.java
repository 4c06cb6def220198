package headroom.routers;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.serving.Router;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import umontreal.ssj.probdist.ChiSquareDist;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Routers against their definitions written out, over random views with many ties. */
final class RouterDefinitionsTest {
    private static final int VIEWS = 20_000;
    private static final double ALPHA = 1e-6;

    private SplittableRandom random = new SplittableRandom();

    @BeforeEach
    void sameViewsEveryTime() {
        random = new SplittableRandom(17);
    }

    /** Evenly spread draws, as many as there are ties, take each of the ties once. */
    private void takesEachOfTheLowest(Router router, boolean byKv) {
        int tied = 0;
        for (int v = 0; v < VIEWS; v++) {
            GivenView view = GivenView.drawn(random);
            IntToDoubleFunction reading = byKv ? view::kvLoad : view::requests;
            double lowest =
                    Arrays.stream(view.places()).mapToDouble(reading).min().orElseThrow();
            List<Integer> expected = Arrays.stream(view.places())
                    .filter(replica -> reading.applyAsDouble(replica) == lowest)
                    .boxed()
                    .toList();
            int ties = expected.size();
            List<Integer> chosen = IntStream.range(0, ties)
                    .map(i -> router.route(view, new Script((i + 0.5) / ties)))
                    .boxed()
                    .toList();
            assertThat(chosen).isEqualTo(expected);
            tied += ties > 1 ? 1 : 0;
        }
        assertThat(tied).isGreaterThan(VIEWS / 3);
    }

    @Test
    void joinShortestQueueTakesAnyOfTheReplicasWithTheFewestRequests() {
        takesEachOfTheLowest(new JoinShortestQueue(), false);
    }

    @Test
    void leastKvTakesAnyOfTheReplicasWithTheLeastKvLoad() {
        takesEachOfTheLowest(new LeastKvLoad(), true);
    }

    @Test
    void extremeDrawsTakeTheFirstAndTheLastOfMany() {
        for (int count : new int[] {1, 2, 3, 5, 250, 999_983}) {
            int[] own = IntStream.range(0, count).toArray();
            GivenView view = GivenView.of(own, new double[count]);
            for (Router router : List.of(new JoinShortestQueue(), new LeastKvLoad())) {
                assertThat(router.route(view, new Script(0x1.0p-53))).isZero();
                assertThat(router.route(view, new Script(1 - 0x1.0p-53))).isEqualTo(count - 1);
            }
        }
    }

    @Test
    void powerOfDTakesTheFirstLeastLoadedOfItsDraws() {
        for (int v = 0; v < VIEWS; v++) {
            GivenView view = GivenView.drawn(random);
            int d = 1 + random.nextInt(6);
            double[] draws = random.doubles(d).toArray();
            int expected = Arrays.stream(draws)
                    .mapToObj(u -> view.replica((int) Math.floor(u * view.tickets())))
                    .min(Comparator.comparingDouble(view::load))
                    .orElseThrow();
            Script script = new Script(draws);
            assertThat(new PowerOfD(d).route(view, script)).isEqualTo(expected);
            assertThat(script.values).as("%d draws", d).isEmpty();
        }
    }

    @Test
    void powerOfDIsRandomForOneAndPowerOfTwoForTwo() {
        for (int v = 0; v < VIEWS; v++) {
            GivenView view = GivenView.drawn(random);
            double u = random.nextDouble();
            double w = random.nextDouble();
            assertThat(new PowerOfD(1).route(view, new Script(u)))
                    .isEqualTo(new RandomRouter().route(view, new Script(u)));
            assertThat(new PowerOfD(2).route(view, new Script(u, w)))
                    .isEqualTo(new PowerOfTwo().route(view, new Script(u, w)));
        }
    }

    @Test
    void roundRobinTakesReplicasInTurn() {
        GivenView first = GivenView.of(new int[] {4, 4, 4, 2, 7, 7}, new double[8]);
        int[] chosen = IntStream.range(0, 7)
                .map(turn -> new RoundRobin().route(at(first, turn), new Script()))
                .toArray();
        assertThat(chosen).containsExactly(4, 2, 7, 4, 2, 7, 4);
        long most = Long.MAX_VALUE - 1;
        assertThat(new RoundRobin().route(at(first, most), new Script()))
                .isEqualTo(first.serving((int) (most % 3)));
    }

    private static GivenView at(GivenView v, long turn) {
        return new GivenView(
                v.replicaOf(),
                v.places(),
                v.loads(),
                v.requestCounts(),
                v.kvLoads(),
                v.deployments(),
                v.home(),
                turn);
    }

    @Test
    void leastLoadedTakesTheFirstOfTheLeastLoaded() {
        for (int v = 0; v < VIEWS; v++) {
            GivenView view = GivenView.drawn(random);
            int expected = Arrays.stream(view.places())
                    .boxed()
                    .min(Comparator.comparingDouble(view::load))
                    .orElseThrow();
            assertThat(new LeastLoaded().route(view, new Script())).isEqualTo(expected);
        }
    }

    @Test
    void sessionAffinityGoesHomeBelowTheThresholdAndElseAsksTheFallback() {
        Router fallback = (view, stream) -> 1000 + (int) stream.nextDouble();
        int home = 0;
        for (int v = 0; v < VIEWS; v++) {
            GivenView view = GivenView.drawn(random);
            double threshold = random.nextInt(1, 6) / 4.0;
            boolean room = view.home() != -1 && view.load(view.home()) < threshold;
            Script script = room ? new Script() : new Script(0.5);
            assertThat(new SessionAffinity(threshold, fallback).route(view, script))
                    .isEqualTo(room ? view.home() : 1000);
            assertThat(script.values).isEmpty();
            home += room ? 1 : 0;
        }
        assertThat(home).isBetween(VIEWS / 10, VIEWS / 2);
    }

    @Test
    void costAwareTakesTheCheapestWithRoomAndWithoutAnyTheLeastLoaded() {
        int full = 0;
        for (int v = 0; v < VIEWS; v++) {
            GivenView view = GivenView.drawn(random);
            double[] cost = random.ints(3, 1, 4).asDoubleStream().toArray();
            double threshold = random.nextInt(1, 6) / 4.0;
            List<Integer> all = Arrays.stream(view.places()).boxed().toList();
            List<Integer> room =
                    all.stream().filter(r -> view.load(r) < threshold).toList();
            Comparator<Integer> byLoad = Comparator.comparingDouble(view::load);
            Comparator<Integer> byCost = Comparator.comparingDouble(r -> cost[view.deployment(r)]);
            int expected = room.isEmpty()
                    ? all.stream().min(byLoad).orElseThrow()
                    : room.stream().min(byCost.thenComparing(byLoad)).orElseThrow();
            assertThat(new CostAware(threshold, cost).route(view, new Script()))
                    .isEqualTo(expected);
            full += room.isEmpty() ? 1 : 0;
        }
        assertThat(full).isGreaterThan(VIEWS / 100);
    }

    /** Ties go to each alike, whatever its tickets; chi-square at 1e-6. */
    @Test
    void tiesOfJoinShortestQueueAreUniformOverReplicas() {
        int[] tickets = {0, 0, 0, 0, 1, 2, 2, 3, 4};
        GivenView view = GivenView.of(tickets, new double[5]);
        view.requestCounts()[3] = 1;
        chiSquare(new JoinShortestQueue(), view, new double[] {0.25, 0.25, 0.25, 0, 0.25});
    }

    /** At equal loads a draw is by capacity, however many draws there are. */
    @Test
    void powerOfThreeDrawsByCapacity() {
        int[] tickets = {0, 0, 0, 0, 1, 2, 2, 3, 4};
        GivenView view = GivenView.of(tickets, new double[5]);
        double[] shares = {4 / 9.0, 1 / 9.0, 2 / 9.0, 1 / 9.0, 1 / 9.0};
        chiSquare(new PowerOfD(3), view, shares);
        chiSquare(new RandomRouter(), view, shares);
    }

    /** Of three draws the least loaded of five wins unless it was not drawn. */
    @Test
    void powerOfThreePrefersTheLessLoaded() {
        int[] tickets = {0, 1, 2, 3, 4};
        GivenView view = GivenView.of(tickets, new double[] {5, 1, 3, 2, 4});
        double[] shares = new double[5];
        int[] rank = {4, 0, 2, 1, 3};
        for (int r = 0; r < 5; r++) {
            shares[r] = (cube(5 - rank[r]) - cube(4 - rank[r])) / 125.0;
        }
        chiSquare(new PowerOfD(3), view, shares);
    }

    private static double cube(int x) {
        return (double) x * x * x;
    }

    private static void chiSquare(Router router, GivenView view, double[] shares) {
        FastStream stream = new Streams(5, 0).of("routing");
        int n = 200_000;
        int[] counts = new int[shares.length];
        for (int i = 0; i < n; i++) {
            counts[router.route(view, stream)]++;
        }
        double sum = 0;
        int classes = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = n * shares[i];
            if (shares[i] == 0) {
                assertThat(counts[i]).isZero();
            } else {
                sum += (counts[i] - expected) * (counts[i] - expected) / expected;
                classes++;
            }
        }
        assertThat(ChiSquareDist.barF(classes - 1, 12, sum)).isGreaterThan(ALPHA);
    }
}
