package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import headroom.measure.Measurement;
import headroom.measure.Series;
import headroom.scenario.ResolvedYaml;
import headroom.scenario.Scenario;
import headroom.stat.Mser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A warm-up found by MSER-5 on a queue that fills slowly, and used as if it had been given. */
final class WarmUpTest {
    private static final String SERIES = "jobs.number";

    /**
     * M/M/1 at 99 % with a service of 30 s: from empty it fills for a day and more.
     */
    private static Scenario queue(String... more) throws IOException {
        String[] values = {
            "jobs.streams[callers].rate", "0.033 /s",
            "jobs.streams[callers].size.mean", "30 s",
            "jobs.stations.desk.servers", "1",
            "horizon", "20 d",
            "warmUp", "0 s",
            "replications", "2"
        };
        String[] all = Arrays.copyOf(values, values.length + more.length);
        System.arraycopy(more, 0, all, values.length, more.length);
        return Scenarios.shipped("queueing/mmc", all);
    }

    private static Scenario asking(int pilots, String... more) throws IOException {
        String[] asked = {"warmUpFrom", "{series: " + SERIES + ", pilots: " + pilots + "}"};
        String[] all = Arrays.copyOf(asked, asked.length + more.length);
        System.arraycopy(more, 0, all, asked.length, more.length);
        return queue(all);
    }

    @Test
    void itIsWhatMserSaysOfTheMeanOfPilots() throws IOException {
        Simulation cold = Simulation.of(queue(), Scenarios.FOLDER);
        List<double[]> pilots = new ArrayList<>();
        cold.readings(new Experiment.Range(1_000_000, 1_000_008), 2, Archive.NONE)
                .forEach(reading -> pilots.add(reading.series().columns().stream()
                        .filter(column -> column.name().equals(SERIES))
                        .map(Series::values)
                        .findFirst()
                        .orElseThrow()));
        Mser mser = Mser.of(Mser.meanSeries(pilots));
        Scenario found = Simulation.of(asking(8), Scenarios.FOLDER).scenario();
        assertThat(mser.observations()).isGreaterThan(0);
        assertThat(found.warmUpSeconds()).isEqualTo(mser.observations() * 3600.0);
    }

    @Test
    void theRunIsTheOneWithThatWarmUpGiven() throws IOException {
        RunResult found = Scenarios.run(asking(3), 2);
        double seconds = found.summary().stream()
                .filter(each -> each.name().equals("warmUp") && each.statistic().equals("found"))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElseThrow();
        RunResult given = Scenarios.run(queue("warmUp", seconds + " s"), 2);
        assertThat(found.resultHash()).isEqualTo(given.resultHash());
        assertThat(found.phases()).isEqualTo(given.phases());
        assertThat(found.phases().get(0).fromSeconds()).isEqualTo(seconds);
        assertThat(given.summary()).noneMatch(each -> each.name().equals("warmUp"));
    }

    /** What is kept of a run says the warm-up, and finds it again. */
    @Test
    void theResolvedScenarioFindsTheSame() throws IOException {
        Scenario once = Simulation.of(asking(3), Scenarios.FOLDER).scenario();
        Scenario twice = Simulation.of(once, Scenarios.FOLDER).scenario();
        assertThat(ResolvedYaml.write(twice)).isEqualTo(ResolvedYaml.write(once));
    }

    @Test
    void theWarmUpGivenIsTheLeast() throws IOException {
        Scenario found =
                Simulation.of(asking(3, "warmUp", "15 d"), Scenarios.FOLDER).scenario();
        assertThat(found.warmUpSeconds()).isEqualTo(15 * 86_400.0);
        RunResult run = Scenarios.run(asking(3, "warmUp", "15 d"), 2);
        assertThat(run.summary().stream().filter(each -> each.name().equals("warmUp")))
                .extracting(each -> each.statistic() + " " + each.value() / 3600)
                .startsWith("found 10.0", "given 360.0");
    }

    /** Pilots that are there are not run again, by whatever number of them is asked for. */
    @Test
    void pilotsAreKept(@TempDir Path kept) throws IOException {
        Archive archive = Archive.in(kept);
        Scenario once = Simulation.of(asking(3), Scenarios.FOLDER, 2, archive).scenario();
        assertThat(kept.toFile().list()).hasSize(3).allMatch(each -> each.contains("-100000"));
        FileTime before = FileTime.fromMillis(0);
        for (File file : Objects.requireNonNull(kept.toFile().listFiles())) {
            Files.setLastModifiedTime(file.toPath(), before);
        }
        Scenario again = Simulation.of(asking(8), Scenarios.FOLDER, 2, archive).scenario();
        assertThat(kept.toFile().listFiles())
                .hasSize(8)
                .filteredOn(file -> file.lastModified() == 0)
                .hasSize(3);
        assertThat(again.warmUpSeconds())
                .isEqualTo(Simulation.of(asking(8), Scenarios.FOLDER).scenario().warmUpSeconds());
        Scenario same = Simulation.of(asking(3), Scenarios.FOLDER, 2, archive).scenario();
        assertThat(same).isEqualTo(once);
    }

    @Test
    void anotherScenarioThatAsksForTheSameGetsTheSame() throws IOException {
        Simulation first = Simulation.of(asking(3), Scenarios.FOLDER, 1, Archive.NONE);
        Scenario idle = asking(3, "jobs.streams[callers].rate", "0.01 /s");
        Scenario alike = first.alike(idle, Scenarios.FOLDER, 1, Archive.NONE).scenario();
        assertThat(alike.warmUpSeconds())
                .isEqualTo(first.scenario().warmUpSeconds())
                .isNotEqualTo(Simulation.of(idle, Scenarios.FOLDER).scenario().warmUpSeconds());
        Scenario longer = asking(3, "warmUp", "15 d");
        assertThat(first.alike(longer, Scenarios.FOLDER, 1, Archive.NONE)
                        .scenario()
                        .warmUpSeconds())
                .isEqualTo(15 * 86_400.0);
        assertThat(first.scenario().warmUpSeconds()).isEqualTo(10 * 3600.0);
        Scenario shorter = asking(3, "horizon", "20 h", "replications", "1", "batches", "11");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> first.alike(shorter, Scenarios.FOLDER, 1, Archive.NONE))
                .withMessageContaining("warmUpFrom: what was found does not fit")
                .withMessageContaining("batches: needs as many whole hours");
    }

    @Test
    void whoeverAsksInAnotherWayGetsItsOwn() throws IOException {
        Simulation first = Simulation.of(asking(3), Scenarios.FOLDER, 1, Archive.NONE);
        Scenario other = asking(8);
        assertThat(first.alike(other, Scenarios.FOLDER, 2, Archive.NONE)
                        .scenario()
                        .warmUpSeconds())
                .isEqualTo(Simulation.of(other, Scenarios.FOLDER).scenario().warmUpSeconds())
                .isNotEqualTo(first.scenario().warmUpSeconds());
        Scenario none = queue();
        assertThat(first.alike(none, Scenarios.FOLDER, 2, Archive.NONE).scenario())
                .isEqualTo(none);
    }

    @Test
    void aSeriesThatThereIsNotIsRefusedWithWhatThereIs() throws IOException {
        Scenario scenario = queue("warmUpFrom", "{series: jobs.numbers}");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Simulation.of(scenario, Scenarios.FOLDER))
                .withMessageContaining("warmUpFrom: unknown metric 'jobs.numbers'")
                .withMessageContaining("jobs.number");
    }
}
