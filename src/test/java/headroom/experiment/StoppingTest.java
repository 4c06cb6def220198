package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.scenario.Scenario;
import headroom.stat.Estimate;
import headroom.stat.RelativePrecision;
import headroom.summary.Merged;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Replications until a number is precise: the same ones on any number of threads. */
final class StoppingTest {
    private static final String WAIT = "mean(jobs.wait)";

    /** M/M/1 at 60 %, whose mean wait is 1.5 s, in short replications. */
    private static Scenario queue(String... more) throws IOException {
        String[] values = {
            "jobs.streams[callers].rate", "0.6 /s",
            "jobs.stations.desk.servers", "1",
            "horizon", "5000 s",
            "warmUp", "200 s",
            "replications", "3"
        };
        String[] all = Arrays.copyOf(values, values.length + more.length);
        System.arraycopy(more, 0, all, values.length, more.length);
        return Scenarios.shipped("queueing/mmc", all);
    }

    private static String precision(String metric, String rest) {
        return "{metric: \"" + metric + "\", " + rest + "}";
    }

    private static Measurement row(RunResult result, String name, String statistic) {
        return result.summary().stream()
                .filter(m -> m.name().equals(name) && m.statistic().equals(statistic))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void runsUntilTheNumberIsPreciseAndNotLonger() throws IOException {
        RunResult result =
                Scenarios.run(queue("precision", precision(WAIT, "halfWidth: 5 %, most: 500")), 2);
        Measurement wait = row(result, "jobs.wait", "mean");
        int n = result.replications();
        assertThat(n).isBetween(20, 300);
        assertThat(wait.n()).isEqualTo(n);
        double bound = 0.05 / 1.05;
        assertThat(wait.halfWidth() / wait.value()).isLessThanOrEqualTo(bound);
        assertThat(row(result, "precision", "asked").value()).isEqualTo(0.05);
        assertThat(row(result, "precision", "reached").value())
                .isCloseTo(wait.halfWidth() / wait.value(), within(1e-12));
        assertThat(wait.value()).isCloseTo(1.5, within(0.05 * 1.5));
        // the batches before the last were not enough
        MetricKey key = wait.key();
        double[] values = Merged.values(result.readings(), key);
        RelativePrecision goal = new RelativePrecision(0.05, 0.95, 10, 500);
        int run = 0;
        for (int more = 10; more > 0; more = goal.more(Arrays.copyOf(values, run))) {
            run += more;
            assertThat(run).isLessThanOrEqualTo(n);
            assertThat(goal.isReached(Estimate.ofReplications(Arrays.copyOf(values, run), 0.95)))
                    .isEqualTo(run == n);
        }
        assertThat(run).isEqualTo(n);
    }

    @Test
    void whichAreRunDependsOnNoThread() throws IOException {
        Scenario scenario = queue("precision", precision(WAIT, "halfWidth: 8 %, pilot: 5"));
        RunResult one = Scenarios.run(scenario, 1);
        for (int threads : new int[] {2, 7}) {
            RunResult more = Scenarios.run(scenario, threads);
            assertThat(more.replications()).isEqualTo(one.replications());
            assertThat(more.resultHash()).isEqualTo(one.resultHash());
        }
        // and they are those of a run that was told how many
        Scenario told = queue("replications", String.valueOf(one.replications()));
        assertThat(Scenarios.run(told, 2).resultHash()).isEqualTo(one.resultHash());
    }

    @Test
    void endsAtTheMostAndSaysWhatWasReached() throws IOException {
        RunResult result = Scenarios.run(
                queue("precision", precision(WAIT, "halfWidth: 0.1 %, pilot: 4, most: 7")), 2);
        assertThat(result.replications()).isEqualTo(7);
        assertThat(row(result, "precision", "reached").value()).isGreaterThan(0.01);
        assertThat(row(result, "precision", "asked").n()).isEqualTo(7);
    }

    @Test
    void aNumberThatThereIsNotIsRefusedWithWhatThereIs() throws IOException {
        Scenario scenario =
                queue("precision", precision("mean(jobs.wait, station=dask)", "halfWidth: 5 %"));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Scenarios.run(scenario, 2))
                .withMessageContaining("no station 'dask'")
                .withMessageContaining("desk");
    }

    @Test
    void withoutPrecisionThereAreAsManyAsWereToldAndNothingIsSaid() throws IOException {
        RunResult result = Scenarios.run(queue(), 2);
        assertThat(result.replications()).isEqualTo(3);
        assertThat(result.summary()).noneMatch(each -> each.name().equals("precision"));
        assertThat(Simulation.of(queue(), Scenarios.FOLDER).more(List.of())).isEqualTo(3);
    }
}
