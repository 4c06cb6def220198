package headroom.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.theory.Finding.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Which scenarios are which models, and which are none. */
class TheoryTest {
    private static String text(String stations, String streams) {
        return """
                name: theory
                title: Is it a model?
                start: 2026-01-01
                horizon: 1 h
                seed: 1
                jobs:
                  stations: STATIONS
                  streams: STREAMS
                """.replace("STATIONS", stations).replace("STREAMS", streams);
    }

    private static double value(Finding found, String what) {
        String[] parts = what.strip().split(" +");
        String stream = parts.length > 2 ? parts[2] : "";
        return found.values().stream()
                .filter(v -> v.name().equals(parts[0]) && v.statistic().equals(parts[1]))
                .filter(v -> v.stream().equals(stream))
                .mapToDouble(Value::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + what + " in " + found));
    }

    @ParameterizedTest
    @CsvFileSource(
            resources = "models.psv",
            delimiter = '|',
            numLinesToSkip = 3,
            maxCharsPerColumn = 2000)
    void modelsAreRecognised(ArgumentsAccessor row) {
        String text = text(row.getString(1), row.getString(2));
        Scenario scenario = ScenarioFile.parse(row.getString(0), text).orThrow();
        TreeMap<String, Finding> all = Theory.findings(scenario);
        String key = row.getString(3).replace("-", "");
        assertThat(all).containsKey(key);
        Finding found = all.get(key);
        assertThat(found.model()).isEqualTo(row.getString(4));
        for (String number : row.getString(5).split(";")) {
            String[] sides = number.split("=");
            double exact = Double.parseDouble(sides[1]);
            assertThat(value(found, sides[0])).as(number).isCloseTo(exact, within(1e-9 * exact));
        }
    }

    /** Of a network all stations that are fed must be unknown, as none is a model by itself. */
    @ParameterizedTest
    @CsvFileSource(
            resources = "near-misses.psv",
            delimiter = '|',
            numLinesToSkip = 2,
            maxCharsPerColumn = 2000)
    void oneKeyMakesItNoModel(String name, String key, String value) throws IOException {
        String[] row = row(name);
        String text = text(row[1], row[2]);
        Scenario scenario = ScenarioFile.parse(name, text, Map.of(key, value)).orThrow();
        TreeMap<String, Finding> found = Theory.findings(scenario);
        assertThat(found).doesNotContainKey(row[3].replace("-", ""));
    }

    private static String[] row(String name) throws IOException {
        try (InputStream file = TheoryTest.class.getResourceAsStream("models.psv")) {
            String all =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return all.lines()
                    .map(line -> line.split(" \\| "))
                    .filter(row -> row[0].equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Of a mean batch m, geometric: L = rho m / (1 - rho); a batch of one is no batch. */
    @ParameterizedTest
    @CsvSource({"1, 4", "2, 8", "5, 20"})
    void geometricBatchesAreASingleServerInSlowMotion(double mean, double present) {
        String streams = "[{name: a, at: d, rate: 0.8 /s, arrivals: {batch: {mean: " + mean
                + "}}, size: {law: exponential, mean: 1 s}}]";
        Scenario scenario =
                ScenarioFile.parse("x", text("{d: {servers: 1}}", streams)).orThrow();
        Finding found = Objects.requireNonNull(Theory.findings(scenario).get("d"));
        assertThat(found.model()).isEqualTo("M^X/M/1");
        assertThat(value(found, "jobs.number mean")).isCloseTo(present, within(1e-9));
        assertThat(value(found, "jobs.waited share")).isCloseTo(1 - 0.2 / mean, within(1e-9));
    }

    /** Phases at the same rate are none; the share that waits is then that of Erlang. */
    @Test
    void equalPhasesAreAPlainQueue() {
        String phases = "{law: mmpp, phases: [{factor: 2, stay: 5 s}, {factor: 2, stay: 9 s},"
                + " {factor: 2, stay: 1 s}]}";
        String streams = "[{name: a, at: d, rate: 1.6 /s, arrivals: " + phases
                + ", size: {law: exponential, mean: 1 s}}]";
        Scenario scenario =
                ScenarioFile.parse("x", text("{d: {servers: 2}}", streams)).orThrow();
        Finding found = Objects.requireNonNull(Theory.findings(scenario).get("d"));
        assertThat(value(found, "jobs.waited share")).isCloseTo(0.711111111111, within(1e-9));
        assertThat(value(found, "jobs.number mean")).isCloseTo(4.444444444444, within(1e-9));
    }

    /** One job in 100,000 holds two servers for half a day: the line is too long to solve. */
    @Test
    void tooManyStatesAreNoModel() {
        String streams = "[{name: a, at: d, rate: 1.2 /s, size: {law: exponential, mean: 1 s}},"
                + " {name: b, at: d, rate: 0.00001 /s, gangs: [{gpus: 2}],"
                + " size: {law: exponential, mean: 50000 s}}]";
        Scenario scenario =
                ScenarioFile.parse("x", text("{d: {servers: 4}}", streams)).orThrow();
        assertThat(Theory.findings(scenario)).isEmpty();
    }

    /** The second stream stays at w for ever once it is there, so that y is no part of a cycle. */
    @Test
    void whoNeverComesBackIsNoClosedNetwork() {
        String exponential = "size: {law: exponential, mean: 1 s}";
        String stations =
                "{z: {servers: unlimited}, d: {servers: 1}, y: {servers: 1}, w: {servers: 1}}";
        String streams = "[{name: a, at: z, population: 3, " + exponential
                + ", next: [{to: d}], visits: {d: {" + exponential + "}}},"
                + " {name: b, at: y, population: 2, " + exponential
                + ", next: [{to: w}], visits: {w: {" + exponential + ", next: [{to: w}]}}}]";
        Scenario scenario = ScenarioFile.parse("x", text(stations, streams)).orThrow();
        assertThat(Theory.findings(scenario)).isEmpty();
    }

    @Test
    void shippedQueueIsThreeClerks() throws IOException {
        Scenario mmc = ScenarioFile.read(Path.of("scenarios/queueing/mmc.yaml")).orThrow();
        TreeMap<String, Finding> found = Theory.findings(mmc);
        assertThat(found.keySet()).containsExactly("desk");
        assertThat(found.get("desk").model()).isEqualTo("M/M/3");
    }
}
