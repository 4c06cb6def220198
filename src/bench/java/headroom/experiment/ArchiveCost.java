package headroom.experiment;

import headroom.measure.Reading;
import headroom.scenario.ScenarioFile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;

/** Bytes and CPU time of keeping one replication on disk and of finding it: FILE HORIZON. */
public final class ArchiveCost {
    private static final int ROUNDS = 30;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private ArchiveCost() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        Simulation simulation = Simulation.of(
                ScenarioFile.read(file, Map.of("horizon", args[1])).scenario().orElseThrow(),
                file.toAbsolutePath().getParent());
        Reading reading = ForkJoinPool.commonPool()
                .submit(() -> simulation.reading(0, Simulation.Progress.NONE))
                .join();
        long began = CPU.getCurrentThreadCpuTime();
        String fingerprint = simulation.fingerprint();
        System.out.printf("fingerprint %.1f ms%n", millis(began));
        Archive archive = Archive.in(Files.createTempDirectory("archive"));
        double[] keep = new double[ROUNDS];
        double[] find = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            began = CPU.getCurrentThreadCpuTime();
            archive.keep(fingerprint, reading);
            keep[i] = millis(began);
            began = CPU.getCurrentThreadCpuTime();
            archive.find(fingerprint, 0).orElseThrow();
            find[i] = millis(began);
        }
        Arrays.sort(keep);
        Arrays.sort(find);
        System.out.printf(
                "%d bytes, keep %.2f ms, find %.2f ms of CPU, medians%n",
                ReadingFile.encode(reading).length, keep[ROUNDS / 2], find[ROUNDS / 2]);
    }

    private static double millis(long began) {
        return (CPU.getCurrentThreadCpuTime() - began) / 1e6;
    }
}
