package headroom.clients;

/**
 * Requests that one cell replays, in the order of their arrival. Declared here, fed from a trace by
 * whoever assembles the cell.
 */
public interface Replay extends AutoCloseable {
    /** Goes to the next request; false when there is none left. */
    boolean advance();

    /** Arrival of the current request [s]. */
    double arrivalSeconds();

    /** Its prompt [token]; at least 1. */
    int inputTokens();

    /** Its output [token]; at least 1. */
    int outputTokens();

    /** Ids of the blocks that its prompt is made of, an own array; empty where nothing shares. */
    int[] blocks();

    @Override
    void close();
}
