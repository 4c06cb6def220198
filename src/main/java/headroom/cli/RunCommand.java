package headroom.cli;

import headroom.experiment.Assumptions;
import headroom.experiment.RunResult;
import headroom.experiment.Simulation;
import headroom.page.ResultFolder;
import headroom.report.ChartPng;
import headroom.report.RunFolder;
import headroom.report.TerminalTable;
import headroom.report.Verdict;
import headroom.scenario.ResolvedYaml;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.yaml.Problem;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** Runs a scenario and writes its results folder. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a scenario, prints the answer and writes a results folder.",
        footer = {"", "Example: headroom run scenarios/spike.yaml --set demand.spikeScale=2"})
final class RunCommand implements Callable<Integer> {
    private static final DateTimeFormatter RUN_ID = DateTimeFormatter.ofPattern(
                    "yyyyMMdd-HHmmss-SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "scenario file")
    private Path file = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "another value for a key of the scenario, such as demand.growth=0 %%")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--results",
            paramLabel = "DIR",
            defaultValue = "results",
            description = "where the results folder is made; default ${DEFAULT-VALUE}")
    private Path results = Path.of("results");

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "name of the run; default: the time of day in UTC")
    private @Nullable String runId;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads; default: one a core. No result depends on it.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--bounds",
            description = "a second run behind a clairvoyant router, as --set bounds=true")
    private boolean bounds;

    @Option(names = "--png", description = "each chart as charts/NAME.png too")
    private boolean png;

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        CommandLine line = commandLine();
        if (threads < 1) {
            throw new CommandLine.ParameterException(line, "--threads must be at least 1");
        }
        if (bounds) {
            overrides.put("bounds", "true");
        }
        if (runId != null && !ResultFolder.canName(runId)) {
            throw new CommandLine.ParameterException(
                    line,
                    "--run-id names a folder: use letters, digits, '.', '_' and '-', and begin with"
                            + " a letter or digit");
        }
        ScenarioFile.Parsed parsed = ScenarioFile.read(Failure.file(file), overrides);
        for (Problem problem : parsed.problems()) {
            line.getErr().println(problem.render());
        }
        if (parsed.scenario().isEmpty()) {
            return ExitCode.INVALID;
        }
        Scenario scenario = parsed.scenario().get();
        String id = runId == null ? RUN_ID.format(Instant.now()) : runId;
        RunFolder folder = RunFolder.of(results, scenario.name(), id);
        // a folder that cannot be made is better known before the run than after it
        Files.createDirectories(results);
        RunResult result = Simulation.of(scenario, folderOf(file))
                .assuming(Assumptions.in(Files.readString(file)))
                .run(id, threads, progress(scenario));
        List<String> verdict = Verdict.of(result);
        Path written = folder.write(result, ResolvedYaml.write(scenario), verdict);
        if (png) {
            ChartPng.write(result, written);
        }
        print(line.getOut(), result, verdict, written);
        return ExitCode.OK;
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec.commandLine();
    }

    private static Path folderOf(Path scenarioFile) {
        Path parent = scenarioFile.toAbsolutePath().getParent();
        return parent == null ? Path.of("") : parent;
    }

    private Simulation.Progress progress(Scenario scenario) {
        boolean asked = scenario.demand().isAny();
        String noun = scenario.jobs().isEmpty() ? "requests" : asked ? "ended" : "jobs";
        return quiet
                ? Simulation.Progress.NONE
                : new ProgressLine(System.err, System.console() != null, scenario.bounds(), noun);
    }

    private static void print(
            PrintWriter out, RunResult result, List<String> verdict, Path written) {
        out.println();
        verdict.forEach(out::println);
        out.println();
        out.println(TerminalTable.render(result, StandardCharsets.UTF_8));
        out.println("report: " + written.resolve("report.html"));
    }
}
