package headroom.serving;

/**
 * What one replica does in time: a run of steps over one unchanged batch, in closed form, and the
 * integrals over time so far.
 *
 * <pre>
 * duration of m steps [s] = m*a + b*m*(m-1)/2
 *   a   first step [s]
 *   b   growth of each step over the one before: n decoding contexts gain a token each [s]
 * </pre>
 *
 * <p>Source: the arithmetic series of {@link StepTime} while its batch is constant. Exact.
 *
 * <p>The integrals are settled up to any instant, also within a step. The compute-bound share is
 * the mean over the segment: exact at its end, pro rata within it.
 */
final class Segment {
    /** More than the error of a sum of instants, as a share of the instant. */
    private static final double ROUNDING = 1e-12;
    /** Less than 1 by more than the error of a product. */
    private static final double LEAST = 0.999;

    private final double leastStepSeconds;
    private final double addedSeconds;
    private double startSeconds;
    private double firstStepSeconds;
    private double growthSeconds;
    private long steps;
    private boolean running;
    /** End of the segment; when an idle replica begins to serve; infinity [s]. */
    private double endSeconds = Double.POSITIVE_INFINITY;
    /** Not before the end, and not after the next end that lets go of a request [s]. */
    private double dueSeconds = Double.POSITIVE_INFINITY;

    private double settledSeconds;
    private double busySeconds;
    private double computeSeconds;
    private double occupiedSeconds;
    /** Compute-bound share of the segment. */
    private double computeShare;
    /** Share of the scarcer of sequences and KV memory in use now. */
    private double occupancy;

    /**
     * An idle replica.
     *
     * @param bornSeconds from when on its time counts [s]
     * @param leastStep what any step takes [s]
     * @param added what a sequence more adds to a step at least; 0 where steps are drawn [s]
     */
    Segment(double bornSeconds, double leastStep, double added) {
        settledSeconds = bornSeconds;
        leastStepSeconds = LEAST * leastStep;
        addedSeconds = added;
    }

    /** A segment begins at the settled instant. */
    void start(double timeSeconds, double firstStep, double growth, long count) {
        running = true;
        startSeconds = timeSeconds;
        firstStepSeconds = firstStep;
        growthSeconds = growth;
        steps = count;
        endSeconds = boundarySeconds(count);
        dueSeconds = later(dueSeconds, endSeconds);
    }

    /** What the segment uses: compute-bound seconds of its first step, share of the replica. */
    void use(double slowedSeconds, double newOccupancy) {
        computeShare = slowedSeconds == 0 ? 0 : slowedSeconds * steps / (endSeconds - startSeconds);
        occupancy = newOccupancy;
    }

    /** Nothing is to be done. */
    void stop() {
        running = false;
        endSeconds = Double.POSITIVE_INFINITY;
        dueSeconds = Double.POSITIVE_INFINITY;
    }

    /** An idle replica has something to do from this instant on. */
    void wake(double timeSeconds) {
        endSeconds = timeSeconds;
        dueSeconds = timeSeconds;
    }

    /**
     * A request has come that takes part in so many steps at least, and nobody has to leave for it
     * before what was due. It makes no step shorter, so that what was due before stays due; unless
     * the difference were no more than an error of rounding, or the segment ends at this instant.
     */
    void joined(double timeSeconds, int leastSteps) {
        boolean slows = endSeconds > timeSeconds && addedSeconds > ROUNDING * dueSeconds;
        dueBy(slows ? timeSeconds + leastSteps * leastStepSeconds : timeSeconds);
    }

    /** Steps that end before the replica is due at most. */
    long mostSteps(double timeSeconds) {
        return 1 + (long) ((dueSeconds - timeSeconds) / leastStepSeconds);
    }

    /** What is due is due by this instant, or by the end of the segment if that is later. */
    void dueBy(double timeSeconds) {
        dueSeconds = later(endSeconds, timeSeconds < dueSeconds ? timeSeconds : dueSeconds);
    }

    /** A branch that is seldom taken; Math.max also orders zeros and NaN, and waits for both. */
    private static double later(double a, double b) {
        return a > b ? a : b;
    }

    boolean isRunning() {
        return running;
    }

    double endSeconds() {
        return endSeconds;
    }

    double dueSeconds() {
        return dueSeconds;
    }

    long steps() {
        return steps;
    }

    /** End of the m-th step of this segment [s]. */
    private double boundarySeconds(long m) {
        return startSeconds + (m * firstStepSeconds + growthSeconds * (0.5 * m * (m - 1)));
    }

    /** Steps that end before the given time, which is not after the end. */
    long stepsBefore(double timeSeconds) {
        return steps == 1 ? 0 : Math.min(steps, stepAt(timeSeconds)) - 1;
    }

    /** Ends the segment with the step under way at the given time, if that is sooner. */
    void cutAt(double timeSeconds) {
        long m = steps == 1 ? 1 : stepAt(timeSeconds);
        if (m < steps) {
            steps = m;
            endSeconds = boundarySeconds(m);
        }
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

    void settle(double timeSeconds) {
        double elapsed = timeSeconds - settledSeconds;
        settledSeconds = timeSeconds;
        if (running) {
            busySeconds += elapsed;
            computeSeconds += elapsed * computeShare;
            occupiedSeconds += elapsed * occupancy;
        }
    }

    double busySeconds() {
        return busySeconds;
    }

    double computeSeconds() {
        return computeSeconds;
    }

    double occupiedSeconds() {
        return occupiedSeconds;
    }
}
