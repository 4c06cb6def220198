package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Reading;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

/** What was run is found again to the bit; what was cut short or changed is not. */
class ArchiveTest {
    @TempDir
    private Path folder;

    private static Simulation simulation(String... overrides) {
        return Simulation.of(Small.scenario(Small.TEXT, overrides), Scenarios.FOLDER);
    }

    private static Reading reading(Simulation simulation, int replication) {
        return ForkJoinPool.commonPool()
                .submit(() -> simulation.reading(replication, Simulation.Progress.NONE))
                .join();
    }

    @Test
    void aReplicationIsFoundAsItWasKept() {
        Simulation simulation = simulation("horizon", "3 h");
        Reading kept = reading(simulation, 1);
        Archive archive = Archive.in(folder.resolve("a"));
        archive.keep(simulation.fingerprint(), kept);
        assertThat(archive.find(simulation.fingerprint(), 0)).isEmpty();
        Reading found = archive.find(simulation.fingerprint(), 1).orElseThrow();
        assertThat(found.summary()).isEqualTo(kept.summary());
        assertThat(ReadingFile.encode(found)).isEqualTo(ReadingFile.encode(kept));
    }

    @Test
    void whatIsNotWholeIsNotFound() throws IOException {
        byte[] whole = ReadingFile.encode(reading(simulation("horizon", "2 h"), 0));
        for (int length : List.of(0, 1, 31, 32, 40, whole.length / 2, whole.length - 1)) {
            assertThat(ReadingFile.decode(java.util.Arrays.copyOf(whole, length)))
                    .isEmpty();
        }
        for (int at = 0; at < whole.length; at += 997) {
            byte[] changed = whole.clone();
            changed[at] ^= 4;
            assertThat(ReadingFile.decode(changed)).isEmpty();
        }
        assertThat(ReadingFile.decode(whole)).isPresent();
        Simulation simulation = simulation("horizon", "2 h");
        Archive archive = Archive.in(folder);
        archive.keep(simulation.fingerprint(), ReadingFile.decode(whole).orElseThrow());
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 5));
        }
        assertThat(archive.find(simulation.fingerprint(), 0)).isEmpty();
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    /** Who shares a folder may read what others have kept, as far as new files say so. */
    @Test
    void aKeptFileHasTheRightsOfANewFile() throws IOException {
        Simulation simulation = simulation("horizon", "2 h");
        Path kept = folder.resolve("kept");
        Archive.in(kept).keep(simulation.fingerprint(), reading(simulation, 0));
        Path plain = Files.createFile(folder.resolve("plain"));
        assertThat(Files.getPosixFilePermissions(only(kept)))
                .isEqualTo(Files.getPosixFilePermissions(plain));
    }

    /** Reading this one is an error also for those who may read everything. */
    @Test
    void whatCannotBeReadIsRunAgain() throws IOException {
        Path unreadable = Path.of("/proc/self/mem");
        assumeTrue(Files.isRegularFile(unreadable));
        Simulation simulation = simulation("horizon", "2 h");
        Reading kept = reading(simulation, 0);
        Archive archive = Archive.in(folder);
        archive.keep(simulation.fingerprint(), kept);
        Path file = only(folder);
        Files.delete(file);
        Files.createSymbolicLink(file, unreadable);
        assertThat(archive.find(simulation.fingerprint(), 0)).isEmpty();
        archive.findOr(simulation.fingerprint(), 0, () -> kept);
        assertThat(archive.find(simulation.fingerprint(), 0)).isPresent();
    }

    @Test
    void whatCannotBeWrittenIsAnErrorThatNamesTheFileAndLeavesNoPart() throws IOException {
        Simulation simulation = simulation("horizon", "2 h");
        Reading kept = reading(simulation, 0);
        Archive archive = Archive.in(folder);
        archive.keep(simulation.fingerprint(), kept);
        Path file = only(folder);
        Files.delete(file);
        // an interrupted thread cannot write, which is told without a file as a full disk is
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> archive.keep(simulation.fingerprint(), kept))
                    .withMessageContaining(file.getFileName().toString());
        } finally {
            Thread.interrupted();
        }
        assertThat(folder).isEmptyDirectory();
        // nothing takes the place of a folder
        Files.createDirectories(file.resolve("within"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> archive.keep(simulation.fingerprint(), kept))
                .withMessageContaining(file.getFileName().toString());
        assertThat(only(folder)).isEqualTo(file);
    }

    @Test
    void equalScenariosHaveEqualFingerprints() {
        String plain = simulation().fingerprint();
        assertThat(simulation("replications", "7", "title", "other").fingerprint())
                .isEqualTo(plain);
        assertThat(simulation("seed", "2").fingerprint()).isNotEqualTo(plain);
        assertThat(simulation("demand.tiers[pro].users", "201").fingerprint()).isNotEqualTo(plain);
    }

    /** Of a run of which the first hour, or no instant that was asked for, says everything. */
    @ParameterizedTest
    @ValueSource(strings = {"occupancy=false", "occupancy=true", "occupancyAt=[2 h]", "warmUp=2 h"})
    void theCatalogueIsWhatARunHas(String setting) {
        int equals = setting.indexOf('=');
        Simulation simulation = simulation(
                "horizon",
                "3 h",
                "occupancy",
                String.valueOf(!setting.endsWith("false")),
                setting.substring(0, equals),
                setting.substring(equals + 1));
        List<MetricKey> had =
                reading(simulation, 0).summary().stream().map(Measurement::key).toList();
        assertThat(simulation.catalogue().keys()).containsExactlyElementsOf(had);
    }
}
