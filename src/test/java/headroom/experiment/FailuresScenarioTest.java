package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Measurement;
import headroom.measure.Series;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Set;

/** A training of the size of Llama 3 405B, from the text of the shipped scenario to its numbers. */
final class FailuresScenarioTest {
    private static final int NODES = 2_048;
    private static final int DAYS = 54;
    private static final int RUNS = 3;
    /** 419 interruptions in 54 days on 2,048 nodes (Llama 3, table 5), a node-day. */
    private static final double LLAMA = 3.79e-3;

    private static final String SCALE = "pools.cluster.nodes.faultScale";
    private static final String CHECKPOINT = "jobs.streams[0].checkpoint.";

    private static RunResult run(String... overrides) throws IOException {
        String[] all = new String[overrides.length + 4];
        System.arraycopy(overrides, 0, all, 0, overrides.length);
        all[overrides.length] = "replications";
        all[overrides.length + 1] = String.valueOf(RUNS);
        all[overrides.length + 2] = "epoch";
        all[overrides.length + 3] = "1 h";
        return Scenarios.run(Scenarios.shipped("failures", all), 2);
    }

    private static RunResult atRate(double perNodeDay) throws IOException {
        return run(
                SCALE,
                String.valueOf(perNodeDay / LLAMA),
                CHECKPOINT + "nodeFailures",
                perNodeDay + " /d");
    }

    private static double value(RunResult result, String name, String statistic) {
        return result.summary().stream()
                .filter(m -> m.name().equals(name) && m.statistic().equals(statistic))
                .filter(m -> m.labels().keySet().equals(Set.of("phase", "station")))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** Failures of the nodes that the gang holds, while it holds them, within three sigma. */
    private static void assertInterruptions(RunResult result, double perNodeDay) {
        double expected = perNodeDay * NODES * DAYS * value(result, "jobs.utilisation", "mean");
        double sigma = Math.sqrt(expected / RUNS);
        assertThat(value(result, "jobs.interruptions", "total"))
                .isCloseTo(expected, within(3 * sigma));
    }

    @Test
    void interruptionsAreThoseCountedAndThoseOfOtherClustersBracketThem() throws IOException {
        RunResult own = run();
        RunResult more = atRate(6.5e-3);
        RunResult fewer = atRate(2.34e-3);
        assertCausesAddUp(own);
        assertInterruptions(own, LLAMA);
        assertInterruptions(more, 6.5e-3);
        assertInterruptions(fewer, 2.34e-3);
        // one history has 419 +- 20, so a mean of three has +- 12; while no gang runs none counts
        assertThat(value(own, "jobs.interruptions", "total")).isCloseTo(419, within(36.0 + 5));
        assertThat(value(more, "jobs.interruptions", "total")).isCloseTo(719, within(47.0 + 15));
        assertThat(value(fewer, "jobs.interruptions", "total")).isCloseTo(259, within(28.0 + 2));
        assertThat(value(own, "jobs.effective.time", "share")).isBetween(0.9, 0.94);
        assertThat(value(more, "jobs.effective.time", "share")).isBetween(0.86, 0.9);
        assertThat(value(fewer, "jobs.effective.time", "share")).isBetween(0.93, 0.96);
    }

    /** Of intervals from a quarter of Daly's to four times, none wastes a tenth less time. */
    @Test
    void dalysIntervalIsAsGoodAsTheBest() throws IOException {
        double daly = 1 - value(run("horizon", "27 d"), "jobs.effective.time", "share");
        // sqrt(2 x 10 s x 11,131 s) and the terms of higher order
        double interval = 464.9;
        double least = 1;
        for (double factor : new double[] {0.25, 0.7, 1, 1.4, 4}) {
            RunResult other = run(
                    "horizon",
                    "27 d",
                    "jobs.streams[0].checkpoint",
                    "{interval: " + factor * interval
                            + " s, write: 10 s, restore: 1 min, restart: 3 min}");
            double waste = 1 - value(other, "jobs.effective.time", "share");
            least = Math.min(least, waste);
            if (factor == 1) {
                assertThat(waste).isCloseTo(daly, within(0.01 * daly));
            }
            if (factor == 0.25 || factor == 4) {
                assertThat(waste).isGreaterThan(1.1 * daly);
            }
        }
        assertThat(daly).isLessThan(1.1 * least);
    }

    private static double sum(RunResult result, String name, String cause) {
        return result.summary().stream()
                .filter(m -> m.name().equals(name) && m.labels().containsKey("cause"))
                .filter(m -> cause.isEmpty() || cause.equals(m.labels().get("cause")))
                .mapToDouble(Measurement::value)
                .sum();
    }

    private static void assertCausesAddUp(RunResult result) {
        assertThat(sum(result, "jobs.interruptions", ""))
                .isCloseTo(value(result, "jobs.interruptions", "total"), within(1e-9));
        // what a failure costs is the work since the last checkpoint, and a minute unnoticed
        double lost = sum(result, "jobs.lost", "failure");
        double unnoticed = value(result, "jobs.interruptions", "total") * 16_384 / 60;
        assertThat(sum(result, "jobs.lost.work", "") + unnoticed)
                .isCloseTo(lost, within(2e-3 * lost));
        assertThat(sum(result, "jobs.interruptions", "gpu"))
                .isGreaterThan(sum(result, "jobs.interruptions", "hbm"));
    }

    /** Each hour all uses add up to 2,112 nodes of 8, and no use is less than nothing. */
    @Test
    void usesOfGpusAddUpToThoseOwned() throws IOException {
        RunResult result = run("horizon", "5 d");
        double[] sum = new double[5 * 24];
        double[] held = new double[sum.length];
        for (Series each : result.series().columns()) {
            for (int h = 0; h < sum.length && each.name().equals("gpus.use"); h++) {
                assertThat(each.values()[h]).isGreaterThan(-1e-6);
                sum[h] += each.values()[h];
            }
            if (each.name().equals("gpus.use") && each.labels().containsValue("reserved")) {
                assertThat(each.values()).containsOnly(64 * 8);
            }
        }
        for (Series each : result.series().columns()) {
            boolean isHeld = each.labels().containsValue("pretraining")
                    || each.labels().containsValue("overhead");
            for (int h = 0; h < sum.length && each.name().equals("gpus.use") && isHeld; h++) {
                held[h] += each.values()[h];
            }
        }
        double[] busy = Scenarios.hours(result, "jobs.busy");
        for (int h = 0; h < sum.length; h++) {
            assertThat(sum[h]).isCloseTo(16_896, within(1e-6));
            assertThat(held[h]).isCloseTo(busy[h], within(0.01));
        }
    }
}
