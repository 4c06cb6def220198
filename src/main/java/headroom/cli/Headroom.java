package headroom.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The command line of Headroom. */
@Command(
        name = "headroom",
        mixinStandardHelpOptions = true,
        version = "headroom 0.1.0",
        description = {
            "How usage caps and peak-hour limits of a large GPU fleet respond to added capacity.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 all well, 1 what was asked does not hold, 2 usage,"
                    + " 3 scenario invalid, 4 input or output,"
                    + " 70 internal error, 130 interrupted."
        },
        subcommands = {
            RunCommand.class,
            ValidateCommand.class,
            ExplainCommand.class,
            FitCommand.class,
            CalibrateCommand.class,
            ReportCommand.class,
            SweepCommand.class,
            CompareCommand.class,
            CheckCommand.class,
            SolveCommand.class,
            RespondCommand.class
        })
public final class Headroom implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    public static void main(String[] args) {
        int code = execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs a command line in this process; its exit code. */
    public static int execute(String... args) {
        CommandLine line = new CommandLine(new Headroom())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(Headroom::usage)
                .setExecutionExceptionHandler(Failure::report)
                .setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(args);
    }

    private static int usage(CommandLine.ParameterException e, String[] args) {
        CommandLine at = e.getCommandLine();
        at.getErr().println(worded(String.valueOf(e.getMessage())));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, at.getErr());
        return Failure.usage(at);
    }

    /** Picocli says "option option" of a map that lacks its '='. */
    private static String worded(String message) {
        return message.replace("option option", "option");
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }
}
