package headroom.cli;

import headroom.calibration.Fit;
import headroom.calibration.KernelTables;
import headroom.calibration.PointsFile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Fits efficiencies to measured points. */
@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        description = "Fits efficiencies of engines on GPUs to measured closed-loop runs, and"
                + " reports their errors in cross-validation.",
        footer = {"", "Example: headroom fit --points silicon_points.csv.gz --out fit"})
final class FitCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--points",
            paramLabel = "FILE",
            required = true,
            description = "measured points, CSV or gzip, with the columns of aiconfigurator")
    private Path points = Path.of("");

    @Option(
            names = "--kernels",
            paramLabel = "DIR",
            description = "folder of kernel tables to compare with")
    private @Nullable Path kernels;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "where report.md and tables are written")
    private Path out = Path.of("");

    @Option(
            names = "--folds",
            paramLabel = "N",
            defaultValue = "10",
            description = "parts in cross-validation by rows; default ${DEFAULT-VALUE}")
    private int folds = 10;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "which rows fall into which part; default ${DEFAULT-VALUE}")
    private long seed = 1;

    @Override
    public Integer call() throws IOException {
        CommandLine line = spec.commandLine();
        if (folds < 2) {
            throw new CommandLine.ParameterException(line, "--folds must be at least 2");
        }
        refuseWhatExists();
        PrintWriter err = line.getErr();
        PointsFile.Content content = PointsFile.read(Failure.file(points));
        List<String> tables = kernels == null ? List.of() : KernelTables.report(kernels);
        err.println("fit to " + content.points().size() + " points");
        Fit fit = Fit.to(content);
        fit.write(out, new Fit.Plan(folds, seed), tables, err::println);
        line.getOut().println("report: " + out.resolve("report.md"));
        return ExitCode.OK;
    }

    /** A refusal costs nobody a fit, and no fit writes over another. */
    private void refuseWhatExists() throws IOException {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new FileSystemException(out.toString(), null, "a file; --out names a folder");
        }
        if (Files.isDirectory(out)) {
            try (Stream<Path> inside = Files.list(out)) {
                if (inside.findAny().isPresent()) {
                    throw new FileSystemException(
                            out.toString(), null, "not empty; choose another --out");
                }
            }
        }
    }
}
