package headroom.quota;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.stat.Estimate;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** A bucket refilled at ticks holds as many tokens as theory says. */
final class TickBucketTheoryTest {
    private static final double LOAD = 0.9;
    private static final int BURST = 4;
    private static final int SECONDS = 12_000;
    private static final int WARM_UP_SECONDS = 1000;

    /**
     * Poisson arrivals, one token at each whole second: mean tokens just after a tick by the
     * embedded Markov chain (case TB-05 of the validation cases, GTH and an eigenvector). 64
     * replications, difference test at 1e-6, margin 2 %.
     */
    @Test
    void holdsAsManyTokensJustAfterATickAsTheChainSays() {
        double exact = 2.9043000954436042;
        double[] means = new double[64];
        Arrays.setAll(means, one -> meanTokens(new Streams(8, one).of("ticks")));
        Estimate estimate = Estimate.ofReplications(means, 1 - 1e-6);
        double difference = Math.abs(estimate.value() - exact);
        assertThat(difference).isLessThan(estimate.halfWidth());
        assertThat(difference + estimate.halfWidth()).isLessThan(0.02 * exact);
    }

    private static double meanTokens(FastStream gaps) {
        TickBucket bucket = new TickBucket(1, 1, 1, BURST);
        double sum = 0;
        double now = gap(gaps);
        for (int tick = 1; tick <= WARM_UP_SECONDS + SECONDS; tick++) {
            for (; now < tick; now += gap(gaps)) {
                if (bucket.admits(0, now, 1, 1)) {
                    bucket.charge(0, now, 1, 1);
                }
            }
            double tokens = BURST * (1 - bucket.usedShare(0, tick, 1));
            sum += tick > WARM_UP_SECONDS ? tokens : 0;
        }
        return sum / SECONDS;
    }

    private static double gap(FastStream gaps) {
        return -StrictMath.log(gaps.nextDouble()) / LOAD;
    }
}
