package headroom.jobbook;

/** What it cost the jobs of a stream that GPUs lent to them were asked back. */
public final class YieldCounts {
    /** GPU-seconds in which jobs that leave save their work, counted when they begin [s]. */
    public double savingSeconds;
    /** GPU-seconds of work lost by jobs that had no time to save it [s]. */
    public double lostSeconds;

    /** Forgets everything. */
    void reset() {
        savingSeconds = 0;
        lostSeconds = 0;
    }

    /** Adds what another counted. */
    void add(YieldCounts other) {
        savingSeconds += other.savingSeconds;
        lostSeconds += other.lostSeconds;
    }
}
