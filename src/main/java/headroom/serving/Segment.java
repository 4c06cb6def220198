package headroom.serving;

/**
 * A run of steps over one unchanged batch, in closed form.
 *
 * <pre>
 * duration of m steps [s] = m*a + b*m*(m-1)/2
 *   a   first step [s]
 *   b   growth of each step over the one before: n decoding contexts gain a token each [s]
 * </pre>
 *
 * <p>Source: the arithmetic series of {@link StepTime} while its batch is constant. Exact.
 */
final class Segment {
    private double startSeconds;
    private double firstStepSeconds;
    private double growthSeconds;
    private long steps;
    private double endSeconds;

    void start(double timeSeconds, double firstStep, double growth, long count) {
        startSeconds = timeSeconds;
        firstStepSeconds = firstStep;
        growthSeconds = growth;
        steps = count;
        endSeconds = boundarySeconds(count);
    }

    double endSeconds() {
        return endSeconds;
    }

    long steps() {
        return steps;
    }

    /** End of the m-th step of this segment [s]. */
    double boundarySeconds(long m) {
        return startSeconds + (m * firstStepSeconds + growthSeconds * (0.5 * m * (m - 1)));
    }

    /** Steps that end before the given time, which is not after the end. */
    long stepsBefore(double timeSeconds) {
        return steps == 1 ? 0 : Math.min(steps, stepAt(timeSeconds)) - 1;
    }

    /** Ends the segment with the step under way at the given time; true if that is sooner. */
    boolean cutAt(double timeSeconds) {
        long m = steps == 1 ? 1 : stepAt(timeSeconds);
        if (m >= steps) {
            return false;
        }
        steps = m;
        endSeconds = boundarySeconds(m);
        return true;
    }

    /** The smallest m &gt;= 1 whose step ends at or after the given time. */
    private long stepAt(double timeSeconds) {
        double x = timeSeconds - startSeconds;
        double linear = firstStepSeconds - 0.5 * growthSeconds;
        double root = Math.sqrt(linear * linear + 2 * growthSeconds * x);
        long m = Math.max(1, (long) Math.ceil(2 * x / (linear + root)));
        while (boundarySeconds(m) < timeSeconds) {
            m++;
        }
        while (m > 1 && boundarySeconds(m - 1) >= timeSeconds) {
            m--;
        }
        return m;
    }
}
