package headroom.cli;

import headroom.experiment.Archive;
import headroom.experiment.Assumptions;
import headroom.page.ResultFolder;
import headroom.response.Question;
import headroom.response.Respond;
import headroom.response.Response;
import headroom.response.ResponseFolder;
import headroom.scenario.Scenario;
import headroom.study.Laboratory;
import headroom.study.StudyException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Capacity response curves: how much capacity buys how much cap. */
@Command(
        name = "respond",
        mixinStandardHelpOptions = true,
        description = "How much capacity buys how much cap: runs a scenario at additions from"
                + " nothing to twice the GPUs owned, and at several heights of its spike. Prints"
                + " what caps and peak-hour multiplier its controllers settle at, latency, refused"
                + " requests, power and price.",
        footer = {
            "",
            "Example: headroom respond scenarios/small-addition.yaml \\",
            "    --capacity 0,0.5,2 --spike 0,1",
        })
final class RespondCommand implements Callable<Integer> {
    private static final int REPLICATIONS = 3;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "scenario file")
    private Path file = Path.of("");

    @Mixin
    private StudyOptions options = new StudyOptions();

    @Option(
            names = "--capacity",
            paramLabel = "X",
            split = ",",
            description = "additions, as multiples of the scenario's own; default: additions of 0,"
                    + " 1/4, 1/2, 1 and 2 times the GPUs there before")
    private List<Double> capacities = new ArrayList<>();

    @Option(
            names = "--spike",
            paramLabel = "X",
            split = ",",
            description = "heights of the spike, as demand.spikeScale: 0 is none, 1 as given,"
                    + " 2 with twice the rise; default: 1,2")
    private List<Double> spikes = new ArrayList<>();

    @Option(
            names = "--cap-limit",
            paramLabel = "X",
            description = "highest factor on caps that the controller may set; default: 4, or twice"
                    + " the scenario's own if that is more")
    private double capLimit;

    @Override
    public Integer call() throws IOException, StudyException {
        CommandLine line = spec.commandLine();
        String id = options.check(line, "respond");
        if (capLimit < 0 || capLimit > 100) {
            throw new CommandLine.ParameterException(line, "--cap-limit lies above 0, up to 100");
        }
        Laboratory laboratory = new Laboratory(
                Failure.file(file),
                options.overrides,
                Archive.NONE,
                options.threads,
                options.progress());
        return respond(laboratory, id, line);
    }

    private int respond(Laboratory laboratory, String id, CommandLine line)
            throws IOException, StudyException {
        Scenario scenario = laboratory.trial(Map.of()).simulation().scenario();
        Question question = Question.of(scenario, capacities, spikes, capLimit);
        // a folder that cannot be made is better known before the runs than after them
        try (ResultFolder folder = options.folder(scenario.name(), id)) {
            options.tell(id);
            int replications = options.replications > 0
                    ? options.replications
                    : Math.min(REPLICATIONS, scenario.studyReplications());
            Response response = Respond.to(
                    question, laboratory.keeping(Archive.in(folder.kept())), replications);
            ResponseFolder files = new ResponseFolder(response);
            List<String> assumptions = Assumptions.in(Files.readString(file));
            Path written = folder.publish(
                    options.charts(files.page(command(), assumptions)),
                    files.files(command(), assumptions));
            line.getOut().println();
            files.lines().forEach(line.getOut()::println);
            line.getOut().println();
            line.getOut().println("report: " + written.resolve("report.html"));
            return ExitCode.OK;
        }
    }

    /** As it was typed, but for the folder and the threads, on which nothing depends. */
    private String command() {
        StringBuilder text = new StringBuilder("headroom respond " + file.getFileName());
        options.overrides.forEach((path, value) -> {
            String pair = path + "=" + value;
            text.append(" --set ").append(pair.contains(" ") ? '"' + pair + '"' : pair);
        });
        list(text, "--capacity", capacities);
        list(text, "--spike", spikes);
        list(text, "--cap-limit", capLimit > 0 ? List.of(capLimit) : List.of());
        list(
                text,
                "--replications",
                options.replications > 0 ? List.of(options.replications) : List.of());
        return text.toString();
    }

    private static void list(StringBuilder text, String name, List<? extends Number> values) {
        if (!values.isEmpty()) {
            text.append(' ').append(name).append(' ');
            text.append(String.join(",", values.stream().map(String::valueOf).toList()));
        }
    }
}
