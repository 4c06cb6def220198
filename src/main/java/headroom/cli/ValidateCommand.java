package headroom.cli;

import headroom.experiment.Simulation;
import headroom.scenario.ScenarioFile;
import headroom.study.Expectations;
import headroom.workload.TraceException;
import headroom.yaml.Problem;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
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

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        int worst = ExitCode.OK;
        for (Path file : files) {
            worst = Math.max(worst, check(file, line));
        }
        return worst;
    }

    /** Whether its runs have the numbers that it expects something of. */
    private static boolean expectations(Path file, ScenarioFile.Parsed parsed, CommandLine line) {
        if (parsed.scenario().orElseThrow().slo().isEmpty()) {
            return true;
        }
        try {
            Expectations expected = Expectations.of(
                    parsed, Simulation.of(parsed.scenario().get(), ScenarioFile.folder(file)));
            expected.problems().forEach(problem -> line.getErr().println(problem.render()));
            return expected.problems().isEmpty();
        } catch (TraceException e) {
            line.getErr()
                    .println(file + ": slo: not known to be right without its trace: "
                            + e.getMessage());
            return true;
        }
    }

    /** A file that cannot be read hides no mistake in another. */
    private static int check(Path file, CommandLine line) {
        ScenarioFile.Parsed parsed;
        try {
            parsed = ScenarioFile.read(Failure.file(file), Map.of());
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
