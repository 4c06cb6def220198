package headroom.cli;

import headroom.experiment.Simulation;
import headroom.scenario.ScenarioFile;
import headroom.study.Expectations;
import headroom.workload.TraceException;
import headroom.yaml.Problem;

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

/** Checks scenario files without running them. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description =
                "Checks scenario files: every error that can be seen, at once, with its place.",
        footer = {"", "Example: headroom validate scenarios/spike.yaml"})
final class ValidateCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "scenario files")
    private List<Path> files = List.of();

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = StudyOptions.SET)
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        int worst = ExitCode.OK;
        for (Path file : files) {
            worst = Math.max(worst, check(file, line));
        }
        return worst;
    }

    /** Whether its runs have the numbers that it names. */
    private static boolean expectations(Path file, ScenarioFile.Parsed parsed, CommandLine line) {
        if (parsed.expectations().isEmpty() && parsed.asked().isEmpty()) {
            return true;
        }
        try {
            Simulation cold =
                    Simulation.cold(parsed.scenario().orElseThrow(), ScenarioFile.folder(file));
            List<Problem> wrong = new ArrayList<>(Expectations.asked(parsed, cold));
            wrong.addAll(Expectations.of(parsed, cold).problems());
            wrong.forEach(problem -> line.getErr().println(problem.render()));
            return wrong.isEmpty();
        } catch (TraceException e) {
            line.getErr()
                    .println(file
                            + ": not known without its trace whether its runs have the numbers"
                            + " that it names: "
                            + e.getMessage());
            return true;
        }
    }

    /** A file that cannot be read hides no mistake in another. */
    private int check(Path file, CommandLine line) {
        ScenarioFile.Parsed parsed;
        try {
            parsed = ScenarioFile.read(Failure.file(file), overrides);
        } catch (IOException e) {
            line.getErr().println(Failure.words(e));
            return ExitCode.INPUT_OUTPUT;
        }
        for (Problem problem : parsed.problems()) {
            line.getErr().println(problem.render());
        }
        if (parsed.scenario().isEmpty()) {
            return ExitCode.INVALID;
        }
        if (!expectations(file, parsed, line)) {
            return ExitCode.INVALID;
        }
        line.getOut().println(file + ": valid");
        return ExitCode.OK;
    }
}
