package headroom.gangs;

/** What a policy may order, all of it carried out at once. */
public interface Orders {
    /** A waiting job starts on GPUs of a pool, where it must fit. */
    void start(int job, int pool);

    /** A waiting job starts on so many GPUs of a pool, within what it can use; they must fit. */
    void start(int job, int pool, int gpus);

    /**
     * A running job goes on with so many GPUs, within what it can use; more of them must fit. What
     * it has done is kept, but written nowhere: a failure takes it back to its last checkpoint.
     */
    void resize(int job, int gpus);

    /** A running job stops and goes back to the line, at the place its key gives. */
    void preempt(int job, Preemption how);

    /**
     * Moves running jobs within a pool so that a waiting one fits: those smaller than a node, the
     * fewest GPUs first, each at the cost of a restart, and no more than it takes. Nothing moves
     * where that does not help, or where there is no power for the job.
     *
     * @return whether the job can start there now
     */
    boolean makeRoom(int job, int pool);

    /** The line is sorted anew, by the keys of now. */
    void sort();

    /** The policy is asked again at an instant, unless it is asked for one before that [s]. */
    void wakeAt(double timeSeconds);

    /** What becomes of the work that a preempted job has done. */
    enum Preemption {
        /** It is kept, but written nowhere. */
        RESUME,
        /** It is lost since the last checkpoint; all of it where there are none. */
        RESTART,
        /** It is kept; the job first writes a checkpoint, and holds its GPUs while it does. */
        CHECKPOINT
    }
}
