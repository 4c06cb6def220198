package headroom.jobbook;

/** What it cost the jobs of a stream that GPUs lent to them were asked back. */
public final class YieldCounts {
    /** Jobs told to leave. */
    public long jobs;

    /** GPU-seconds in which those write checkpoints [s]. */
    public double savingSeconds;
    /** GPU-seconds of work that those without time for it have to do again [s]. */
    public double lostSeconds;

    /** Forgets everything. */
    void reset() {
        jobs = 0;
        savingSeconds = 0;
        lostSeconds = 0;
    }

    /** Adds what another counted. */
    void add(YieldCounts other) {
        jobs += other.jobs;
        savingSeconds += other.savingSeconds;
        lostSeconds += other.lostSeconds;
    }
}
