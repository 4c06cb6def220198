package headroom.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.control.ScaleView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The law of the class comment, worked by hand; and where it comes to rest. */
final class ReplicaTargetTest {
    private static final double COOLDOWN = 600;

    /** What is measured. */
    private record Seen(
            double serving,
            double loading,
            double draining,
            double freeGpus,
            double meanServing,
            double utilisation,
            double queueDelaySeconds,
            double sinceChangeSeconds,
            double step)
            implements ScaleView {
        Seen(
                double serving,
                double loading,
                double meanServing,
                double utilisation,
                double queueDelaySeconds,
                double sinceChangeSeconds) {
            this(
                    serving,
                    loading,
                    0,
                    0,
                    meanServing,
                    utilisation,
                    queueDelaySeconds,
                    sinceChangeSeconds,
                    1);
        }
    }

    private static ReplicaTarget of(ReplicaTarget.Metric metric, double target) {
        return new ReplicaTarget(new ReplicaTarget.Law(metric, target, 0.1, 1, 0.2, COOLDOWN));
    }

    private static final ReplicaTarget SHARE = of(ReplicaTarget.Metric.UTILISATION, 0.5);
    private static final ReplicaTarget DELAY = of(ReplicaTarget.Metric.QUEUE_DELAY, 2);

    @ParameterizedTest
    @CsvSource({
        // 10 serve; loading, mean serving, utilisation, since the change, wanted
        "0, 10, 0.50, 1000, 10",
        "0, 10, 0.549, 1000, 10",
        "0, 10, 0.60, 1000, 12",
        "0, 10, 0.60, 0, 12",
        "0, 8, 0.75, 1000, 12",
        "4, 10, 0.60, 1000, 14",
        "0, 10, 0.45, 1000, 10",
        "0, 10, 0.44, 1000, 8.8",
        "0, 10, 0.44, 599, 10",
        "0, 10, 0.10, 1000, 8",
        "0, 20, 0.40, 1000, 10",
        "0, 10, NaN, 1000, 10"
    })
    void utilisation(double loading, double mean, double share, double since, double wanted) {
        Seen seen = new Seen(10, loading, mean, share, Double.NaN, since);
        assertThat(SHARE.wanted(seen)).isCloseTo(wanted, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0, 2.0, 10",
        "10, 0, 3.0, 15",
        "10, 0, 50, 20",
        "10, 0, 1.7, 8.5",
        "10, 0, 0, 8",
        "10, 7, 3.0, 17",
        "10, 0, NaN, 10"
    })
    void queueDelay(double serving, double loading, double delay, double wanted) {
        Seen seen = new Seen(serving, loading, serving, 0.9, delay, 1000);
        assertThat(DELAY.wanted(seen)).isCloseTo(wanted, within(1e-12));
    }

    /** A fifth of four is none; one goes all the same, or as many as a sampled one stands for. */
    @ParameterizedTest
    @CsvSource({
        // serving, share, step, wanted
        "4, 0.10, 1, 3",
        "4, 0.44, 1, 3.52",
        "80, 0.10, 1, 64",
        "80, 0.10, 20, 60",
        "80, 0.44, 20, 70.4",
        "80, 0.10, 16, 64"
    })
    void oneMayAlwaysGo(double serving, double share, double step, double wanted) {
        Seen seen = new Seen(serving, 0, 0, 0, serving, share, Double.NaN, 1000, step);
        assertThat(SHARE.wanted(seen)).isCloseTo(wanted, within(1e-12));
    }

    /** From anywhere a load of 12 replicas comes to rest at a share within the tolerance. */
    @Test
    void aSteadyLoadComesToRestWithinTheTolerance() {
        for (int start = 1; start <= 200; start += 7) {
            double replicas = start;
            for (int i = 0; i < 60; i++) {
                double share = Math.min(1, 12 / replicas);
                Seen seen = new Seen(replicas, 0, replicas, share, 0, 1e9);
                replicas = Math.ceil(SHARE.wanted(seen));
            }
            assertThat(12 / replicas).as("from " + start).isBetween(0.45, 0.55);
        }
    }
}
