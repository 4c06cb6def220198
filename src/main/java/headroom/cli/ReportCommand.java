package headroom.cli;

import headroom.experiment.RunResult;
import headroom.report.ChartPng;
import headroom.report.RunFolder;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Makes the report of a finished run again. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes report.html and overview.svg of a finished run again, from the data"
                + " in its results folder.",
        footer = {"", "Example: headroom report results/spike/20260302-120000-000 --png"})
final class ReportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "RUN", description = "results folder of a run")
    private Path run = Path.of("");

    @Option(names = "--png", description = "each chart as charts/NAME.png too")
    private boolean png;

    @Override
    public Integer call() throws IOException {
        RunResult result = RunFolder.rebuild(run);
        PrintWriter out = spec.commandLine().getOut();
        out.println("report: " + run.resolve("report.html"));
        if (png) {
            ChartPng.write(result, run).forEach(file -> out.println("chart: " + file));
        }
        return ExitCode.OK;
    }
}
