package headroom.cli;

import headroom.experiment.Archive;
import headroom.experiment.Assumptions;
import headroom.page.ResultFolder;
import headroom.scenario.ScenarioFile;
import headroom.study.Laboratory;
import headroom.study.StudyException;
import headroom.sweeps.Sweep;
import headroom.sweeps.SweepFolder;
import headroom.sweeps.SweepPlan;
import headroom.yaml.Problem;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Runs a scenario at many values of its keys. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a scenario at many values of its keys: a table, response curves, what each value"
                    + " does to each number. All points draw the same random numbers, so their"
                    + " differences are known better than their levels.",
            ""
        },
        footer = {
            "",
            "Example: headroom sweep scenarios/queueing/mmc.yaml \\",
            "    --vary jobs.stations.desk.servers=3:6:1 --show \"share(jobs.waited)\""
        })
final class SweepCommand implements Callable<Integer> {
    private static final double NANOS = 1e9;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "scenario file")
    private Path file = Path.of("");

    @Option(
            names = "--vary",
            required = true,
            paramLabel = "PATH=VALUES",
            description = "a key of the scenario, as for --set, and its values: a,b,c, or"
                    + " lo:hi:step, or log:lo:hi:n for n values in equal ratios; lo:hi or log:lo:hi"
                    + " are both ends with one-at-a-time, and anything between with lhs. May be"
                    + " repeated.")
    private List<String> vary = new ArrayList<>();

    @Option(
            names = "--design",
            paramLabel = "DESIGN",
            defaultValue = "grid",
            description = "grid: every combination; one-at-a-time: the scenario as it is, then"
                    + " each value alone; lhs:N: a Latin hypercube of N points, for many keys;"
                    + " default ${DEFAULT-VALUE}")
    private String design = "grid";

    @Option(
            names = "--show",
            paramLabel = "NUMBER",
            description = "a number of the run, such as \"p99(ttft, tier=max)\"; may be repeated;"
                    + " default: headline numbers that the scenario has")
    private List<String> show = new ArrayList<>();

    @Option(
            names = "--max-points",
            paramLabel = "N",
            defaultValue = "1000",
            description = "more points are refused; default ${DEFAULT-VALUE}")
    private int maxPoints = 1000;

    @Mixin
    private StudyOptions options = new StudyOptions();

    @Override
    public Integer call() throws IOException, StudyException {
        CommandLine line = spec.commandLine();
        String runId = options.check(line, "sweep");
        ScenarioFile.Parsed parsed = ScenarioFile.read(Failure.file(file), options.overrides);
        SweepPlan plan = SweepPlan.of(new SweepPlan.Question(
                file,
                options.overrides,
                vary,
                design,
                show,
                Math.max(0, options.replications),
                maxPoints,
                options.threads));
        parsed.problems().stream().map(Problem::render).forEach(line.getErr()::print);
        return run(line, plan, runId);
    }

    private int run(CommandLine line, SweepPlan plan, String runId)
            throws IOException, StudyException {
        try (ResultFolder folder = options.folder(plan.base().name(), runId)) {
            options.tell(runId);
            return run(line, plan, folder, runId);
        }
    }

    private int run(CommandLine line, SweepPlan plan, ResultFolder folder, String runId)
            throws IOException, StudyException {
        if (!options.quiet) {
            line.getErr()
                    .println(plan.points().size() + " points with " + plan.replications()
                            + " replications each, " + SweepPlan.duration(plan.aboutSeconds()));
        }
        long began = System.nanoTime();
        Laboratory laboratory = new Laboratory(
                file,
                options.overrides,
                Archive.in(folder.kept()),
                options.threads,
                options.progress());
        Sweep sweep = plan.run(laboratory);
        SweepFolder written = new SweepFolder(
                sweep,
                new SweepFolder.Made(
                        runId,
                        arguments(plan),
                        Assumptions.in(Files.readString(file)),
                        options.threads,
                        (System.nanoTime() - began) / NANOS));
        Path path = folder.publish(options.charts(written.page()), written.files());
        print(line.getOut(), written, path);
        return ExitCode.OK;
    }

    /** What does it again from the resolved scenario, wherever that is. */
    private List<String> arguments(SweepPlan plan) {
        List<String> arguments = new ArrayList<>(List.of("sweep", "FILE"));
        options.overrides.forEach((path, value) -> add(arguments, "--set", path + "=" + value));
        vary.forEach(each -> add(arguments, "--vary", each));
        add(arguments, "--design", plan.design().text());
        plan.shown().forEach(each -> add(arguments, "--show", each.text()));
        add(arguments, "--replications", Integer.toString(plan.replications()));
        return arguments;
    }

    private static void add(List<String> arguments, String name, String value) {
        arguments.add(name);
        arguments.add(value);
    }

    private static void print(PrintWriter out, SweepFolder written, Path path) {
        out.println();
        written.words().forEach(out::println);
        out.println();
        written.lines().forEach(out::println);
        out.println();
        out.println("± is the half-width of a 95 % confidence interval over replications.");
        out.println("report: " + path.resolve("report.html"));
    }
}
