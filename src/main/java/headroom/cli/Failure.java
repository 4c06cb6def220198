package headroom.cli;

import headroom.calibration.PointsException;
import headroom.experiment.Refusal;
import headroom.study.StudyException;
import headroom.workload.TraceException;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Words for what can go wrong while a command runs. */
final class Failure {
    private Failure() {}

    static int report(Exception e, CommandLine at, CommandLine.ParseResult parsed) {
        Throwable cause = e;
        while (cause.getCause() != null && !isOurs(cause)) {
            cause = cause.getCause();
        }
        if (cause instanceof TraceException || cause instanceof PointsException) {
            at.getErr().println(cause.getMessage());
            return ExitCode.INPUT_OUTPUT;
        }
        if (cause instanceof StudyException study) {
            at.getErr().println(String.valueOf(cause.getMessage()).stripTrailing());
            return study.isOfScenario() ? ExitCode.INVALID : usage(at);
        }
        if (cause instanceof Refusal) {
            at.getErr().println(cause.getMessage());
            return ExitCode.INVALID;
        }
        if (cause instanceof IOException || cause instanceof UncheckedIOException) {
            at.getErr().println(words(cause));
            return ExitCode.INPUT_OUTPUT;
        }
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        at.getErr().println("headroom: internal error, please report it with what follows");
        at.getErr().println(trace);
        return ExitCode.INTERNAL;
    }

    /** Where to read on after a mistake on the command line. */
    static int usage(CommandLine at) {
        at.getErr().println("Try '" + at.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static boolean isOurs(Throwable e) {
        return e instanceof TraceException
                || e instanceof PointsException
                || e instanceof StudyException
                || e instanceof Refusal
                || e instanceof IOException;
    }

    /** A file to read; a folder is told by its name, which reading it would not tell. */
    static Path file(Path path) throws FileSystemException {
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "a folder; a file is needed");
        }
        return path;
    }

    static String words(Throwable e) {
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + ": no such file";
        }
        if (e instanceof FileAlreadyExistsException file) {
            boolean inTheWay = Files.isRegularFile(Path.of(file.getFile()));
            return e.getMessage()
                    + (inTheWay ? ": a file; a folder is needed" : ": exists already");
        }
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + ": access denied";
        }
        return String.valueOf(e.getMessage());
    }
}
