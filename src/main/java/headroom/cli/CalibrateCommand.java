package headroom.cli;

import headroom.demandfit.DemandFit;
import headroom.demandfit.DemandFit.Format;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;

/** Fits demand to a trace. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = "Fits generated demand to a recorded trace: its rate, how its counts disperse"
                + " from a second to an hour, its token lengths and its clients. Prints the"
                + " demand section of a scenario, with the goodness of fit.",
        footer = {
            "",
            "Example: headroom calibrate scenarios/traces/sample-conversation.csv.gz",
            "         headroom calibrate traces/servegen --format servegen --of m-large"
        })
final class CalibrateCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(
            paramLabel = "TRACE",
            description = "file of requests, plain or gzip; for servegen the folder with"
                    + " client_windows.csv and client_token_quantiles.csv, plain or gzip")
    private Path trace = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "azure",
            description = "azure, mooncake, vidur or servegen; default ${DEFAULT-VALUE}")
    private Format format = Format.AZURE;

    @Option(
            names = "--of",
            paramLabel = "MODEL",
            defaultValue = "",
            description = "whose clients to fit, of a servegen folder")
    private String model = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where the demand section is written; default: the terminal")
    private @Nullable Path out;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "where a small scenario that runs with this demand is written")
    private @Nullable Path scenario;

    @Option(
            names = "--replications",
            paramLabel = "N",
            defaultValue = "0",
            description = "generated traces to compare with; default: 3 to 500, by length")
    private int replications;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of everything random; default ${DEFAULT-VALUE}")
    private long seed = 1;

    @Override
    public Integer call() throws IOException {
        CommandLine line = spec.commandLine();
        if (replications < 0 || replications == 1) {
            throw new CommandLine.ParameterException(line, "--replications must be at least 2");
        }
        refuse(out);
        refuse(scenario);
        if (out != null && out.equals(scenario)) {
            throw new CommandLine.ParameterException(
                    line, "--out and --scenario name the same file");
        }
        Path from = format == Format.SERVEGEN ? trace : Failure.file(trace);
        PrintWriter err = line.getErr();
        DemandFit fit = DemandFit.to(
                new DemandFit.Source(from, format, model), seed, replications, err::println);
        if (out == null) {
            line.getOut().print(fit.demand());
            line.getOut().flush();
        } else {
            Files.writeString(out, fit.demand(), StandardOpenOption.CREATE_NEW);
            fit.table().forEach(line.getOut()::println);
            line.getOut().println("demand: " + out);
        }
        if (scenario != null) {
            Files.writeString(scenario, fit.scenario(), StandardOpenOption.CREATE_NEW);
            line.getErr().println("scenario: " + scenario);
        }
        return ExitCode.OK;
    }

    /** A refusal costs nobody a fit, and no fit writes over another. */
    private static void refuse(@Nullable Path file) throws FileSystemException {
        if (file != null && Files.exists(file)) {
            throw new FileSystemException(file.toString(), null, "exists; choose another name");
        }
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new FileSystemException(folder.toString(), null, "no such folder");
        }
    }
}
