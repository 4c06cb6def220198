package headroom.jobs;

/** What a policy may order, all of it carried out at once. */
public interface Orders {
    /** A waiting job starts on GPUs of a pool, where it must fit. */
    void start(int job, int pool);

    /** A running job stops and goes back to the line, at the place its key gives. */
    void preempt(int job, Preemption how);

    /** The line is sorted anew, by the keys of now. */
    void sort();

    /** The policy is asked again at an instant, unless it is asked for one before that [s]. */
    void wakeAt(double timeSeconds);

    /** What becomes of the work that a preempted job has done. */
    enum Preemption {
        /** It is kept. */
        RESUME,
        /** It is lost since the last checkpoint; all of it where there are none. */
        RESTART,
        /** It is kept; the job first writes a checkpoint, and holds its GPUs while it does. */
        CHECKPOINT
    }
}
