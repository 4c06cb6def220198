package headroom.clients;

/** What the session's pending instant is for. */
public enum SessionState {
    FREE,
    /** Thinks, or its tool runs; then issues its next request. */
    THINKING,
    /** Its request was refused (429) or shed (529) and is tried again. */
    BACKING_OFF,
    /** Its request waits for a usage cap to be reset. */
    LOCKED_OUT,
    /** Its request waits in line at a limit. */
    QUEUED,
    /** Begins later than it would have, out of peak hours. */
    PUT_OFF,
    /** Its request waits for its turn at a limit that queues. */
    QUEUEING,
    /** Its request is on the way to the queue of its replica. */
    ENTERING,
    /** Its request is with a replica; only the end of the client's patience may be pending. */
    IN_SERVICE,
    /** The KV of its request is on the way to the replica that decodes it. */
    MOVING;

    /** The request under way is on its way to a replica or with one. */
    public boolean isSent() {
        return this == IN_SERVICE || this == ENTERING || this == MOVING;
    }
}
