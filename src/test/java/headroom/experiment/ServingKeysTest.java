package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import headroom.cell.CellReport;
import headroom.clients.Outcome;
import headroom.cluster.CellRunner;
import headroom.measure.RunRecord;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.stream.Stream;

/** The keys of a scenario that change how replicas serve do so. */
final class ServingKeysTest {
    private static final String[] APART = {
        "deployments[0].role", "prefill",
        "deployments[0].kvBytesPerToken", "320 kB",
        "deployments[0].link", "5 GB/s",
        "deployments[0].linkLatency", "5 ms",
        "deployments[1].role", "decode"
    };

    private static RunRecord run(String... overrides) {
        String[] all = with(overrides, "horizon", "2 h");
        return Small.run(Small.plan(all), CellRunner.SEQUENTIAL);
    }

    private static String[] with(String[] keys, String... more) {
        return Stream.concat(Arrays.stream(keys), Arrays.stream(more)).toArray(String[]::new);
    }

    private static long ended(CellReport r, Outcome outcome) {
        return r.outcomes[0][outcome.ordinal()];
    }

    private static double hourly(RunRecord run, String name) {
        double sum = 0;
        for (int c = 0; c < run.columns().columns().size(); c++) {
            if (run.columns().columns().get(c).name().equals(name)) {
                sum += Arrays.stream(run.columns().values(c)).sum();
            }
        }
        return sum;
    }

    @Test
    void prefillAndDecodeMayStandApart() {
        CellReport whole = run().run();
        RunRecord apart = run(APART);
        CellReport r = apart.run();
        assertThat(ended(r, Outcome.COMPLETED) / (double) ended(whole, Outcome.COMPLETED))
                .isCloseTo(1, within(0.02));
        double tokens = r.tokens[0][CellReport.INPUT] + r.tokens[0][CellReport.CACHED];
        double transfer = 320e3 / 5e9 * tokens / ended(r, Outcome.COMPLETED) + 0.005;
        CellReport fast = run(with(APART, "deployments[0].link", "1000 TB/s")).run();
        double longer = r.e2e[0].meanSeconds() - fast.e2e[0].meanSeconds();
        assertThat(longer)
                .as("%s s of transfer", transfer)
                .isBetween(0.9 * transfer, 1.5 * transfer);
        assertThat(r.ttft[0].meanSeconds())
                .as("the first token does not wait for it")
                .isCloseTo(fast.ttft[0].meanSeconds(), withinPercentage(2));
        // two hours of eight replicas, each with a link that carries one prompt after the other
        assertThat(hourly(apart, "capacity"))
                .isCloseTo(2 * 8 / (transfer - 0.005), withinPercentage(1));
        String[] wide = with(APART, "deployments[0].link", "1000 TB/s");
        double capacity = hourly(run(with(wide, "pools.main.gpus", "96")), "capacity");
        double more = hourly(run(with(wide, "pools.main.gpus", "128")), "capacity");
        assertThat(capacity).isPositive().isLessThan(hourly(run(), "capacity"));
        assertThat(more / capacity).as("prefill is not what is short").isCloseTo(1, within(0.02));
    }

    @Test
    void clientsWaitNoLongerThanTheirTimeOut() {
        String t = "demand.tiers[pro].";
        RunRecord run = run(t + "timeout", "3 s", t + "retry.max", "0");
        CellReport r = run.run();
        assertThat(ended(r, Outcome.TIMED_OUT)).isGreaterThan(100).isEqualTo(r.timedOut[0]);
        assertThat(r.e2e[0].quantileSeconds(1)).isBetween(2.9, 3.1);
        assertThat(hourly(run, "tokens.wasted")).isPositive();
        CellReport again = run(t + "timeout", "3 s", t + "retry.max", "2").run();
        assertThat(again.timedOut[0]).isGreaterThan(ended(again, Outcome.TIMED_OUT) * 2);
    }

    @Test
    void pagedMemoryHoldsMoreAndPreempts() {
        String[] small = {
            "deployments[0].kvCapacity",
            "24 k tokens",
            "deployments[1].kvCapacity",
            "24 k tokens",
            "demand.workloads.chat.output",
            "{median: 1000 tokens, mean: 1500 tokens, max: 4 k tokens}"
        };
        String rules = "{memory: paged, watermark: 0 %}";
        String[] paged =
                with(small, "deployments[0].engine", rules, "deployments[1].engine", rules);
        RunRecord reserved = run(small);
        RunRecord inBlocks = run(paged);
        assertThat(hourly(reserved, "preemptions")).isZero();
        assertThat(hourly(inBlocks, "preemptions")).isPositive();
        assertThat(hourly(inBlocks, "tokens.recomputed")).isPositive();
        assertThat(ended(inBlocks.run(), Outcome.COMPLETED))
                .isGreaterThan(ended(reserved.run(), Outcome.COMPLETED));
    }

    @Test
    void aReplicaTakesNoMoreRequestsThanItsBound() {
        CellReport r = run("overload.maxRequestsPerReplica", "1").run();
        assertThat(r.shed[0]).isGreaterThan(1000);
    }
}
