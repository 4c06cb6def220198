package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What replications miss of a tail, against a queue whose tail is known. */
final class TailBiasTest {
    private static final int REPLICATIONS = 400;

    @Test
    void byHand() {
        // mean 10, deviation 2
        Estimate four = Known.ofReplications(new double[] {8, 12, 8, 12, 10}, 0.9);
        assertThat(TailBias.allowance(four)).isCloseTo(5 * 4 / 10.0, within(1e-9));
        assertThat(TailBias.allowance(Known.ofReplications(new double[] {3}, 0.9)))
                .isZero();
        assertThat(TailBias.allowance(Known.ofReplications(new double[] {0, 0}, 0.9)))
                .isZero();
        assertThat(TailBias.isProne("p99")).isTrue();
        assertThat(TailBias.isProne("p99.9")).isTrue();
        assertThat(TailBias.isProne("sd")).isTrue();
        assertThat(TailBias.isProne("p90")).isFalse();
        assertThat(TailBias.isProne("mean")).isFalse();
    }

    /** Without the allowance the mean of short replications is far below, with it above. */
    @ParameterizedTest
    @CsvSource({"0.5, 200", "0.8, 1000", "0.9, 1000", "0.9, 3000", "0.95, 3000"})
    void theTailOfAQueueIsNotAboveIt(double load, int customers) {
        SplittableRandom random = new SplittableRandom(11);
        double[] p99 = new double[REPLICATIONS];
        for (int r = 0; r < REPLICATIONS; r++) {
            p99[r] = waits(load, customers, random)[(int) (0.99 * customers)];
        }
        double exact = Math.log(load / 0.01) / (1 - load);
        Estimate mean = Known.ofReplications(p99, 0.95);
        assertThat(mean.value() + mean.halfWidth()).isLessThan(exact);
        assertThat(mean.value() + TailBias.allowance(mean)).isGreaterThan(exact);
    }

    /** Waits of M/M/1 begun in equilibrium, sorted, in mean services (Lindley 1952). */
    private static double[] waits(double load, int customers, SplittableRandom random) {
        double wait = random.nextDouble() < load ? exponential(random) / (1 - load) : 0;
        double[] waits = new double[customers];
        for (int i = 0; i < customers; i++) {
            waits[i] = wait;
            wait = Math.max(0, wait + exponential(random) - exponential(random) / load);
        }
        Arrays.sort(waits);
        return waits;
    }

    private static double exponential(SplittableRandom random) {
        return -Math.log(1 - random.nextDouble());
    }
}
