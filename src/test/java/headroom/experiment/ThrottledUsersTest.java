package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.assembly.Assembly;
import headroom.cell.CellReport;
import headroom.clients.Outcome;
import headroom.cluster.CellRunner;
import headroom.measure.RunRecord;
import headroom.scenario.Scenario;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Locale;

/** Users who meet a cap come back when their context is no longer cached, and cost more prefill. */
final class ThrottledUsersTest {
    private static final String CODING = "{w: {kind: coding, model: m,"
            + " requests: {median: 5, mean: 17.5, max: 1000},"
            + " steps: {median: 2, mean: 4.6, max: 200},"
            + " toolTime: {median: 0.4 s, p90: 32 s, max: 20 min},"
            + " think: {median: 86 s, p90: 21 min, max: 1 d},"
            + " initialContext: {median: 25 k tokens, mean: 30 k tokens, max: 60 k tokens},"
            + " append: {median: 857 tokens, mean: 1700 tokens, max: 60 k tokens},"
            + " output: {median: 252 tokens, mean: 523 tokens, max: 16 k tokens},"
            + " contextLimit: 600 k tokens, compactTo: 50 k tokens}}";

    private record Prefill(long requests, double newTokens, double newShare) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d requests, %.0f new tokens each, %.2f %% of their input",
                    requests,
                    newTokens,
                    100 * newShare);
        }
    }

    private static Prefill run(String meters) throws IOException {
        Scenario scenario = Small.scenario(
                Small.TEXT,
                "horizon",
                "4 d",
                "deployments[0].kvCapacity",
                "20 M tokens",
                "deployments[1].kvCapacity",
                "20 M tokens",
                "demand.workloads",
                CODING,
                "demand.tiers",
                "[{name: pro, users: 400, sessionsPerUserWeek: 20, mix: {w: 100 %}, atLimit:"
                        + " {wait: 100 %}, returnDelay: {median: 20 min, mean: 1 h, max: 1 d},"
                        + " meters: " + meters + "}]");
        RunRecord record =
                Small.run(new Assembly(scenario, Scenarios.FOLDER).plan(), CellRunner.SEQUENTIAL);
        CellReport r = record.total(0);
        long completed = r.outcomes[0][Outcome.COMPLETED.ordinal()];
        double fresh = r.tokens[0][CellReport.INPUT];
        return new Prefill(
                completed, fresh / completed, fresh / (fresh + r.tokens[0][CellReport.CACHED]));
    }

    @Test
    void theTighterTheCapTheMorePrefillARequestCosts() throws IOException {
        Prefill free = run("{}");
        Prefill loose = run("{fiveHour: 2 M credits}");
        Prefill tight = run("{fiveHour: 0.3 M credits}");
        System.out.println("no cap: " + free);
        System.out.println("2 M credits: " + loose);
        System.out.println("0.3 M credits: " + tight);
        assertThat(loose.newShare()).isGreaterThan(1.02 * free.newShare());
        assertThat(tight.newShare()).isGreaterThan(1.2 * loose.newShare());
        assertThat(tight.requests()).isLessThan(loose.requests());
    }
}
