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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Runs a scenario and writes its results folder. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a scenario, prints the answer and writes a results folder.",
        footer = {"", "Example: headroom run scenarios/spike.yaml --set demand.spikeScale=2"})
final class RunCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "scenario file")
    private Path file = Path.of("");

    @CommandLine.Mixin
    private StudyOptions options = new StudyOptions();

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

    @Override
    public Integer call() throws IOException {
        CommandLine line = spec.commandLine();
        String id = options.check(line, "");
        if (options.replications > 0) {
            options.overrides.put("replications", Integer.toString(options.replications));
        }
        if (bounds) {
            options.overrides.put("bounds", "true");
        }
        if (precision != null) {
            overridePrecision(line, precision);
        }
        ScenarioFile.Parsed parsed = ScenarioFile.read(Failure.file(file), options.overrides);
        for (Problem problem : parsed.problems()) {
            line.getErr().println(problem.render());
        }
        if (parsed.scenario().isEmpty()) {
            return ExitCode.INVALID;
        }
        Scenario scenario = parsed.scenario().get();
        if (options.replications > 0 && scenario.precision().isPresent()) {
            throw new CommandLine.ParameterException(
                    line,
                    "--replications counts for nothing where a precision says how many are enough:"
                            + " leave it out, or say --set precision.most=N");
        }
        if (!parsed.asked().isEmpty()) {
            List<Problem> wrong = Expectations.asked(
                    parsed, Simulation.cold(scenario, ScenarioFile.folder(file)));
            wrong.forEach(problem -> line.getErr().println(problem.render()));
            if (!wrong.isEmpty()) {
                return ExitCode.INVALID;
            }
        }
        // a folder that cannot be made is better known before the run than after it
        try (ResultFolder held = options.folder(scenario.name(), id)) {
            Archive archive = archive(scenario, held, id);
            Simulation simulation = Simulation.of(
                            scenario, ScenarioFile.folder(file), options.threads, archive)
                    .assuming(Assumptions.in(Files.readString(file)));
            RunResult result = simulation.run(id, options.threads, archive, progress(scenario));
            List<String> verdict = new ArrayList<>(Verdict.of(result));
            verdict.addAll(expected(parsed, result, line));
            Path written = RunFolder.in(held, scenario.name(), id)
                    .write(
                            result,
                            ResolvedYaml.write(scenario),
                            verdict,
                            options.png ? ChartPng.all(result) : Map.of());
            print(line.getOut(), result, verdict, written);
        }
        return ExitCode.OK;
    }

    /** A single replication is the whole run: what is kept of it would never be gone on with. */
    private Archive archive(Scenario scenario, ResultFolder held, String id) {
        boolean single = scenario.replications() == 1
                && scenario.precision().isEmpty()
                && scenario.warmUpFrom().isEmpty();
        if (single && !options.resume) {
            return Archive.NONE;
        }
        options.tell(id);
        return Archive.in(held.kept());
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

    /** A selector may have equals signs of its own: the last one parts it from the share. */
    private void overridePrecision(CommandLine line, String text) {
        int at = text.lastIndexOf('=');
        if (at < 1) {
            throw new CommandLine.ParameterException(
                    line, "--precision: write such as 'p99(ttft)=5 %', not '" + text + "'");
        }
        options.overrides.put("precision.metric", '"' + text.substring(0, at).strip() + '"');
        options.overrides.put("precision.halfWidth", text.substring(at + 1).strip());
    }

    private Simulation.Progress progress(Scenario scenario) {
        boolean asked = scenario.demand().isAny();
        String noun = scenario.jobs().isEmpty() ? "requests" : asked ? "ended" : "jobs";
        return options.quiet
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
