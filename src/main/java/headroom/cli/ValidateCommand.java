package headroom.cli;

import headroom.scenario.ScenarioFile;
import headroom.yaml.Problem;

import org.jspecify.annotations.Nullable;

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
        description = "Checks scenario files: every error of a file at once, with its place.",
        footer = {"", "Example: headroom validate scenarios/spike.yaml"})
final class ValidateCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "scenario files")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        CommandLine line = spec.commandLine();
        int code = ExitCode.OK;
        for (Path file : files) {
            ScenarioFile.Parsed parsed = ScenarioFile.read(file, Map.of());
            for (Problem problem : parsed.problems()) {
                line.getErr().println(problem.render());
            }
            if (parsed.scenario().isEmpty()) {
                code = ExitCode.INVALID;
            } else {
                line.getOut().println(file + ": valid");
            }
        }
        return code;
    }
}
