package headroom.study;

/** A study that cannot be made of what it was given; the message says what would be right. */
public final class StudyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean scenario;

    private StudyException(String message, boolean scenario) {
        super(message);
        this.scenario = scenario;
    }

    /** What was asked on the command line cannot be asked. */
    public static StudyException ofUsage(String message) {
        return new StudyException(message, false);
    }

    /** A scenario is invalid, by itself or with values replaced; the message has all problems. */
    public static StudyException ofScenario(String problems) {
        return new StudyException(problems, true);
    }

    /** Whether a scenario is at fault, not the question. */
    public boolean isOfScenario() {
        return scenario;
    }
}
