package headroom.workload;

/** One record as a reader found it, reused from record to record. */
final class TraceRow {
    static final int[] NO_BLOCKS = {};

    /** First line of the record, 1 for the first of the file. */
    long line;

    /** Arrival in the clock of the trace [s]. */
    double timeSeconds;

    int inputTokens;
    int outputTokens;

    /** Ids of the blocks of the prompt, in order; empty where the trace names none. */
    int[] blocks = NO_BLOCKS;
}
