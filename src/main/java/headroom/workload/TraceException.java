package headroom.workload;

import java.util.List;
import java.util.stream.Collectors;

/** A trace that cannot be read: which file, which line, what is wrong and what would be right. */
public final class TraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long line;

    /**
     * A problem at a line.
     *
     * @param file as the user named it
     * @param line first line of the offending record, 1 for the first; 0 for the file as a whole
     * @param problem what is wrong and what would be right
     */
    public TraceException(String file, long line, String problem) {
        super(file + (line > 0 ? ":" + line : "") + ": " + problem);
        this.file = file;
        this.line = line;
    }

    TraceException(String file, long line, String problem, Throwable cause) {
        this(file, line, problem);
        initCause(cause);
    }

    /** Several problems in one, a line of the message each; there is at least one. */
    TraceException(List<TraceException> problems) {
        super(problems.stream().map(TraceException::getMessage).collect(Collectors.joining("\n")));
        this.file = problems.get(0).file;
        this.line = problems.get(0).line;
    }

    public String file() {
        return file;
    }

    public long line() {
        return line;
    }
}
