package headroom.serving;

/**
 * What a router sees of the replicas that serve one model.
 *
 * <p>Replicas differ in size, so they are listed by tickets: a replica with twice the memory holds
 * about twice the tickets, and a ticket drawn uniformly is a replica drawn by capacity.
 */
public interface ReplicaView {
    /** Number of tickets; at least one while the model is served. */
    int tickets();

    /** The replica that holds a ticket. */
    int replica(int ticket);

    /**
     * Load of a replica: prompts waiting and in service as a share of KV memory, or sequences as a
     * share of their limit, whichever is larger. May exceed 1.
     */
    double load(int replica);
}
