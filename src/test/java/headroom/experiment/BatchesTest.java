package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.cluster.CellRunner;
import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.RunRecord;
import headroom.scenario.Scenario;
import headroom.stat.BatchMeans;
import headroom.stat.LatencyHistogram;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Half-widths from batches of one long run, against what the hours of the run say by hand. */
final class BatchesTest {
    /** 53 hours after the warm-up: ten batches of five, the first three left out. */
    private static final String[] LONG = {"horizon", "54 h", "warmUp", "1 h", "batches", "10"};

    private static final List<Measurement> CUT = Small.run(LONG).summary();
    private static final RunResult WHOLE = Small.run("horizon", "54 h", "warmUp", "1 h");

    private static Measurement number(List<Measurement> all, String name, String statistic) {
        return all.stream()
                .filter(each -> each.name().equals(name) && each.statistic().equals(statistic))
                .filter(each -> !each.labels().containsKey("tier"))
                .findFirst()
                .orElseThrow();
    }

    /** Half-width of batches about the value of the whole. */
    private static double halfWidth(double[] batches, double whole) {
        int k = batches.length;
        double squares =
                Arrays.stream(batches).map(x -> (x - whole) * (x - whole)).sum();
        double t = new TDistribution(null, k - 1).inverseCumulativeProbability(0.975);
        return t * Math.sqrt(squares / (k * (k - 1)));
    }

    private static double[] meansOfFive(double[] hours) {
        return BatchMeans.means(Arrays.copyOfRange(hours, 4, 54), 10);
    }

    @Test
    void theHalfWidthsAreThoseOfTheHoursByHand() {
        double[] offered = meansOfFive(Scenarios.hours(WHOLE, "offered"));
        Measurement rate = number(CUT, "requests", "mean");
        Measurement plain = number(WHOLE.summary(), "requests", "mean");
        assertThat(rate.labels()).containsEntry("outcome", "offered");
        assertThat(rate.value()).isEqualTo(plain.value());
        assertThat(rate.n()).isEqualTo(10);
        assertThat(rate.halfWidth())
                .isCloseTo(halfWidth(offered, plain.value()), within(1e-9 * plain.value()));
        // a total is 53 / 5 times that of a batch of five hours
        double[] energy = meansOfFive(Scenarios.hours(WHOLE, "power"));
        Measurement total = number(CUT, "energy", "total");
        assertThat(total.value())
                .isEqualTo(number(WHOLE.summary(), "energy", "total").value());
        assertThat(total.halfWidth())
                .isCloseTo(
                        53 * halfWidth(energy, total.value() / 53), within(1e-9 * total.value()));
    }

    @Test
    void aQuantileIsThatOfTheHistogramsOfEachBatch() {
        Plan plan = Small.plan(LONG);
        RunRecord record = Small.run(plan, CellRunner.SEQUENTIAL);
        double[] quantiles = new double[10];
        LatencyHistogram all = new LatencyHistogram();
        for (int b = 0; b < 10; b++) {
            LatencyHistogram batch = record.total(1 + b).ttft[0];
            quantiles[b] = batch.quantileSeconds(0.99);
            all.merge(batch);
        }
        assertThat(all.count()).isBetween(1L, record.total(0).ttft[0].count() - 1);
        Measurement p99 = number(CUT, "ttft", "p99");
        double whole = record.total(0).ttft[0].quantileSeconds(0.99);
        assertThat(p99.value()).isEqualTo(whole);
        assertThat(p99.halfWidth()).isCloseTo(halfWidth(quantiles, whole), within(1e-12));
    }

    @Test
    void whatNoBatchHasKeepsItsErrorBetweenCells() {
        for (String name : List.of("capped.users", "jain", "top5")) {
            String statistic = name.equals("jain") ? "mean" : "share";
            assertThat(number(CUT, name, statistic))
                    .isEqualTo(number(WHOLE.summary(), name, statistic));
        }
        assertThat(number(CUT, "power", "max")).isEqualTo(number(WHOLE.summary(), "power", "max"));
    }

    /** What is judged says whether its error is that between batches, or between cells. */
    @Test
    void theNumbersFromBatchesAreNamed() {
        List<MetricKey> batched = Small.run(LONG).readings().get(0).batched();
        for (String name : List.of("requests", "ttft", "energy")) {
            String statistic = Map.of("ttft", "p99", "energy", "total").getOrDefault(name, "mean");
            assertThat(batched).contains(number(CUT, name, statistic).key());
        }
        assertThat(batched)
                .doesNotContain(number(CUT, "jain", "mean").key())
                .doesNotContain(number(CUT, "power", "max").key())
                .noneMatch(key -> key.name().startsWith("batches"));
        assertThat(WHOLE.readings().get(0).batched()).isEmpty();
        Reading reading = Small.run(LONG).readings().get(0);
        assertThat(ReadingFile.decode(ReadingFile.encode(reading)).orElseThrow().batched())
                .isEqualTo(batched);
    }

    @Test
    void windowsAreCutIntoWholeHoursFromTheirEnd() {
        Plan plan = Small.plan(LONG);
        List<Phase> batches = plan.batches().get(0);
        assertThat(batches).hasSize(10);
        assertThat(batches.get(0)).isEqualTo(new Phase("run", 4 * 3600, 9 * 3600));
        assertThat(batches.get(9)).isEqualTo(new Phase("run", 49 * 3600, 54 * 3600));
        assertThat(plan.counted()).hasSize(11).startsWith(plan.windows().get(0));
        assertThat(Small.plan("horizon", "54 h").batches()).containsExactly(List.of());
    }

    /** Of a queue whose mean is known the interval holds it, in as many seeds as it should. */
    @Test
    void theIntervalHoldsTheMeanOfAQueue() throws IOException {
        int covered = 0;
        for (int seed = 1; seed <= 40; seed++) {
            Scenario scenario = Scenarios.shipped(
                    "queueing/mmc",
                    "seed",
                    String.valueOf(seed),
                    "replications",
                    "1",
                    "batches",
                    "10",
                    "jobs.streams[callers].rate",
                    "0.6 /s",
                    "jobs.stations.desk.servers",
                    "1",
                    "horizon",
                    "21 h");
            Measurement wait = number(Scenarios.run(scenario, 2).summary(), "jobs.wait", "mean");
            assertThat(wait.n()).isEqualTo(10);
            covered += wait.estimate().covers(1.5) ? 1 : 0;
        }
        System.out.println("batches of a queue: " + covered + " of 40 intervals hold the mean");
        int limit = new BinomialDistribution(null, 40, 0.95).inverseCumulativeProbability(0.5e-6);
        assertThat(covered).isGreaterThanOrEqualTo(limit);
    }

    /** Demand that grows from batch to batch: neighbours are alike. */
    @Test
    void correlatedBatchesAreTold() {
        List<Measurement> rising = Small.run(
                        "horizon",
                        "54 h",
                        "warmUp",
                        "1 h",
                        "batches",
                        "10",
                        "demand.growth",
                        "1000 %/month")
                .summary();
        double few = number(CUT, "batches.correlated", "share").value();
        double many = number(rising, "batches.correlated", "share").value();
        System.out.println("correlated: " + few + " and " + many);
        assertThat(many).isGreaterThan(few + 0.2);
        assertThat(number(rising, "batches.lag", "max").value()).isBetween(0.5, 1.0);
    }

    @Test
    void withoutBatchesNothingIsSaidOfThem() {
        assertThat(Small.run().summary()).noneMatch(each -> each.name().startsWith("batches"));
        assertThat(new Assembly(Small.scenario(Small.TEXT), Scenarios.FOLDER)
                        .plan()
                        .counted())
                .hasSize(1);
    }
}
