package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code headroom calibrate} writes, and what it says when it cannot. */
class CalibrateCommandTest {
    private static final String TRACE = "scenarios/traces/sample-conversation.csv.gz";

    @TempDir
    private Path folder;

    private Printed refused(String... arguments) {
        Printed outcome = Printed.by(arguments);
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error()).doesNotContain("\tat ");
        return outcome;
    }

    @Test
    void writesASectionAndAScenarioThatIsValid() {
        Path section = folder.resolve("demand.yaml");
        Path scenario = folder.resolve("scenario.yaml");
        Printed outcome = Printed.by(
                "calibrate",
                TRACE,
                "--replications",
                "2",
                "--out",
                section.toString(),
                "--scenario",
                scenario.toString());
        assertThat(outcome.error()).contains("scenario: " + scenario);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("dispersion, window", "1 h is left out", "demand: ");
        assertThat(section).content().contains("demand:\n  streams:\n", "law: quantiles");
        assertThat(Printed.by("validate", scenario.toString()).code()).isZero();
        Printed printed = Printed.by("calibrate", TRACE, "--replications", "2");
        assertThat(section).hasContent(printed.out());
        assertThat(refused("calibrate", TRACE, "--out", section.toString()).error())
                .contains("demand.yaml: exists; choose another name");
    }

    @Test
    void filesThatCannotBeRead() throws IOException {
        assertThat(refused("calibrate", folder + "/none.csv").error())
                .contains("none.csv: no such file");
        assertThat(refused("calibrate", folder.toString()).error())
                .contains(folder + ": a folder; a file is needed");
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        assertThat(refused("calibrate", other.toString()).error())
                .contains("other.csv:1: no column TIMESTAMP");
        Path shortTrace = Files.writeString(
                folder.resolve("short.csv"),
                "arrived_at,num_prefill_tokens,num_decode_tokens\n0,1,1\n3,1,1\n");
        assertThat(refused("calibrate", shortTrace.toString(), "--format", "vidur")
                        .error())
                .contains("short.csv: 2 requests in 3.0 s; expected at least 50 s of them");
    }

    @Test
    void foldersOfClientsThatCannotBeRead() throws IOException {
        String[] command = {"calibrate", folder.toString(), "--format", "servegen", "--of", "m"};
        assertThat(refused(command).error()).contains("client_windows.csv: no such file");
        Path rates = folder.resolve("client_windows.csv");
        Files.writeString(rates, "model,client\nm,1\n");
        assertThat(refused(command).error())
                .contains("client_windows.csv:1: columns missing: window_start_s, rate_rps, cv");
        String header = "model,client,window_start_s,rate_rps,cv\n";
        Files.writeString(rates, header + "m,1,0,2,1\nm,1,600,x,1\n");
        assertThat(refused(command).error())
                .contains("client_windows.csv:3: rate_rps is 'x'; a number of at least 0");
        Files.writeString(rates, header + "other,1,0,2,1\n");
        assertThat(refused(command).error())
                .contains("has no model 'm'; choose by --of one of other");
    }

    @Test
    void wrongUse() {
        assertThat(Printed.by("calibrate").code()).isEqualTo(2);
        assertThat(Printed.by("calibrate", TRACE, "--format", "x").code()).isEqualTo(2);
        assertThat(Printed.by("calibrate", TRACE, "--replications", "1").code()).isEqualTo(2);
        String file = folder + "/same.yaml";
        assertThat(Printed.by("calibrate", TRACE, "--out", file, "--scenario", file)
                        .error())
                .contains("--out and --scenario name the same file");
        assertThat(refused("calibrate", TRACE, "--out", folder + "/none/demand.yaml")
                        .error())
                .contains("none: no such folder");
    }

    /** A few requests, and a clock as coarse as the windows: both are told, neither breaks. */
    @Test
    void tracesOfWhichNothingCanBeCounted() throws IOException {
        StringBuilder few = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (int second : new int[] {6, 14, 14, 14, 59}) {
            few.append("2023-11-16 10:00:%02d.5,50,33\n".formatted(second));
        }
        assertThat(refused("calibrate", write("few.csv", few)).error())
                .contains("5 requests in 53.0 s; expected at least 50 s of them, and 20 requests");
        StringBuilder coarse = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (int i = 0; i < 40; i++) {
            coarse.append("2023-11-16 1%d:00:00,50,33\n".formatted(i / 10));
        }
        assertThat(refused("calibrate", write("coarse.csv", coarse)).error())
                .contains("no window to count in: ", "the clock of the trace ticks every 1 h");
    }

    private String write(String name, StringBuilder text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
