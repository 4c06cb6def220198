package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.QueueingRun.Estimated;
import headroom.experiment.QueueingVerdict.Verdict;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Queueing theory through scenario files: every metric of every case within its interval at 1e-6,
 * and the interval within 5 % of the exact value; with {@code -Dheadroom.queueing=nightly} within
 * the margins of the cases themselves, 2 % or less, on another seed. With {@code
 * -Dheadroom.regenerate=true} the table goes into docs/validation.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueueingCasesTest {
    private static final Path SHARED = Path.of("../shared/validation/cases.json");
    private static final Path DOCUMENT = Path.of("docs/validation.md");
    private static final Set<String> FAMILIES = Set.of(
            "state-dependent-PS",
            "JSQ",
            "power-of-d",
            "batch-service",
            "GPU-dynamic-batching",
            "retrial",
            "finite-source",
            "MtGinf",
            "MtMct",
            "MtMct-abandon",
            "MtMct-loss",
            "MMPP-M-c",
            "MX-M-1",
            "token-bucket");

    /** What no number of a run tells; TickBucketTheoryTest holds the meter itself to it. */
    private static final Set<String> ELSEWHERE = Set.of("TB-05 mean_tokens_just_after_tick");

    private final boolean nightly = "nightly".equals(System.getProperty("headroom.queueing"));
    /** 2 % for 5 % takes 6.25 times as long; the rest is room for an error estimated too low. */
    private final double times = nightly ? 10 : 1;

    private final double margin = nightly ? 0 : 0.05;
    private final long seed = nightly ? Long.getLong("headroom.seed", System.nanoTime() >>> 16) : 1;
    private final Map<String, List<String>> rows = new TreeMap<>();

    static List<QueueingCase> cases() {
        return QueueingCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theScenarioGivesWhatTheorySays(QueueingCase each) throws IOException {
        QueueingRun run = new QueueingRun(each.scenario(times, seed));
        List<String> table = new ArrayList<>();
        List<QueueingVerdict> failed = new ArrayList<>();
        for (QueueingCase.Metric metric : each.metrics()) {
            QueueingVerdict verdict = QueueingVerdict.of(metric, run, margin);
            table.add(verdict.row(each.id()));
            boolean excused =
                    metric.kind().equals("rare") || metric.kind().equals("long") && !nightly;
            if (verdict.verdict() == Verdict.FAIL
                    || verdict.verdict() == Verdict.INCONCLUSIVE && !excused) {
                failed.add(verdict);
            }
        }
        rows.put(each.id(), table);
        assertThat(failed).as("%s, seed %d", each.id(), seed).isEmpty();
        if (each.metrics().stream().anyMatch(m -> m.how().endsWith("controlled"))) {
            for (Estimated control : run.controls()) {
                assertThat(Math.abs(control.value())).isLessThan(control.halfWidth(1e-6) + 1e-5);
            }
        }
    }

    /** The values stated here are those of the shared data, and none of its metrics is left out. */
    @Test
    void everyMetricOfTheSharedCasesIsThere() {
        Assumptions.assumeTrue(Files.exists(SHARED), "skipped: no " + SHARED);
        Map<String, Double> stated = new TreeMap<>();
        for (QueueingCase each : cases()) {
            each.metrics().forEach(m -> stated.put(each.id() + " " + m.name(), m.exact()));
        }
        Set<String> missing = new TreeSet<>();
        int compared = 0;
        for (JsonNode one : JsonMapper.shared().readTree(SHARED.toFile()).get("cases")) {
            for (JsonNode metric : one.get("metrics")) {
                String name =
                        one.get("id").asString() + " " + metric.get("name").asString();
                Double value = stated.get(name);
                if (value != null) {
                    compared++;
                    assertThat(value)
                            .isEqualTo(Double.parseDouble(metric.get("value").asString()));
                } else if (FAMILIES.contains(one.get("family").asString())
                        && !ELSEWHERE.contains(name)) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(compared).isEqualTo(stated.size());
    }

    @AfterAll
    void writeTable() throws IOException {
        if (!Boolean.getBoolean("headroom.regenerate") || rows.size() < cases().size()) {
            return;
        }
        String mark = nightly ? "nightly" : "build";
        String text = Files.readString(DOCUMENT);
        String begin = "<!-- queueing " + mark + " begin -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf("<!-- queueing " + mark + " end -->");
        StringBuilder table = new StringBuilder("\nSeed " + seed + ".\n\n");
        table.append("| case | metric | exact | simulated | half-width | off | verdict |\n");
        table.append("|---|---|---|---|---|---|---|\n");
        for (QueueingCase each : cases()) {
            rows.get(each.id()).forEach(row -> table.append(row).append('\n'));
        }
        Files.writeString(DOCUMENT, text.substring(0, from) + table + '\n' + text.substring(to));
    }
}
