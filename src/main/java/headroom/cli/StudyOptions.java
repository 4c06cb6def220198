package headroom.cli;

import headroom.charts.StudyFiles;
import headroom.charts.StudyPage;
import headroom.page.ResultFolder;
import headroom.study.Laboratory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run and every study may be told: values, replications, where results go. */
final class StudyOptions {
    /** What --set is for, in the words of help. */
    static final String SET = "another value for a key of the scenario, such as"
            + " \"demand.growth=5 %%/month\"; may be repeated";

    /** Not told on the command line. */
    static final int UNSET = Integer.MIN_VALUE;

    private static final DateTimeFormatter RUN_ID = DateTimeFormatter.ofPattern(
                    "yyyyMMdd-HHmmss-SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = SET)
    Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--results",
            paramLabel = "DIR",
            defaultValue = "results",
            description = "where the results folder is made; default ${DEFAULT-VALUE}")
    Path results = Path.of("results");

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description =
                    "name of the run or study; default: the time of day in UTC, of a study after"
                            + " its kind")
    @Nullable
    String runId;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads; default: one a core. No result depends on it.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--replications",
            paramLabel = "N",
            description = "replications, of each point; default: those of the scenario, or the"
                    + " pilot of its precision; at a point of respond at most 3")
    int replications = UNSET;

    @Option(
            names = "--png",
            description = "each chart as PNG too, charts/NAME.png in the results folder")
    boolean png;

    @Option(names = "--quiet", description = "no progress")
    boolean quiet;

    @Option(
            names = "--resume",
            description = "goes on with what a killed process of this --run-id has left, if it has"
                    + " left anything")
    boolean resume;

    /** Refuses what cannot be; the name of the run, or of a study of some kind. */
    String check(CommandLine line, String kind) {
        if (threads < 1) {
            throw new CommandLine.ParameterException(line, "--threads must be at least 1");
        }
        if (replications < 1 && replications != UNSET) {
            throw new CommandLine.ParameterException(line, "--replications must be at least 1");
        }
        if (runId != null && !ResultFolder.canName(runId)) {
            throw new CommandLine.ParameterException(
                    line,
                    "--run-id names a folder: use letters, digits, '.', '_' and '-', and begin with"
                            + " a letter or digit");
        }
        if (resume && runId == null) {
            throw new CommandLine.ParameterException(
                    line, "--resume needs the --run-id of what it goes on with");
        }
        if (runId != null) {
            return runId;
        }
        return (kind.isEmpty() ? "" : kind + "-") + RUN_ID.format(Instant.now());
    }

    /**
     * The folder of the study, held from now on: close it when the study is over. A process that is
     * interrupted says how to go on with what it has kept.
     */
    ResultFolder folder(String scenario, String id) throws IOException {
        ResultFolder folder = ResultFolder.hold(results, scenario, id, resume);
        String named = runId == null ? " --run-id " + id : "";
        String how = named + (resume ? "" : " --resume");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // gone when the results are there, not there before the first replication is done
            if (Files.isDirectory(folder.kept())) {
                System.err.println("\nWhat is done is kept: the same command"
                        + (how.isEmpty() ? "" : " with" + how) + " goes on with it.");
            }
        }));
        return folder;
    }

    /** The charts of a study as PNG, if they are asked for. */
    Map<String, byte[]> charts(StudyPage page) {
        return png ? StudyFiles.png(page) : Map.of();
    }

    /** Tells the name of a study that was not given one, for whoever goes on with it. */
    void tell(String id) {
        if (runId == null && !quiet) {
            System.err.println("run id: " + id);
        }
    }

    /** Tells how far a laboratory is. */
    Laboratory.Progress progress() {
        return quiet ? Laboratory.Progress.NONE : shown();
    }

    /** Progress on the terminal, or in lines. */
    static Laboratory.Progress shown() {
        return new StudyProgress(System.err, System.console() != null);
    }

    /** On a terminal one line that is written over, elsewhere a line for every tenth. */
    static final class StudyProgress implements Laboratory.Progress {
        private static final double REFRESH_NANOS = 2e8;
        private static final int MOST_NAMED = 3;

        private final PrintStream out;
        private final boolean terminal;
        private long shownNanos = System.nanoTime();
        private int shownTenth;
        private String where = "";

        StudyProgress(PrintStream out, boolean terminal) {
            this.out = out;
            this.terminal = terminal;
        }

        @Override
        public synchronized void begins(List<Map<String, String>> points) {
            List<String> named = points.stream()
                    .flatMap(point -> point.entrySet().stream())
                    .map(each -> each.getKey().substring(each.getKey().lastIndexOf('.') + 1) + "="
                            + each.getValue())
                    .toList();
            boolean few = !named.isEmpty() && named.size() <= MOST_NAMED;
            where = few ? "  at " + String.join(", ", named) : "";
            shownTenth = 0;
        }

        @Override
        public synchronized void at(double done, int all) {
            boolean whole = done >= all - 1e-9;
            String far = String.format(Locale.ROOT, "%.1f", done).replace(".0", "");
            String text = ProgressLine.fitting(
                    far + " of " + all + (all == 1 ? " replication" : " replications") + where);
            if (terminal && (whole || System.nanoTime() - shownNanos > REFRESH_NANOS)) {
                shownNanos = System.nanoTime();
                out.print("\r" + text + (whole ? "\n" : "\u001b[K"));
                out.flush();
            } else if (!terminal && (int) (10 * done / all) > shownTenth) {
                shownTenth = (int) (10 * done / all);
                out.println(text);
            }
        }
    }
}
