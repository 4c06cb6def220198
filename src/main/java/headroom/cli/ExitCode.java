package headroom.cli;

/** What the process says when it ends. */
final class ExitCode {
    static final int OK = 0;
    /** What was asked for does not hold, or could not be decided. */
    static final int UNMET = 1;

    static final int USAGE = 2;
    static final int INVALID = 3;
    static final int INPUT_OUTPUT = 4;
    static final int INTERNAL = 70;

    private ExitCode() {}
}
