package headroom.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
        })
public final class Headroom implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    /** In the order in which help lists them. */
    private static final List<String> COMMANDS = List.of(
            "run",
            "validate",
            "explain",
            "fit",
            "calibrate",
            "report",
            "sweep",
            "compare",
            "check",
            "solve",
            "respond");

    public static void main(String[] args) {
        Output output = new Output();
        System.setOut(new PrintStream(new BufferedOutputStream(output), true));
        int code = execute(args);
        System.out.flush();
        if (output.isCut()) {
            System.err.println("standard output: " + output.reason);
            code = code == ExitCode.OK ? ExitCode.INPUT_OUTPUT : code;
        }
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Standard output that remembers why it could not be written, which a printer forgets. */
    private static final class Output extends FileOutputStream {
        private String reason = "";

        Output() {
            super(FileDescriptor.out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                super.write(bytes, from, length);
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
                throw e;
            }
        }

        /** Whether something is missing; whoever closes a pipe has read enough. */
        boolean isCut() {
            return !reason.isEmpty() && !reason.equals("Broken pipe");
        }
    }

    /** Runs a command line in this process; its exit code. */
    public static int execute(String... args) {
        try {
            return executed(args);
        } catch (OutOfMemoryError e) {
            System.err.println("not enough memory: " + Runtime.getRuntime().maxMemory() / 1_000_000
                    + " MB are what Java may use; run fewer replications side by side (--threads 1)"
                    + " or fewer cells (sample), or allow it more (java -Xmx8g -jar ...)");
            return ExitCode.INTERNAL;
        }
    }

    private static int executed(String... args) {
        return line(args)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(Headroom::usage)
                .setExecutionExceptionHandler(Failure::report)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    /**
     * What takes a command line: it knows the command whose name comes first, or else all of them.
     * To describe one takes picocli some ten milliseconds.
     */
    static CommandLine line(String... args) {
        CommandLine line = new CommandLine(new Headroom());
        List<String> named =
                args.length > 0 && COMMANDS.contains(args[0]) ? List.of(args[0]) : COMMANDS;
        named.forEach(name -> line.addSubcommand(name, command(name)));
        return line;
    }

    private static Object command(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "validate" -> new ValidateCommand();
            case "explain" -> new ExplainCommand();
            case "fit" -> new FitCommand();
            case "calibrate" -> new CalibrateCommand();
            case "report" -> new ReportCommand();
            case "sweep" -> new SweepCommand();
            case "compare" -> new CompareCommand();
            case "check" -> new CheckCommand();
            case "solve" -> new SolveCommand();
            case "respond" -> new RespondCommand();
            default -> throw new IllegalArgumentException(name);
        };
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
