package headroom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.kernel.Streams;
import headroom.plant.Topology;
import headroom.stat.Tally;

import org.junit.jupiter.api.Test;

/**
 * What the published rates of node failures mean for gangs (Meta RSC, arXiv 2410.21680: 6.50e-3 and
 * 2.34e-3 a node-day; Llama 3, table 5: 419 unexpected interruptions of 2,048 nodes in 54 days).
 */
class PublishedRatesTest {
    private static final double RSC_1 = 6.50e-3 / Times.DAY;
    private static final double RSC_2 = 2.34e-3 / Times.DAY;

    private static Faults site(int gpus, double rate, int replication) {
        FaultClass type = Times.nodes("nodes", new Onset.Constant(rate), Times.repair(Times.NONE));
        FaultPlan plan = FaultPlan.of(Topology.flat(gpus / 8, 8), type);
        return new Faults(plan, Times.silent(), new Streams(4, replication));
    }

    private static double mttfHours(int gpus) {
        Faults faults = site(gpus, RSC_1, 0);
        while (faults.failures(0) < 40_000) {
            faults.fire();
        }
        return faults.nextSeconds() / faults.failures(0) / Times.HOUR;
    }

    @Test
    void meanTimeToFailureOfLargeGangs() {
        // 40,000 failures: 0.5 % standard error; the figures have two digits
        assertThat(mttfHours(16_384)).isEqualTo(1.803, within(0.045)).isBetween(1.75, 1.85);
        assertThat(mttfHours(131_072)).isEqualTo(0.2254, within(0.006)).isBetween(0.225, 0.235);
    }

    @Test
    void interruptionsIn54DaysBracketThoseOfLlama3() {
        Tally low = interruptions(RSC_2);
        Tally high = interruptions(RSC_1);
        // standard error of a mean of 64 Poisson counts: 2.0 and 3.4; five of them
        assertThat(low.mean()).isEqualTo(259, within(10.0));
        assertThat(high.mean()).isEqualTo(719, within(17.0));
        assertThat(low.max()).isLessThan(419);
        assertThat(high.min()).isGreaterThan(419);
        assertThat(low.variance() / low.mean()).isEqualTo(1, within(0.9));
    }

    private static Tally interruptions(double rate) {
        Tally counts = new Tally();
        for (int replication = 0; replication < 64; replication++) {
            Faults faults = site(16_384, rate, replication);
            faults.runUntil(54 * Times.DAY);
            counts.add(faults.failures(0));
        }
        return counts;
    }
}
