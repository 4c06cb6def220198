package headroom.serving;

/** What a replica tells of its requests, at the instant it happens. */
@FunctionalInterface
public interface ReplicaListener {
    /**
     * The last token is out; the replica holds nothing of the request any more. The instant of its
     * first token stands in {@link Requests#firstTokenSeconds}.
     */
    void completed(int replica, int request, double timeSeconds);

    /**
     * Requests that are likely to end soon, told so that what they need can be brought into the
     * cache together; whoever is told may overwrite the array.
     */
    default void soon(int[] requests, int count) {}

    /**
     * A request was cancelled or its replica failed, and the replica holds nothing of it any more.
     */
    default void dropped(int replica, int request, double timeSeconds) {
        throw new IllegalStateException("request " + request + " dropped at " + timeSeconds);
    }
}
