package headroom.metrics;

/** Text that names no number of a run, or none that can be asked for so; with what would be. */
public final class MetricException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    MetricException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** What would be right; may be empty. */
    public String hint() {
        return hint;
    }

    /** Both in a line. */
    public String line() {
        return getMessage() + (hint.isEmpty() ? "" : "; " + hint);
    }
}
