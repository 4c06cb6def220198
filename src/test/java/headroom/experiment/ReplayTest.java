package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.cell.CellReport;
import headroom.cli.Printed;
import headroom.clients.Outcome;
import headroom.cluster.CellRunner;
import headroom.scenario.Scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A trace is replayed whole: every request comes once and ends once, however it is dealt. */
final class ReplayTest {
    private static final Path TRACES = Path.of("../shared/traces");
    private static final int SAMPLE = 2000;

    /** What one replication of the shipped replay counted, by cell. */
    private static List<CellReport> cells(String... overrides) throws IOException {
        Scenario scenario = Scenarios.shipped("replay", overrides);
        Plan plan = new Assembly(scenario, Scenarios.FOLDER).plan();
        var record = Small.run(plan, CellRunner.SEQUENTIAL);
        List<CellReport> cells = new ArrayList<>();
        for (int c = 0; c < record.cells(); c++) {
            cells.add(record.total(0, c));
        }
        return cells;
    }

    private static long offered(List<CellReport> cells) {
        return cells.stream().mapToLong(c -> c.offered[0]).sum();
    }

    private static long ended(List<CellReport> cells) {
        return cells.stream().mapToLong(c -> Arrays.stream(c.outcomes[0]).sum()).sum();
    }

    private static long count(List<CellReport> cells, Outcome outcome) {
        return cells.stream().mapToLong(c -> c.outcomes[0][outcome.ordinal()]).sum();
    }

    private static long tokens(List<CellReport> cells, int kind) {
        return cells.stream().mapToLong(c -> c.tokens[0][kind]).sum();
    }

    @ParameterizedTest
    @CsvSource({
        "demand.replay.rate, 1",
        "demand.replay.rate, 2",
        "demand.replay.rate, 100",
        "demand.replay.jitter, 3 s",
        "overload.maxRequestsPerReplica, 1",
        "deployments[0].kvCapacity, 2 k tokens"
    })
    void everyRequestOfTheSampleComesOnceAndEndsOnce(String key, String value) throws IOException {
        List<CellReport> cells = cells(key, value);
        assertThat(offered(cells)).isEqualTo(SAMPLE);
        assertThat(ended(cells)).isEqualTo(SAMPLE);
        boolean refused = key.startsWith("overload") || key.startsWith("deployments");
        assertThat(count(cells, Outcome.COMPLETED) < SAMPLE).isEqualTo(refused);
    }

    @Test
    void severalCellsDealTheRequestsWithoutLoss() throws IOException {
        List<CellReport> one = cells();
        List<CellReport> three = cells("cells", "3", "pools.server.gpus", "24");
        assertThat(three).hasSize(3);
        assertThat(three).extracting(c -> c.offered[0]).containsExactly(667L, 667L, 666L);
        for (int kind : new int[] {CellReport.INPUT, CellReport.OUTPUT}) {
            assertThat(tokens(three, kind)).isEqualTo(tokens(one, kind)).isPositive();
        }
        List<CellReport> jittered =
                cells("cells", "3", "pools.server.gpus", "24", "demand.replay.jitter", "60 s");
        assertThat(tokens(jittered, CellReport.INPUT)).isEqualTo(tokens(one, CellReport.INPUT));
        List<CellReport> sampled = cells("cells", "3", "sample", "1/3", "pools.server.gpus", "24");
        assertThat(offered(sampled)).isEqualTo(667);
    }

    @Test
    void rateDividesTimesAndJitterKeepsTheNumbers() throws IOException {
        RunResult once = Scenarios.run(Scenarios.shipped("replay"), 1);
        RunResult twice = Scenarios.run(Scenarios.shipped("replay", "demand.replay.rate", "2"), 1);
        assertThat(Scenarios.hours(once, "offered")[1]).as("it lasts an hour").isZero();
        double[] first = Scenarios.hours(
                Scenarios.run(
                        Scenarios.shipped("replay", "demand.replay.rate", "2", "horizon", "30 min"),
                        1),
                "offered");
        assertThat(first[0] * 1800).as("all of it in half an hour").isCloseTo(SAMPLE, within(1e-6));
        assertThat(Scenarios.hours(twice, "offered")[0] * 3600).isCloseTo(SAMPLE, within(1e-6));
    }

    @Test
    void aRepeatedTraceGoesOn() throws IOException {
        List<CellReport> cells =
                cells("demand.replay.repeat", "true", "demand.replay.rate", "4", "cells", "1");
        // 75 minutes of a trace that lasts 15: five rounds, give or take its ends
        assertThat(offered(cells)).isBetween(5L * SAMPLE - 50, 5L * SAMPLE + 50);
        assertThat(ended(cells)).isEqualTo(offered(cells));
        List<CellReport> dealt = cells(
                "demand.replay.repeat", "true",
                "demand.replay.rate", "4",
                "cells", "3",
                "pools.server.gpus", "24");
        assertThat(offered(dealt)).as("no round loses any").isEqualTo(offered(cells));
    }

    @Test
    @Timeout(20)
    void aTraceWithoutLengthIsNotRepeated(@TempDir Path folder) throws IOException {
        Path trace = folder.resolve("one.csv");
        Files.writeString(trace, "arrived_at,num_prefill_tokens,num_decode_tokens\n0,10,10\n");
        Printed cli = run(folder, trace, "vidur", "demand.replay.repeat=true");
        assertThat(cli.code()).isEqualTo(4);
        assertThat(cli.error()).contains("one.csv", "no length to repeat").doesNotContain("\tat ");
    }

    private static Path vidur(Path folder, double... times) throws IOException {
        StringBuilder rows = new StringBuilder("arrived_at,num_prefill_tokens,num_decode_tokens\n");
        for (double time : times) {
            rows.append(time).append(",10,10\n");
        }
        return Files.writeString(folder.resolve("few.csv"), rows);
    }

    /** One request every ten minutes goes on so, wherever in the first round it began. */
    @ParameterizedTest
    @CsvSource({"0, 36", "300, 36", "550, 36", "600, 35"})
    void theRateOfARepeatedTraceStays(double first, int requests, @TempDir Path folder)
            throws IOException {
        Path trace = vidur(folder, first, first + 600, first + 1200);
        List<CellReport> cells = cells(
                "demand.replay.trace", trace.toAbsolutePath().toString(),
                "demand.replay.format", "vidur",
                "demand.replay.repeat", "true",
                "horizon", "6 h");
        assertThat(offered(cells)).isEqualTo(requests);
    }

    @Test
    void aTraceOfWhichNothingWouldComeIsRefused(@TempDir Path folder) throws IOException {
        Printed late = run(folder, vidur(folder, 1.7e9, 1.7e9 + 1), "vidur");
        assertThat(late.code()).isEqualTo(4);
        assertThat(late.error())
                .contains("few.csv: begins at 1.7E9 s, after the end of the run at 4500.0");
        Printed none = run(folder, vidur(folder), "vidur");
        assertThat(none.code()).isEqualTo(4);
        assertThat(none.error()).contains("few.csv: no requests in it").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz, azure, 0 s, 19366",
        "mooncake/conversation_trace.jsonl.gz, mooncake, 3 s, 12031"
    })
    void publicTracesRunFromTheCommandLine(
            String name, String format, String jitter, int requests, @TempDir Path folder)
            throws IOException {
        Path trace = TRACES.resolve(name);
        assumeTrue(Files.exists(trace), "skipped: there is no trace ../shared/traces/" + name);
        Printed cli = run(folder, trace.toAbsolutePath(), format, "demand.replay.jitter=" + jitter);
        assertThat(cli.code()).as(cli.error()).isZero();
        Path run = folder.resolve("results/replay/t");
        double summed = 0;
        List<String> lines = Files.readAllLines(run.resolve("summary.csv"));
        List<String> header = List.of(lines.get(0).split(",", -1));
        int tier = header.indexOf("tier");
        int outcomeOf = header.indexOf("outcome");
        for (String line : lines) {
            String[] f = line.split(",", -1);
            if (f[0].equals("requests") && f[tier].equals("replay")) {
                double count = Double.parseDouble(f[3]) * 75 * 60;
                if (f[outcomeOf].equals("offered")) {
                    assertThat(count).isCloseTo(requests, within(1e-6));
                } else if (!f[outcomeOf].equals("deferred")) {
                    summed += count;
                }
            }
        }
        assertThat(summed).as("outcomes in summary.csv").isCloseTo(requests, within(1e-6));
        assertThat(hourly(run, "outcome.replay.offered")).isCloseTo(requests, within(1e-6));
        double outcomes = 0;
        for (Outcome outcome : Outcome.values()) {
            String column = outcome.name().toLowerCase(java.util.Locale.ROOT);
            if (outcome != Outcome.ABANDONED) { // a replayed request has no patience to lose
                outcomes += hourly(run, "outcome.replay." + column);
            }
        }
        assertThat(outcomes).as("in timeseries.csv").isCloseTo(requests, within(1e-6));
    }

    /** A column of the two rows of timeseries.csv, an hour and a quarter, as a count. */
    private static double hourly(Path run, String column) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("timeseries.csv"));
        int at = List.of(lines.get(0).split(",", -1)).indexOf(column);
        assertThat(lines).hasSize(3);
        return 3600 * Double.parseDouble(lines.get(1).split(",", -1)[at])
                + 900 * Double.parseDouble(lines.get(2).split(",", -1)[at]);
    }

    @Test
    void aMissingOrBrokenTraceIsToldWithFileAndLine(@TempDir Path folder) throws IOException {
        Printed missing = run(folder, folder.resolve("none.csv"), "azure");
        assertThat(missing.code()).isEqualTo(4);
        assertThat(missing.error()).contains("none.csv: no such file").doesNotContain("\tat ");

        StringBuilder rows = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (int i = 0; i < 5000; i++) {
            rows.append("2023-11-16 18:").append(String.format("%02d:%02d", i / 100, i % 60));
            rows.append(i == 4321 ? ",ten,1\n" : ",10,1\n");
        }
        Path broken = folder.resolve("broken.csv");
        Files.writeString(broken, sorted(rows.toString()));
        Printed cli = run(folder, broken, "azure");
        assertThat(cli.code()).isEqualTo(4);
        assertThat(cli.error())
                .containsPattern("broken\\.csv:\\d+: .*'ten'")
                .doesNotContain("\tat ");
        try (Stream<Path> left = Files.walk(folder.resolve("results"))) {
            assertThat(left.filter(Files::isRegularFile)).as("no half results").isEmpty();
        }
    }

    private static String sorted(String csv) {
        List<String> lines = new ArrayList<>(csv.lines().toList());
        String header = lines.remove(0);
        lines.sort(null);
        return header + "\n" + String.join("\n", lines) + "\n";
    }

    /** One call of the command line: its exit code and what it said on the error stream. */
    private static Printed run(Path folder, Path trace, String format, String... overrides) {
        List<String> args = new ArrayList<>(
                List.of("run", "scenarios/replay.yaml", "--quiet", "--run-id", "t", "--results"));
        args.add(folder.resolve("results").toString());
        for (String set : List.of("trace=" + trace, "format=" + format)) {
            args.addAll(List.of("--set", "demand.replay." + set));
        }
        for (String set : overrides) {
            args.addAll(List.of("--set", set));
        }
        return Printed.by(args.toArray(new String[0]));
    }
}
