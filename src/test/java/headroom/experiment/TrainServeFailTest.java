package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Measurement;
import headroom.measure.Series;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Nodes that train, serve and fail, from the text of the shipped scenario to its numbers. */
final class TrainServeFailTest {
    private static final int HOURS = 5;
    private static final double NODES = 98_304 / 8.0;
    private static final double RATE = 3.79e-3 / 24;

    private static RunResult run(int threads) throws IOException {
        return Scenarios.run(
                Scenarios.shipped("train-serve-fail", "horizon", HOURS + " h", "warmUp", "0 s"),
                threads);
    }

    private static double total(RunResult result, String name, String stream) {
        return result.summary().stream()
                .filter(each -> each.name().equals(name))
                .filter(each -> stream.equals(each.labels().get("stream")))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneAndSevenThreadsGiveTheSameBits() throws IOException {
        RunResult one = run(1);
        assertThat(run(7).resultHash()).isEqualTo(one.resultHash());
        usesAddUp(one);
        // the mean of two runs; its gang is there but for the minutes between two of its runs
        double expected = RATE * NODES * HOURS;
        assertThat(total(one, "jobs.interruptions", "pretraining"))
                .isCloseTo(0.94 * expected, within(3.5 * Math.sqrt(expected / 2)));
        assertThat(total(one, "jobs.interruptions", "fine-tuning")).isPositive();
    }

    /** Each hour, and no use is less than nothing; spares are nobody's. */
    private static void usesAddUp(RunResult result) {
        double[] sum = new double[HOURS];
        double[] lent = new double[HOURS];
        for (Series each : result.series().columns()) {
            for (int h = 0; h < HOURS && each.name().equals("gpus.use"); h++) {
                assertThat(each.values()[h]).isGreaterThan(-1e-6);
                sum[h] += each.values()[h];
            }
            if (each.name().equals("gpus.use") && each.labels().containsValue("reserved")) {
                assertThat(each.values()).containsOnly(800);
            }
            if (each.name().equals("gpus.state") && each.labels().containsValue("lent")) {
                System.arraycopy(each.values(), 0, lent, 0, HOURS);
            }
        }
        for (int h = 0; h < HOURS; h++) {
            assertThat(sum[h]).isCloseTo(220_000, within(1e-6));
            // the share for good, and from the first quiet half hour on more
            assertThat(lent[h]).isGreaterThan(h == 0 ? 157_600 : 160_000);
        }
    }
}
