package headroom.cli;

import headroom.experiment.Archive;
import headroom.experiment.Assumptions;
import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.metrics.Catalogue;
import headroom.metrics.MetricException;
import headroom.metrics.Objective;
import headroom.page.ResultFolder;
import headroom.scenario.Scenario;
import headroom.search.ExactSolution;
import headroom.search.LaboratorySampler;
import headroom.search.SearchBudget;
import headroom.search.SearchGrid;
import headroom.search.Solution;
import headroom.search.Solve;
import headroom.search.SolveReport;
import headroom.search.SolveWords;
import headroom.search.Target;
import headroom.study.Laboratory;
import headroom.study.StudyException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;

/** Seeks the smallest or largest value of a key at which constraints hold. */
@Command(
        name = "solve",
        mixinStandardHelpOptions = true,
        description = {
            "Seeks the smallest or largest value of a key at which constraints hold.",
            "Exit code 1 if none in the range does."
        },
        footer = {
            "",
            "Example: headroom solve scenarios/queueing/mmc.yaml \\",
            "    --find \"jobs.stations.desk.servers in 3:12\" --min \\",
            "    --subject-to \"share(jobs.waited) <= 0.2\""
        })
final class SolveCommand implements Callable<Integer> {
    /** Times the first replications of a value that a search may take, unless it is told. */
    private static final int BUDGET = 40;

    @CommandLine.Spec
    private CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @CommandLine.Mixin
    private StudyOptions options = new StudyOptions();

    @Parameters(paramLabel = "FILE", description = "scenario file")
    private Path file = Path.of("");

    @Option(
            names = "--find",
            required = true,
            paramLabel = "PATH in LO:HI",
            parameterConsumer = Words.class,
            description = "key and range, such as \"pools.main.gpus in 900:1200\"; whole ends make"
                    + " whole numbers")
    private String find = "";

    @Option(names = "--min", description = "the smallest value is wanted")
    private boolean min;

    @Option(names = "--max", description = "the largest value is wanted")
    private boolean max;

    @Option(
            names = "--subject-to",
            required = true,
            paramLabel = "METRIC < BOUND",
            description = "what must hold, such as \"p99(ttft, tier=max) < 2 s\"; may be repeated")
    private List<String> constraints = new ArrayList<>();

    @Option(names = "--step", paramLabel = "D", description = "distance of values that may be it")
    private @Nullable String step;

    @Option(
            names = "--tolerance",
            paramLabel = "D",
            description = "how near the answer must be where any value will do; default 1 %% of"
                    + " the range")
    private @Nullable String tolerance;

    @Option(
            names = "--confidence",
            paramLabel = "P",
            defaultValue = "0.95",
            description = "probability that the interval covers; default ${DEFAULT-VALUE}")
    private double confidence = 0.95;

    @Option(
            names = "--budget",
            paramLabel = "N",
            description = "\"400 replications\" or \"200 M requests\"; default: 40 times the"
                    + " replications of a point")
    private @Nullable String budget;

    /** Takes "path in lo:hi" as one word or as three. */
    static final class Words implements CommandLine.IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> args, ArgSpec arg, CommandSpec command) {
            if (args.isEmpty()) {
                throw new CommandLine.ParameterException(
                        command.commandLine(), "--find needs \"PATH in LO:HI\"");
            }
            String text = args.pop();
            if (!text.contains(" ") && args.size() > 1 && args.peek().equals("in")) {
                text = text + " " + args.pop() + " " + args.pop();
            }
            arg.setValue(text);
        }
    }

    @Override
    public Integer call() throws IOException, StudyException {
        CommandLine line = spec.commandLine();
        String id = options.check(line, "solve");
        return solve(line, id);
    }

    private int solve(CommandLine line, String id) throws IOException, StudyException {
        List<String> wrong = new ArrayList<>();
        SearchGrid grid = grid(wrong);
        List<Objective> objectives = objectives(wrong);
        Optional<SearchBudget> most = budget(wrong);
        if (grid == null || !wrong.isEmpty()) {
            throw StudyException.ofUsage(String.join("\n", wrong));
        }
        Laboratory laboratory = new Laboratory(
                Failure.file(file),
                options.overrides,
                Archive.NONE,
                options.threads,
                options.progress());
        var first = laboratory.trial(Map.of(grid.path(), grid.text(0)));
        Scenario scenario = first.simulation().scenario();
        Catalogue catalogue = first.simulation().catalogue();
        List<MetricKey> keys = new ArrayList<>();
        List<Target> targets = targets(objectives, catalogue, keys);
        try (ResultFolder folder = options.folder(scenario.name(), id)) {
            options.tell(id);
            int each =
                    options.replications > 0 ? options.replications : scenario.studyReplications();
            each = Math.max(2, each);
            Solve.Question question = new Solve.Question(
                    grid,
                    targets,
                    confidence,
                    each,
                    most.orElse(SearchBudget.ofReplications((long) BUDGET * each)));
            LaboratorySampler sampler = new LaboratorySampler(
                    laboratory.keeping(Archive.in(folder.kept())), grid, keys);
            Solution solution = Solve.solve(question, sampler);
            List<String> words =
                    SolveWords.of(solution, ExactSolution.of(question, sampler), controls(sampler));
            SolveReport report = new SolveReport(
                    solution,
                    words,
                    new SolveReport.Run(
                            scenario.name(),
                            scenario.title(),
                            id,
                            scenario.seed(),
                            Assumptions.in(Files.readString(file))));
            Path written = folder.publish(options.charts(report.page()), report.files());
            print(line, words, report, written);
            return solution.found() ? ExitCode.OK : ExitCode.UNMET;
        }
    }

    private @Nullable SearchGrid grid(List<String> wrong) {
        if (min == max) {
            wrong.add("say --min or --max: whether the smallest or the largest value is wanted");
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            wrong.add("--confidence must be above 0.5 and below 1, such as 0.95");
        }
        try {
            return SearchGrid.parse(
                    find, min, Optional.ofNullable(step), Optional.ofNullable(tolerance));
        } catch (StudyException e) {
            wrong.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private List<Objective> objectives(List<String> wrong) {
        List<Objective> objectives = new ArrayList<>();
        for (String each : constraints) {
            try {
                objectives.add(Objective.parse(each));
            } catch (MetricException e) {
                wrong.add("--subject-to: " + e.line());
            }
        }
        return objectives;
    }

    private Optional<SearchBudget> budget(List<String> wrong) {
        try {
            return budget == null ? Optional.empty() : Optional.of(SearchBudget.parse(budget));
        } catch (StudyException e) {
            wrong.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static List<Target> targets(
            List<Objective> objectives, Catalogue catalogue, List<MetricKey> keys)
            throws StudyException {
        List<String> wrong = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (Objective each : objectives) {
            try {
                Measurement number = catalogue.find(each.metric());
                keys.add(number.key());
                targets.add(new Target(
                        each.toString(),
                        each.metric().toString(),
                        each.relation(),
                        each.bound(number),
                        number.unit()));
            } catch (MetricException e) {
                wrong.add("--subject-to: " + e.line());
            }
        }
        if (!wrong.isEmpty()) {
            throw StudyException.ofUsage(String.join("\n", wrong));
        }
        return targets;
    }

    private static List<String> controls(LaboratorySampler sampler) {
        return sampler.controlsOf(0).stream().map(MetricKey::name).toList();
    }

    private static void print(
            CommandLine line, List<String> words, SolveReport report, Path written) {
        line.getOut().println();
        words.forEach(line.getOut()::println);
        line.getOut().println();
        report.table().lines().forEach(line.getOut()::println);
        line.getOut().println(report.table().caption());
        line.getOut().println();
        line.getOut().println("report: " + written.resolve("report.html"));
    }
}
