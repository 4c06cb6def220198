package headroom.workload;

/** One record as a reader found it, reused from record to record. */
final class TraceRow {
    /** First line of the record, 1 for the first of the file. */
    long line;

    /** Arrival in the clock of the trace [s]. */
    double timeSeconds;

    int inputTokens;
    int outputTokens;
}
