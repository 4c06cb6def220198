package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.QueueingRun.Estimated;
import headroom.experiment.QueueingVerdict.Verdict;

import org.junit.jupiter.api.Assumptions;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cases of one file, run and compared: every metric of every case within its interval at 1e-6,
 * and the interval within 5 % of the exact value; with {@code -Dheadroom.queueing=nightly} within
 * the margins of the cases themselves, 2 % or less, on another seed. With {@code
 * -Dheadroom.regenerate=true} the table goes into docs/validation.md; {@code -Dheadroom.case=MMC}
 * runs only those whose name begins so, and their rows alone are replaced.
 */
final class CaseSuite {
    static final Path SHARED = Path.of("../shared/validation/cases.json");
    private static final Path DOCUMENT = Path.of("docs/validation.md");

    private static final boolean NIGHTLY =
            "nightly".equals(System.getProperty("headroom.queueing"));

    private final double margin = NIGHTLY ? 0 : 0.05;
    private final long seed = NIGHTLY ? Long.getLong("headroom.seed", System.nanoTime() >>> 16) : 1;
    private final Map<QueueingCase, List<String>> rows = new LinkedHashMap<>();
    private final String kind;
    private final Set<String> families;
    private final Set<String> elsewhere;

    /**
     * Of a file.
     *
     * @param kind which: queueing, job or gang
     * @param families whose cases in the shared data must all be there
     * @param elsewhere metrics of them, as case and name, that another test stands for
     */
    CaseSuite(String kind, Set<String> families, Set<String> elsewhere) {
        this.kind = kind;
        this.families = families;
        this.elsewhere = elsewhere;
    }

    static List<QueueingCase> cases(String kind) {
        String only = System.getProperty("headroom.case", "");
        return due(kind).filter(each -> each.id().startsWith(only)).toList();
    }

    /** Those that are run by day, or by night: some take one. */
    private static Stream<QueueingCase> due(String kind) {
        return QueueingCase.all(kind).stream().filter(each -> each.isRun(NIGHTLY));
    }

    void run(QueueingCase each) throws IOException {
        QueueingRun run = new QueueingRun(each.scenario(NIGHTLY ? each.nightly() : 1, seed));
        List<String> table = new ArrayList<>();
        List<QueueingVerdict> failed = new ArrayList<>();
        for (QueueingCase.Metric metric : each.metrics()) {
            QueueingVerdict verdict = QueueingVerdict.of(metric, run, margin);
            table.add(verdict.row(each.id()));
            boolean excused =
                    metric.kind().equals("rare") || metric.kind().equals("long") && !NIGHTLY;
            if (verdict.verdict() == Verdict.FAIL
                    || verdict.verdict() == Verdict.INCONCLUSIVE && !excused) {
                failed.add(verdict);
            }
        }
        rows.put(each, table);
        assertThat(failed).as("%s, seed %d", each.id(), seed).isEmpty();
        for (QueueingCase.Metric metric : each.metrics()) {
            for (Estimated control : run.controls(metric.how())) {
                assertThat(Math.abs(control.value())).isLessThan(control.halfWidth(1e-6) + 1e-5);
            }
        }
    }

    /** The values stated here are those of the shared data, and none of its metrics is left out. */
    void compareWithShared() {
        Assumptions.assumeTrue(Files.exists(SHARED), "skipped: no " + SHARED);
        Map<String, Double> stated = new TreeMap<>();
        for (QueueingCase each : QueueingCase.all(kind)) {
            each.metrics().forEach(m -> stated.put(each.shared() + " " + m.name(), m.exact()));
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
                            .as(name)
                            .isEqualTo(Double.parseDouble(metric.get("value").asString()));
                } else if (families.contains(one.get("family").asString())
                        && !elsewhere.contains(name)) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(compared).isEqualTo(stated.size());
    }

    /** Puts the table between its marks, if asked to; of some cases, in place of their rows. */
    void writeTable() throws IOException {
        if (!Boolean.getBoolean("headroom.regenerate") || rows.isEmpty()) {
            return;
        }
        String mark = kind + (NIGHTLY ? " nightly" : " build");
        String text = Files.readString(DOCUMENT);
        String begin = "<!-- " + mark + " begin -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf("<!-- " + mark + " end -->");
        boolean whole = rows.size() == due(kind).count();
        String table = whole ? table() : amended(text.substring(from, to));
        Files.writeString(DOCUMENT, text.substring(0, from) + table + text.substring(to));
    }

    private String table() {
        StringBuilder table = new StringBuilder("\nSeed " + seed + ".\n\n");
        table.append("| case | metric | exact | simulated | half-width | off | verdict |\n");
        table.append("|---|---|---|---|---|---|---|\n");
        due(kind)
                .forEach(each -> rows.get(each).forEach(row -> table.append(row).append('\n')));
        return table.append('\n').toString();
    }

    /** A table where the rows of the cases that were run are these. */
    private String amended(String table) {
        List<String> lines = new ArrayList<>(table.lines().toList());
        rows.forEach((each, own) -> {
            String begin = "| " + each.id() + " |";
            int at = IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).startsWith(begin))
                    .findFirst()
                    .orElse(lines.size() - 1);
            lines.removeIf(line -> line.startsWith(begin));
            lines.addAll(at, own);
            String head = lines.get(1).replaceAll(" " + each.id() + ": seed \\d+\\.", "");
            boolean same = head.startsWith("Seed " + seed + ".");
            lines.set(1, same ? head : head + " " + each.id() + ": seed " + seed + ".");
        });
        return String.join("\n", lines) + "\n";
    }
}
