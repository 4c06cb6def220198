package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code headroom compare} says where nothing can be compared. */
class CompareCommandTest {
    @Test
    void phasesThatNobodySharesAreToldBeforeARun() {
        Printed printed = Printed.by(
                "compare",
                "scenarios/spike.yaml",
                "--quiet",
                "--with",
                "demand.spikes=[]",
                "--set",
                "horizon=3 d");
        assertThat(printed.code()).isEqualTo(2);
        assertThat(printed.error())
                .contains("there is no number that all have, as their phases differ: ")
                .contains(" has run; give all of them the same 'phases'")
                .contains(" has normal and spike");
    }

    /** Two replications of three remain of a file cut in half: no number may be made of them. */
    @Test
    void aRunWithHalfItsReplicationsIsRefused(@TempDir Path results) throws IOException {
        run(results, "whole");
        run(results, "half");
        Path folder = results.resolve("gangs/half");
        Path file = folder.resolve("replications.csv");
        List<String> lines = Files.readAllLines(file);
        Printed same = compare(results);
        assertThat(same.code()).isZero();
        Files.write(file, lines.subList(0, lines.size() / 2));
        Printed printed = compare(results);
        assertThat(printed.code()).isEqualTo(4);
        assertThat(printed.error())
                .contains(folder + ": replications.csv was changed or cut short");
        Files.write(file, lines);
        assertThat(compare(results).code()).isZero();
        Path manifest = folder.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).substring(0, 300));
        assertThat(compare(results).error()).contains(manifest + ": damaged: ");
    }

    @Test
    void aStudyIsNoRun(@TempDir Path results) {
        Printed sweep = Printed.by(
                "sweep",
                "scenarios/queueing/mmc.yaml",
                "--quiet",
                "--set",
                "horizon=3000 s",
                "--replications",
                "2",
                "--vary",
                "jobs.stations.desk.servers=3,4",
                "--results",
                results.toString(),
                "--run-id",
                "s");
        assertThat(sweep.code()).as(sweep.error()).isZero();
        String folder = results.resolve("mmc/s").toString();
        Printed printed = Printed.by("compare", folder, folder, "--results", results.toString());
        assertThat(printed.code()).isEqualTo(ExitCode.INPUT_OUTPUT);
        assertThat(printed.error()).contains(folder + ": the folder of a study, not of a run");
    }

    private static void run(Path results, String id) {
        Printed printed = Printed.by(
                "run",
                "scenarios/queueing/gangs.yaml",
                "--quiet",
                "--set",
                "horizon=3 h",
                "--set",
                "warmUp=0 s",
                "--replications",
                "3",
                "--results",
                results.toString(),
                "--run-id",
                id);
        assertThat(printed.code()).as(printed.error()).isZero();
    }

    private static Printed compare(Path results) {
        return Printed.by(
                "compare",
                results.resolve("gangs/whole").toString(),
                results.resolve("gangs/half").toString(),
                "--quiet",
                "--results",
                results.resolve("compared").toString());
    }

    /** What asks for precision in place of replications begins with a pilot: of three, here. */
    @Test
    void aScenarioThatAsksForPrecisionGetsItsPilotAtEachPoint(@TempDir Path results) {
        String[] precise = {
            "scenarios/queueing/gangs.yaml",
            "--quiet",
            "--set",
            "horizon=3 h",
            "--set",
            "replications=1",
            "--set",
            "precision={metric: mean(jobs.number), halfWidth: 5 %, pilot: 3, most: 40}",
            "--results",
            results.toString()
        };
        Printed compared = Printed.by(with(precise, "compare", "--with", "seed=2"));
        assertThat(compared.code()).as(compared.error()).isZero();
        assertThat(compared.out()).doesNotContain("one replication").contains(" ± ");
        Printed swept = Printed.by(with(precise, "sweep", "--vary", "seed=1,2"));
        assertThat(swept.out()).contains(" ± ").doesNotContain("of one replication");
    }

    private static String[] with(String[] common, String command, String... more) {
        return Stream.of(Stream.of(command), Stream.of(common), Stream.of(more))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }
}
