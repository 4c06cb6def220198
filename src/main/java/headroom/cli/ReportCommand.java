package headroom.cli;

import headroom.charts.StudyFiles;
import headroom.charts.StudyPage;
import headroom.experiment.RunResult;
import headroom.page.ResultFolder;
import headroom.page.SavedFolder;
import headroom.report.ChartPng;
import headroom.report.RunFolder;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** Makes the report of a run or study that is over again. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes report.html and the SVG charts of a finished run, sweep, respond,"
                + " compare or solve again, from the data in its results folder.",
        footer = {"", "Example: headroom report results/spike/20260302-120000-000 --png"})
final class ReportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "FOLDER", description = "results folder of a run or study")
    private Path folder = Path.of("");

    @Option(
            names = "--png",
            description = "each chart as PNG too, charts/NAME.png in the results folder")
    private boolean png;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        SavedFolder saved = SavedFolder.open(folder);
        Map<String, byte[]> charts = rebuilt(saved);
        out.println("report: " + folder.resolve("report.html"));
        for (Map.Entry<String, byte[]> each : charts.entrySet()) {
            Path file = folder.resolve(each.getKey());
            ResultFolder.replace(file, each.getValue());
            out.println("chart: " + file);
        }
        return ExitCode.OK;
    }

    /** Makes the report again; its charts as PNG, if they are asked for. */
    private Map<String, byte[]> rebuilt(SavedFolder saved) throws IOException {
        if (saved.isOfStudy()) {
            StudyPage page = StudyFiles.rebuild(saved);
            return png ? StudyFiles.png(page) : Map.of();
        }
        RunResult result = RunFolder.rebuild(saved);
        return png ? ChartPng.all(result) : Map.of();
    }
}
