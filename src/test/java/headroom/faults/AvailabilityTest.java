package headroom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.FaultPlan.Lemons;
import headroom.faults.FaultPlan.Upkeep;
import headroom.kernel.Streams;
import headroom.plant.Topology;
import headroom.stat.Tally;

import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Nodes with exponential times to failure and repair, driven alone, against birth-death chains: 64
 * replications must not differ at 1e-6, and the interval must lie within the margin.
 */
class AvailabilityTest {
    /** Student's t, 63 degrees of freedom, at 1 - 0.5e-6. */
    private static final double T64 = 5.42;
    /** The normal quantile at 1 - 0.5e-6. */
    private static final double Z = 4.9;

    private record Site(int nodes, int needed, double lambda, double mu, int crews, int spares) {
        Faults open(int replication) {
            FaultClass hardware = Times.nodes(
                    "hardware",
                    new Onset.Constant(lambda),
                    Times.repair(Times.exponential(1 / mu)));
            Upkeep upkeep = new Upkeep(crews, spares, spares > 0 ? Times.NONE : null);
            FaultPlan plan = new FaultPlan(
                    Topology.flat(nodes, 8), List.of(hardware), Lemons.NONE, upkeep, null);
            return new Faults(plan, Times.silent(), new Streams(1, replication));
        }

        /** Probability of j machines broken, and its mean number of nodes up. */
        double[] stationary() {
            double[] p = new double[nodes + spares + 1];
            p[0] = 1;
            double sum = 1;
            for (int j = 1; j < p.length; j++) {
                double failing = lambda * up(j - 1);
                double repairing = mu * (crews == 0 ? j : Math.min(j, crews));
                p[j] = p[j - 1] * failing / repairing;
                sum += p[j];
            }
            for (int j = 0; j < p.length; j++) {
                p[j] /= sum;
            }
            return p;
        }

        int up(int broken) {
            return Math.min(nodes, nodes + spares - broken);
        }
    }

    private static void meets(Site site, double availability, double meanUp, double[] margins) {
        Tally available = new Tally();
        Tally nodesUp = new Tally();
        for (int replication = 0; replication < 64; replication++) {
            double[] means = averages(site, site.open(replication), margins[2]);
            available.add(means[0]);
            nodesUp.add(means[1]);
        }
        assertMeets("availability", available, availability, T64, margins[0]);
        assertMeets("nodes up", nodesUp, meanUp, T64, margins[1]);
    }

    private static double[] averages(Site site, Faults faults, double length) {
        double warm = length / 20;
        faults.runUntil(warm);
        double clock = warm;
        double[] sums = new double[2];
        while (clock < warm + length) {
            double next = Math.min(faults.nextSeconds(), warm + length);
            sums[0] += faults.nodesUp() >= site.needed() ? next - clock : 0;
            sums[1] += faults.nodesUp() * (next - clock);
            clock = next;
            faults.runUntil(clock);
        }
        return new double[] {sums[0] / length, sums[1] / length};
    }

    private static void assertMeets(String of, Tally tally, double exact, double t, double margin) {
        double half = t * tally.standardDeviation() / Math.sqrt(tally.count());
        String found = of + " " + tally.mean() + " +- " + half + ", exact " + exact;
        assertThat(Math.abs(tally.mean() - exact)).as(found).isLessThan(half);
        assertThat(Math.abs(tally.mean() - exact) + half).as(found).isLessThan(margin * exact);
    }

    private static void meetsTimeToFailure(Site site, double exact) {
        Tally times = new Tally();
        for (int i = 0; i < 18_000; i++) {
            Faults faults = site.open(i);
            double clock = 0;
            while (faults.nodesUp() >= site.needed()) {
                clock = faults.nextSeconds();
                faults.fire();
            }
            times.add(clock);
        }
        assertMeets("time to failure", times, exact, Z, 0.05);
    }

    @Test
    void nineNodesOfWhichEightAreNeeded() {
        Site site = new Site(9, 8, 0.01, 0.25, 9, 0);
        meets(site, 0.9555179603872099, 8.653846153846153, new double[] {0.005, 0.002, 8000});
        meetsTimeToFailure(site, 58.333333333333314);
    }

    @Test
    void seventyTwoNodesAndFourCrews() {
        Site site = new Site(72, 64, 0.002, 0.05, 4, 0);
        meets(site, 0.9562913420057645, 68.53350301092466, new double[] {0.005, 0.002, 120_000});
        meetsTimeToFailure(site, 731.3525573978794);
    }

    @Test
    void sparesTakeThePlacesOfBrokenNodes() {
        for (int crews : new int[] {0, 2}) {
            Site site = new Site(20, 20, 0.004, 0.1, crews, 3);
            double[] p = site.stationary();
            double available = 0;
            double meanUp = 0;
            for (int j = 0; j < p.length; j++) {
                available += site.up(j) >= 20 ? p[j] : 0;
                meanUp += site.up(j) * p[j];
            }
            meets(site, available, meanUp, new double[] {0.02, 0.005, 20_000});
        }
    }

    /** The chain of this test on the published cases. */
    @Test
    void theChainIsTheOneOfTheCases() {
        Site site = new Site(72, 64, 0.002, 0.05, 4, 0);
        double[] p = site.stationary();
        double available = 0;
        for (int j = 0; j <= 8; j++) {
            available += p[j];
        }
        assertThat(available).isCloseTo(0.9562913420057645, within(1e-12));
    }
}
