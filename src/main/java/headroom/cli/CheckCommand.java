package headroom.cli;

import headroom.experiment.Archive;
import headroom.experiment.Simulation;
import headroom.metrics.Judgement;
import headroom.metrics.Judgement.Verdict;
import headroom.page.Growth;
import headroom.page.JUnitXml;
import headroom.page.Judged;
import headroom.page.SummaryFiles;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.study.Expectations;
import headroom.study.Laboratory;
import headroom.study.SloCheck;
import headroom.study.StudyException;
import headroom.study.Trial;
import headroom.yaml.Document.Place;
import headroom.yaml.Problem;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Judges the {@code slo} entries of scenarios by running them. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Runs scenarios and judges their slo entries: pass, fail or inconclusive.",
        footer = {
            "",
            "Example: headroom check scenarios/sixty-four-servers.yaml --replications 5",
            "",
            "Exit codes: 0 all pass, 1 one fails or is inconclusive, 2 usage, 3 scenario invalid,"
                    + " 4 input or output, 70 internal error, 130 interrupted."
        })
final class CheckCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "scenario files, or patterns of names such as 'scenarios/*.yaml'")
    private List<String> files = List.of();

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = StudyOptions.SET)
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--replications",
            paramLabel = "N",
            description = "replications; default: those of the scenario")
    private int replications = StudyOptions.UNSET;

    @Option(
            names = "--until-decided",
            paramLabel = "N",
            description = "add replications, up to N, until nothing is inconclusive")
    private int most;

    @Option(
            names = "--family",
            description = "all verdicts of a file together hold with the confidence, not each by"
                    + " itself")
    private boolean family;

    @Option(
            names = "--inconclusive",
            paramLabel = "fail|pass",
            defaultValue = "fail",
            description = "what an inconclusive verdict does to exit code and JUnit XML; default"
                    + " ${DEFAULT-VALUE}")
    private Undecided inconclusive = Undecided.FAIL;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "keep finished replications in DIR and take those that are there: a killed"
                            + " check goes on, an unchanged scenario is not run again")
    private @Nullable Path keep;

    @Option(names = "--junit", paramLabel = "FILE", description = "write JUnit XML; replaces FILE")
    private @Nullable Path junit;

    @Option(names = "--json", description = "print JSON instead of tables")
    private boolean json;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads; default: one a core. No result depends on it.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    /** What to make of an inconclusive verdict. */
    private enum Undecided {
        FAIL,
        PASS
    }

    /** A file with what it expects. */
    private record Task(
            Path file, ScenarioFile.Parsed parsed, Laboratory laboratory, Expectations expected) {
        Scenario scenario() {
            return parsed.scenario().orElseThrow();
        }
    }

    @Override
    public Integer call() throws IOException, StudyException {
        CommandLine line = spec.commandLine();
        refuse(line, threads < 1, "--threads must be at least 1");
        refuse(
                line,
                replications < 1 && replications != StudyOptions.UNSET,
                "--replications must be at least 1");
        refuse(line, most < 0, "--until-decided must be at least 1");
        if (replications == 1) {
            // one replication may be cut into batches
            overrides.put("replications", "1");
        }
        // a report that cannot be written is better known before the run than after it
        ReportFile report = junit == null ? null : ReportFile.of(junit);
        List<Task> tasks = new ArrayList<>();
        int worst = ExitCode.OK;
        for (Path file : FilePatterns.expand(files)) {
            worst = Math.max(worst, read(file, tasks, line));
        }
        if (worst != ExitCode.OK) {
            return worst;
        }
        tasks.stream().filter(task -> task.expected().all().isEmpty()).forEach(task -> line.getErr()
                .println(task.file() + ": nothing is expected"));
        tasks.removeIf(task -> task.expected().all().isEmpty());
        refuse(line, tasks.isEmpty(), "no file has slo entries, so there is nothing to check");
        Map<Task, SloCheck.Outcome> outcomes = new LinkedHashMap<>();
        for (Task task : tasks) {
            SloCheck.Outcome outcome = run(task);
            outcomes.put(task, outcome);
            if (!json) {
                print(task, outcome, line);
            }
        }
        if (json) {
            line.getOut().print(json(outcomes));
            line.getOut().flush();
        }
        if (report != null) {
            report.write(JUnitXml.of(suites(outcomes), inconclusive == Undecided.FAIL));
        }
        return outcomes.values().stream().allMatch(this::isGood) ? ExitCode.OK : ExitCode.UNMET;
    }

    private static void refuse(CommandLine line, boolean wrong, String message) {
        if (wrong) {
            throw new CommandLine.ParameterException(line, message);
        }
    }

    /** Reads a file and finds its numbers; a mistake in one hides none in another. */
    private int read(Path file, List<Task> tasks, CommandLine line) {
        try {
            ScenarioFile.Parsed parsed = ScenarioFile.read(Failure.file(file), overrides);
            parsed.problems().forEach(problem -> line.getErr().println(problem.render()));
            if (parsed.scenario().isEmpty()) {
                return ExitCode.INVALID;
            }
            Laboratory.Progress progress = quiet ? Laboratory.Progress.NONE : StudyOptions.shown();
            Archive archive = keep == null ? Archive.NONE : Archive.in(keep);
            Laboratory laboratory = new Laboratory(file, overrides, archive, threads, progress);
            Simulation cold = Simulation.cold(parsed.scenario().get(), ScenarioFile.folder(file));
            Expectations expected = Expectations.of(parsed, cold);
            List<Problem> wrong = new ArrayList<>(Expectations.asked(parsed, cold));
            wrong.addAll(expected.problems());
            wrong.forEach(problem -> line.getErr().println(problem.render()));
            tasks.add(new Task(file, parsed, laboratory, expected));
            return wrong.isEmpty() ? ExitCode.OK : ExitCode.INVALID;
        } catch (IOException e) {
            line.getErr().println(Failure.words(e));
            return ExitCode.INPUT_OUTPUT;
        }
    }

    private SloCheck.Outcome run(Task task) throws IOException, StudyException {
        Trial trial = task.laboratory().trial(Map.of());
        if (replications < 1) {
            trial = task.laboratory().asked(trial);
        }
        int first = replications > 0 ? replications : trial.readings().size();
        return SloCheck.run(
                task.laboratory(),
                trial,
                task.expected().all(),
                new SloCheck.Effort(first, most, family));
    }

    private boolean isGood(SloCheck.Outcome outcome) {
        return outcome.judgements().stream()
                .allMatch(each -> each.verdict() == Verdict.PASS
                        || each.verdict() == Verdict.INCONCLUSIVE
                                && inconclusive == Undecided.PASS);
    }

    private static void print(Task task, SloCheck.Outcome outcome, CommandLine line) {
        List<Judgement> judgements = outcome.judgements();
        int replications = outcome.trial().readings().size();
        line.getOut()
                .println(task.file() + ": "
                        + (replications == 1 ? "1 replication" : replications + " replications"));
        List<String> lines = Judged.table("", judgements).lines();
        line.getOut().println("  " + lines.get(0));
        boolean colour = Colour.isWanted();
        for (int i = 0; i < judgements.size(); i++) {
            Judgement each = judgements.get(i);
            String text = lines.get(i + 1);
            line.getOut().println("  " + (colour ? Colour.of(each.verdict(), text) : text));
            String advice = new Judged(each).advice();
            if (!advice.isEmpty()) {
                line.getOut().println("      inconclusive: " + advice);
            }
            if (each.verdict() != Verdict.PASS) {
                Place place = task.parsed().expectations().get(i);
                line.getOut().println("      " + where(place));
            }
        }
        Trial trial = outcome.trial();
        Growth.sentences(trial.summary(), trial.simulation().phases())
                .forEach(sentence -> line.getOut().println("  " + sentence));
        line.getOut()
                .println("  " + count(judgements, Verdict.PASS) + " pass, "
                        + count(judgements, Verdict.FAIL) + " fail, "
                        + count(judgements, Verdict.INCONCLUSIVE) + " inconclusive; each end of an"
                        + " interval holds with the confidence before it");
    }

    private static String where(Place place) {
        return place.source().label()
                + (place.source().override() ? "" : ":" + place.line() + ":" + place.column());
    }

    private static long count(List<Judgement> judgements, Verdict verdict) {
        return judgements.stream().filter(each -> each.verdict() == verdict).count();
    }

    private static List<JUnitXml.Suite> suites(Map<Task, SloCheck.Outcome> outcomes) {
        List<JUnitXml.Suite> suites = new ArrayList<>();
        outcomes.forEach((task, outcome) -> suites.add(new JUnitXml.Suite(
                task.scenario().name(),
                task.file().toString(),
                task.parsed().expectations().stream()
                        .map(place -> place.source().override() ? 0 : place.line())
                        .toList(),
                outcome.judgements())));
        return suites;
    }

    private static String json(Map<Task, SloCheck.Outcome> outcomes) {
        return SummaryFiles.jsonText(json -> {
            json.writeStartArray();
            outcomes.forEach((task, outcome) -> {
                json.writeStartObject();
                json.writeStringProperty("file", task.file().toString());
                json.writeStringProperty("scenario", task.scenario().name());
                json.writeNumberProperty(
                        "replications", outcome.trial().readings().size());
                json.writeArrayPropertyStart("slo");
                outcome.judgements().forEach(each -> Judged.write(json, each));
                json.writeEndArray();
                json.writeEndObject();
            });
            json.writeEndArray();
        });
    }
}
