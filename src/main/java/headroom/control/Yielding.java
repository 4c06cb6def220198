package headroom.control;

/**
 * Who slows down first where the power of a site is short, serving or jobs.
 *
 * <pre>
 * together:        both run at clock x
 * one first:       it runs at max(m, 2 x - 1), the other at min(1, 2 x - m)
 * </pre>
 *
 * <p>x is what a power policy sets, from 1 down to m, the lowest clock of the site: who yields
 * first is at m when x is half way down, and only from there on does the other slow down. Grade:
 * assumed; an operator's own choice.
 *
 * @param first who yields first
 * @param minClock m, in (0, 1]; 0 where nothing runs
 */
public record Yielding(First first, double minClock) {
    /** All at the same clock. */
    public static final Yielding TOGETHER = new Yielding(First.TOGETHER, 0);

    /** Who yields first. */
    public enum First {
        /** Nobody: all slow down alike. */
        TOGETHER,
        /** Jobs, as far as they can; then what serves. */
        JOBS,
        /** What serves, as far as it can; then jobs. */
        SERVING
    }

    /** The clock of GPUs that serve, as a share of full clock. */
    public double servingClock(double setting) {
        return switch (first) {
            case TOGETHER -> setting;
            case JOBS -> later(setting);
            case SERVING -> sooner(setting);
        };
    }

    /** The clock of GPUs that jobs hold, as a share of full clock. */
    public double jobsClock(double setting) {
        return switch (first) {
            case TOGETHER -> setting;
            case JOBS -> sooner(setting);
            case SERVING -> later(setting);
        };
    }

    private double sooner(double setting) {
        return Math.max(minClock, 2 * setting - 1);
    }

    private double later(double setting) {
        return Math.min(1, 2 * setting - minClock);
    }
}
