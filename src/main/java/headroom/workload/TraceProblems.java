package headroom.workload;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a trace, line by line, up to as many as one cares to read. */
final class TraceProblems {
    private static final int MOST = 20;

    private final String file;
    private final List<TraceException> problems = new ArrayList<>();

    TraceProblems(String file) {
        this.file = file;
    }

    /** Notes a problem; the last one that is told ends the reading. */
    void add(long line, String problem) {
        add(new TraceException(file, line, problem));
    }

    void add(TraceException problem) {
        problems.add(problem);
        if (problems.size() == MOST) {
            problems.add(new TraceException(file, problem.line(), "not read further"));
            raise();
        }
    }

    /** Throws all problems in one; returns where there is none. */
    void raise() {
        if (!problems.isEmpty()) {
            throw new TraceException(problems);
        }
    }
}
