package headroom.cli;

import headroom.experiment.Archive;
import headroom.experiment.Assumptions;
import headroom.experiment.RunResult;
import headroom.experiment.Simulation;
import headroom.page.Judged;
import headroom.page.ResultFolder;
import headroom.report.ChartPng;
import headroom.report.RunFolder;
import headroom.report.TerminalTable;
import headroom.report.Verdict;
import headroom.scenario.ResolvedYaml;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.study.Expectations;
import headroom.study.SloCheck;
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
import java.util.ArrayList;
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

    @Option(
            names = "--precision",
            paramLabel = "METRIC=SHARE",
            description = "as many replications as it takes until a number is this precise, such as"
                    + " 'p99(ttft)=5 %%'; at most 100, or precision.most of the scenario")
    private @Nullable String precision;

    @Option(
            names = "--resume",
            description = "goes on with what a killed run of this --run-id has left, if it has left"
                    + " anything")
    private boolean resume;

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
        if (precision != null) {
            overridePrecision(line, precision);
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
        ScenarioFile.Parsed parsed = ScenarioFile.read(Failure.file(file), overrides);
        for (Problem problem : parsed.problems()) {
            line.getErr().println(problem.render());
        }
        if (parsed.scenario().isEmpty()) {
            return ExitCode.INVALID;
        }
        Scenario scenario = parsed.scenario().get();
        String id = runId == null ? RUN_ID.format(Instant.now()) : runId;
        Simulation simulation =
                simulation(file, parsed).assuming(Assumptions.in(Files.readString(file)));
        // a folder that cannot be made is better known before the run than after it
        try (ResultFolder held = ResultFolder.hold(results, scenario.name(), id, resume)) {
            RunResult result =
                    simulation.run(id, threads, archive(scenario, held), progress(scenario));
            List<String> verdict = new ArrayList<>(Verdict.of(result));
            verdict.addAll(expected(parsed, result, line));
            Path written = RunFolder.in(held, scenario.name(), id)
                    .write(result, ResolvedYaml.write(scenario), verdict);
            if (png) {
                ChartPng.write(result, written);
            }
            print(line.getOut(), result, verdict, written);
        }
        return ExitCode.OK;
    }

    /** A single replication is the whole run: what is kept of it would never be gone on with. */
    private Archive archive(Scenario scenario, ResultFolder held) {
        boolean single = scenario.replications() == 1 && scenario.precision().isEmpty();
        return single && !resume ? Archive.NONE : Archive.in(held.kept());
    }

    /** What is expected of the run and what it shows of it; a run is none the worse for it. */
    private static List<String> expected(
            ScenarioFile.Parsed parsed, RunResult result, CommandLine line) {
        Expectations expected = Expectations.of(parsed, result);
        expected.problems()
                .forEach(problem -> line.getErr().println(problem.asWarning().render()));
        return SloCheck.judge(expected.all(), result.readings(), 1).stream()
                .map(judgement -> new Judged(judgement).line())
                .toList();
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec.commandLine();
    }

    /** A selector may have equals signs of its own: the last one parts it from the share. */
    private void overridePrecision(CommandLine line, String text) {
        int at = text.lastIndexOf('=');
        if (at < 1) {
            throw new CommandLine.ParameterException(
                    line, "--precision: write such as 'p99(ttft)=5 %', not '" + text + "'");
        }
        overrides.put("precision.metric", '"' + text.substring(0, at).strip() + '"');
        overrides.put("precision.halfWidth", text.substring(at + 1).strip());
    }

    /** What a file describes, ready to run. */
    static Simulation simulation(Path file, ScenarioFile.Parsed parsed) {
        Path parent = file.toAbsolutePath().getParent();
        return Simulation.of(
                parsed.scenario().orElseThrow(), parent == null ? Path.of("") : parent);
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
