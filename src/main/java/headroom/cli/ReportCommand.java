package headroom.cli;

import headroom.report.RunFolder;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Makes the report of a finished run again. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes report.html and overview.svg of a finished run again, from the data"
                + " in its results folder.",
        footer = {"", "Example: headroom report results/spike/20260302-120000-000"})
final class ReportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "results folder of a run")
    private Path run = Path.of("");

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        RunFolder.rebuild(run);
        spec.commandLine().getOut().println("report: " + run.resolve("report.html"));
        return ExitCode.OK;
    }
}
