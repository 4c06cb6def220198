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

    /** Number of replicas; at least one while the model is served. */
    int replicas();

    /** The replicas, each once, by a place from 0 to {@link #replicas()} - 1. */
    int serving(int place);

    /** Requests routed among these replicas before this one. */
    long turn();

    /**
     * Load of a replica: prompts waiting and in service as a share of KV memory, or sequences as a
     * share of their limit, whichever is larger. May exceed 1.
     */
    double load(int replica);

    /** Requests that wait or are in service at a replica. */
    int requests(int replica);

    /** KV memory taken or waited for at a replica, as a share of what it has. May exceed 1. */
    double kvLoad(int replica);

    /** Index of the deployment a replica belongs to. */
    int deployment(int replica);

    /** The replica that served the session last, if it still serves the model; else -1. */
    int home();

    /** Prompt of the request to be routed [token]. */
    int promptTokens();
}
