package headroom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.FaultPlan.Lemons;
import headroom.faults.FaultPlan.Upkeep;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.plant.Topology;
import headroom.variates.Weibull;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** One timer a class against a simulation of every node by itself. */
class SuperpositionTest {
    private static final int NODES = 30;
    private static final int RUNS = 3000;
    private static final double HORIZON = 1000;
    private static final double REPAIR = 20;

    /** What a run is judged by: failures in all, of the worst node, time of the tenth. */
    private static final int JUDGED = 3;

    private record Count(int[] byNode, double[] tenth, int[] total) implements FaultListener {
        Count() {
            this(new int[NODES], new double[] {HORIZON}, new int[1]);
        }

        @Override
        public void nodeFailed(int node, int cause, double timeSeconds) {
            byNode[node]++;
            if (++total[0] == 10) {
                tenth[0] = timeSeconds;
            }
        }

        @Override
        public void nodeDetected(int node, int cause, double timeSeconds) {}

        @Override
        public void nodeBack(int node, double timeSeconds) {}

        double[] judged() {
            int worst = Arrays.stream(byNode).max().orElseThrow();
            return new double[] {total[0], worst, tenth[0]};
        }
    }

    private static double[][] superposed(Onset onset, Lemons lemons) {
        FaultClass type = Times.nodes("nodes", onset, Times.repair(Times.exponential(REPAIR)));
        FaultPlan plan = new FaultPlan(
                Topology.flat(NODES, 8), List.of(type), lemons, Upkeep.UNLIMITED, null);
        double[][] found = new double[RUNS][];
        for (int run = 0; run < RUNS; run++) {
            Count count = new Count();
            new Faults(plan, count, new Streams(2, run)).runUntil(HORIZON);
            found[run] = count.judged();
        }
        return found;
    }

    /** The end of the life that a node begins at the given time. */
    private interface Life {
        double end(double clock, double exponential);
    }

    private static double[][] oneByOne(Life life, boolean renewed, double[] rates) {
        double[][] found = new double[RUNS][];
        for (int run = 0; run < RUNS; run++) {
            FastStream random = new Streams(3, run).of("naive");
            int[] byNode = new int[NODES];
            double[] times = new double[10_000];
            int total = 0;
            for (int node = 0; node < NODES; node++) {
                double clock = 0;
                while (true) {
                    double draw = -StrictMath.log(random.nextDouble()) / rates[node];
                    clock = renewed ? clock + life.end(0, draw) : life.end(clock, draw);
                    if (clock > HORIZON) {
                        break;
                    }
                    byNode[node]++;
                    times[total++] = clock;
                    clock += -REPAIR * StrictMath.log(random.nextDouble());
                }
            }
            Arrays.sort(times, 0, total);
            int worst = Arrays.stream(byNode).max().orElseThrow();
            found[run] = new double[] {total, worst, total > 9 ? times[9] : HORIZON};
        }
        return found;
    }

    /** Kolmogorov and Smirnov's distance of two samples against its bound at 1e-6. */
    private static void assertSame(double[][] one, double[][] other) {
        for (int judged = 0; judged < JUDGED; judged++) {
            int column = judged;
            double[] a =
                    Arrays.stream(one).mapToDouble(row -> row[column]).sorted().toArray();
            double[] b = Arrays.stream(other)
                    .mapToDouble(row -> row[column])
                    .sorted()
                    .toArray();
            double bound = Math.sqrt(StrictMath.log(2e6) / 2 * 2 / RUNS);
            assertThat(distance(a, b)).as("column " + column).isLessThan(bound);
        }
    }

    private static double distance(double[] a, double[] b) {
        double worst = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            double x = Math.min(a[i], b[j]);
            while (i < a.length && a[i] == x) {
                i++;
            }
            while (j < b.length && b[j] == x) {
                j++;
            }
            worst = Math.max(worst, Math.abs((double) i / a.length - (double) j / b.length));
        }
        return worst;
    }

    private static double[] rates(double each) {
        double[] rates = new double[NODES];
        Arrays.fill(rates, each);
        return rates;
    }

    @Test
    void constantHazards() {
        double[][] naive = oneByOne((clock, draw) -> clock + draw, false, rates(0.002));
        assertSame(superposed(new Onset.Constant(0.002), Lemons.NONE), naive);
        double[][] worse = superposed(new Onset.Constant(0.0024), Lemons.NONE);
        double[] a = Arrays.stream(worse).mapToDouble(row -> row[0]).sorted().toArray();
        double[] b = Arrays.stream(naive).mapToDouble(row -> row[0]).sorted().toArray();
        assertThat(distance(a, b)).as("a rate 20 % off is found").isGreaterThan(0.2);
    }

    @Test
    void lemonsKeepOrRaiseTheMean() {
        for (boolean keep : new boolean[] {true, false}) {
            double good = 0.002 / (keep ? 1 + 0.1 * 9 : 1);
            double[] rates = rates(good);
            Arrays.fill(rates, 0, 3, 10 * good);
            double[][] naive = oneByOne((clock, draw) -> clock + draw, false, rates);
            Lemons lemons = new Lemons(0.1, 10, keep, 0, true);
            assertSame(superposed(new Onset.Constant(0.002), lemons), naive);
            Onset lives = new Onset.Renewal(Times.exponential(500));
            assertSame(superposed(lives, lemons), naive);
        }
    }

    @Test
    void hazardsThatRiseOrFallWithAge() {
        for (double shape : new double[] {0.6, 2}) {
            double scale = 500;
            double start = 200;
            Life life = (clock, draw) -> {
                double hazard = StrictMath.pow((start + clock) / scale, shape) + draw;
                return scale * StrictMath.pow(hazard, 1 / shape) - start;
            };
            assertSame(
                    superposed(new Onset.Ageing(scale, shape, start), Lemons.NONE),
                    oneByOne(life, false, rates(1)));
        }
    }

    @Test
    void livesAsGoodAsNew() {
        for (double shape : new double[] {0.5, 2}) {
            // the mean is Gamma(1 + 1 / shape) times the scale
            double scale = 500 / (shape == 2 ? Math.sqrt(Math.PI) / 2 : 2);
            Life life = (clock, draw) -> scale * StrictMath.pow(draw, 1 / shape);
            assertSame(
                    superposed(new Onset.Renewal(new Weibull(500, shape)), Lemons.NONE),
                    oneByOne(life, true, rates(1)));
        }
    }

    /** A lemon exchanged for a good machine fails as a good one: the mean falls to that. */
    @Test
    void exchangedLemonsAreGood() {
        Lemons lemons = new Lemons(0.2, 10, false, 1, true);
        FaultClass type =
                Times.nodes("nodes", new Onset.Constant(0.001), Times.repair(Times.constant(0)));
        FaultPlan plan = new FaultPlan(
                Topology.flat(10_000, 8), List.of(type), lemons, Upkeep.UNLIMITED, null);
        Faults faults = new Faults(plan, Times.silent(), new Streams(1, 0));
        faults.runUntil(1000);
        long before = faults.failures(0);
        // 8,000 by good machines, 2,000 by lemons once each, 1,800 by what came in their stead
        assertThat(before / 11_800.0).isEqualTo(1, within(0.05));
        faults.runUntil(101_000);
        assertThat((faults.failures(0) - before) / 1e6).isEqualTo(1, within(0.006));
    }

    /** However many nodes, one pending time a class, and one for each outage in progress. */
    @Test
    void aClassOf27500NodesIsOnePendingTime() {
        double perDay = 6.5e-3 / Times.DAY;
        FaultClass hardware = Times.nodes(
                "hardware", new Onset.Constant(perDay), Times.repair(Times.constant(Times.HOUR)));
        FaultClass software = Times.nodes(
                "software",
                new Onset.Ageing(1 / perDay, 0.8, 0),
                Times.repair(Times.constant(Times.HOUR)));
        FaultPlan plan = FaultPlan.of(Topology.flat(27_500, 8), hardware, software);
        Faults faults = new Faults(plan, Times.silent(), new Streams(1, 0));
        assertThat(faults.pending()).isEqualTo(2);
        int fired = 0;
        while (faults.nextSeconds() < 10 * Times.DAY) {
            faults.fire();
            fired++;
            assertThat(faults.pending()).isEqualTo(2 + 27_500 - faults.nodesUp());
        }
        long failed = faults.failures(0) + faults.failures(1);
        // a failure and a repair each; candidates that were down are few
        assertThat(fired / (2.0 * failed)).isEqualTo(1, within(0.01));
        assertThat(faults.failures(0)).isBetween(1788L - 210, 1788L + 210);
    }
}
