package headroom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The rooms in their total order, and which of them exist in the source tree. */
final class Rooms {
    static final Path MAIN = Path.of("src/main/java/headroom");

    /** A room imports only rooms that stand before it. */
    static final List<String> ORDER = List.of(
            "kernel",
            "stat",
            "analytic",
            "plant",
            "variates",
            "workload",
            "arrivals",
            "quota",
            "serving",
            "fleet",
            "clients",
            "cell",
            "faults",
            "floor",
            "jobbook",
            "gangs",
            "jobs",
            "economics",
            "control",
            "cluster",
            "routers",
            "policy",
            "scheduling",
            "measure",
            "summary",
            "yaml",
            "metrics",
            "demand",
            "supply",
            "joblist",
            "scenario",
            "theory",
            "replicatheory",
            "assembly",
            "explain",
            "experiment",
            "calibration",
            "demandfit",
            "study",
            "page",
            "charts",
            "response",
            "report",
            "search",
            "sweeps",
            "comparisons",
            "testing",
            "cli");

    /** From kernel to summary: what happens inside a simulation. */
    static final List<String> MODEL = ORDER.subList(0, ORDER.indexOf("yaml"));

    /** The rooms that may know threads, the wall clock and the machine's settings. */
    static final List<String> OUTSIDE =
            List.of("experiment", "study", "search", "sweeps", "testing", "cli");

    private Rooms() {}

    /** Folders below the root package, in the order of their names. */
    static List<String> folders() {
        try (Stream<Path> entries = Files.list(MAIN)) {
            return entries.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rooms with at least one class, in their total order. */
    static List<String> existing() {
        return ORDER.stream().filter(room -> classes(room) > 0).toList();
    }

    /** How many source files the room has, the package comment not counted. */
    static long classes(String room) {
        Path folder = MAIN.resolve(room);
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
