package headroom.jobbook;

/** What a GPU that is owned is doing; at every instant it is just one of these. */
public enum GpuUse {
    /** A job does work on it, which a failure may take back later. */
    WORKING,
    /** Its job writes a checkpoint. */
    WRITING,
    /** Its job starts again after a failure or a preemption, and reads its checkpoint. */
    RESTARTING,
    /** Its job stands still after a failure that nobody has noticed. */
    STALLED,
    /** Nobody holds it. */
    IDLE,
    /** Its node does not work, and no job holds it. */
    FAILED,
    /** Its node is drained, and no job holds it any more. */
    DRAINING,
    /** It is on a machine kept aside as a spare, or on the failed one such a spare stands for. */
    RESERVED,
    /** Its node is with serving, or free for it. */
    AWAY;

    /** The uses in which a job holds it are the first so many. */
    public static final int HELD = 4;
}
