package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Series;
import headroom.page.SummaryFiles;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Shipped scenarios, small, against the summaries in {@code results/reference}. */
final class ReferenceResultsTest {
    private static final Path FOLDER = Path.of("results/reference");
    private static final String AGAIN =
            "mvn -q -B -o test -Dtest=ReferenceResultsTest -Dheadroom.regenerate=true";
    private static final int SHOWN = 25;

    /** The lines of {@code runs.psv}. */
    static List<String> runs() throws IOException {
        return Files.readAllLines(FOLDER.resolve("runs.psv")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void nothingMoved(String line) throws IOException {
        String[] parts = line.split("\\|", -1);
        Path file = Path.of(parts[0].strip());
        Map<String, String> values = new LinkedHashMap<>();
        for (String each : parts[1].split(";")) {
            if (!each.isBlank()) {
                values.put(each.strip().split("=", 2)[0], each.strip().split("=", 2)[1]);
            }
        }
        RunResult run = Simulation.of(ScenarioFile.read(file, values).orThrow(), file.getParent())
                .run("reference", 2, Simulation.Progress.NONE);
        requestsAreConserved(run);
        gpuHoursAreConserved(run);
        Path reference = FOLDER.resolve(run.scenario() + ".csv");
        String now = SummaryFiles.csv(run.summary());
        if (Boolean.getBoolean("headroom.regenerate")) {
            Files.writeString(reference, now);
        }
        List<String> moved = moved(rows(Files.readString(reference)), rows(now));
        assertThat(moved).as(explained(file, moved)).isEmpty();
    }

    /** Over a whole run each request offered ends in one way. */
    private static void requestsAreConserved(RunResult run) {
        Map<String, Double> offered = new TreeMap<>();
        Map<String, Double> ended = new TreeMap<>();
        for (Series each : run.series().columns()) {
            String outcome = each.labels().getOrDefault("outcome", "");
            // who is deferred comes back and is counted by how that ends
            if (each.name().equals("outcome") && !outcome.equals("deferred")) {
                double sum = 0;
                for (double value : each.values()) {
                    sum += value;
                }
                (outcome.equals("offered") ? offered : ended)
                        .merge(each.labels().getOrDefault("tier", ""), sum, Double::sum);
            }
        }
        offered.forEach((tier, sum) -> assertThat(ended.getOrDefault(tier, 0.0))
                .as("requests of %s that ended, of those offered", tier)
                .isCloseTo(sum, within(1e-9 * Math.max(1, sum))));
    }

    /** In each phase every GPU-hour owned is used for something. */
    private static void gpuHoursAreConserved(RunResult run) {
        for (Phase phase : run.phases()) {
            double hours = (phase.toSeconds() - phase.fromSeconds()) / 3600;
            double owned = sum(run, phase, "gpus", "mean");
            double used = sum(run, phase, "gpu.use.hours", "total");
            if (used > 0) {
                assertThat(used)
                        .as("GPU-hours by use")
                        .isCloseTo(owned * hours, within(1e-6 * used));
            }
        }
    }

    private static double sum(RunResult run, Phase phase, String name, String statistic) {
        return run.summary().stream()
                .filter(each -> each.name().equals(name) && each.statistic().equals(statistic))
                .filter(each -> phase.name().equals(each.labels().get("phase")))
                .mapToDouble(Measurement::value)
                .sum();
    }

    /** A number of a summary as its file has it. */
    private record Row(String value, String halfWidth) {
        double number() {
            return value.isEmpty() ? Double.NaN : Double.parseDouble(value);
        }

        double width() {
            return halfWidth.isEmpty() ? Double.NaN : Double.parseDouble(halfWidth);
        }
    }

    private static Map<String, Row> rows(String csv) throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(csv)) {
            for (NamedCsvRecord record : records) {
                List<String> labels = new ArrayList<>();
                record.getFieldsAsMap().forEach((name, text) -> {
                    boolean label = record.getHeader().indexOf(name) >= 7;
                    if (label && !text.isEmpty()) {
                        labels.add(name + "=" + text);
                    }
                });
                String key = record.getField("statistic") + "(" + record.getField("name")
                        + (labels.isEmpty() ? "" : ", " + String.join(", ", labels)) + ") ["
                        + record.getField("unit") + "]";
                rows.put(key, new Row(record.getField("value"), record.getField("halfWidth")));
            }
        }
        return rows;
    }

    /** What differs, the largest move in half-widths first. */
    private static List<String> moved(Map<String, Row> before, Map<String, Row> now) {
        Map<String, Double> moves = new LinkedHashMap<>();
        before.forEach((key, was) -> {
            Row is = now.get(key);
            if (is == null) {
                moves.put(key + ": " + was.value() + " is gone", Double.POSITIVE_INFINITY);
            } else if (!is.value().equals(was.value())) {
                double widths = Math.abs(is.number() - was.number()) / was.width();
                String off = Double.isFinite(widths)
                        ? String.format(Locale.ROOT, "%.2f half-widths", widths)
                        : "no known error";
                moves.put(
                        key + ": " + was.value() + " -> " + is.value() + ", " + off,
                        Double.isNaN(widths) ? Double.MAX_VALUE : widths);
            } else if (!is.halfWidth().equals(was.halfWidth())) {
                moves.put(key + ": half-width " + was.halfWidth() + " -> " + is.halfWidth(), 0.0);
            }
        });
        now.keySet().stream()
                .filter(key -> !before.containsKey(key))
                .forEach(key -> moves.put(key + ": was not there", 0.0));
        return moves.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String explained(Path file, List<String> moved) {
        return file + ": " + moved.size() + " numbers moved, the farthest first:\n  "
                + String.join("\n  ", moved.stream().limit(SHOWN).toList())
                + "\nIf that is meant, write them again and say so in the commit:\n  " + AGAIN
                + "\n";
    }

    @Test
    void aMoveIsExplained() throws IOException {
        String head = "name,statistic,unit,value,halfWidth,level,n,phase\n";
        Map<String, Row> before = rows(head + "ttft,p99,s,10.0,0.5,0.95,4,spike\na,mean,,1,,,1,\n"
                + "gone,mean,s,3,1,0.95,4,\nsame,mean,s,3,1,0.95,4,\n");
        Map<String, Row> now = rows(head + "ttft,p99,s,11.0,0.5,0.95,4,spike\na,mean,,2,,,1,\n"
                + "same,mean,s,3,1,0.95,4,\nmore,mean,s,3,2,0.95,4,\n");
        assertThat(moved(before, before)).isEmpty();
        assertThat(moved(before, now))
                .containsExactly(
                        "mean(gone) [s]: 3 is gone",
                        "mean(a) []: 1 -> 2, no known error",
                        "p99(ttft, phase=spike) [s]: 10.0 -> 11.0, 2.00 half-widths",
                        "mean(more) [s]: was not there");
    }

    @Test
    void everyShippedScenarioIsThere() throws IOException {
        List<String> listed = runs().stream()
                .map(line -> line.substring(0, line.indexOf('|')).strip())
                .toList();
        try (Stream<Path> files = Files.walk(Path.of("scenarios"))) {
            List<String> shipped = files.map(Path::toString)
                    .filter(each -> each.endsWith(".yaml") && !each.contains("queueing"))
                    .toList();
            assertThat(listed).containsExactlyInAnyOrderElementsOf(shipped);
        }
    }
}
