package headroom.fleet;

import java.util.Arrays;

/**
 * Which replica holds which ticket, among those that take the requests of one model.
 *
 * <p>The replica with the largest KV memory ever seen here holds 16 tickets, the others their share
 * of it, at least one. A replica's tickets are put after the others; those of one that leaves are
 * filled from the end. Only a larger memory than ever before deals all tickets anew, by replica.
 */
final class Tickets {
    private static final int MOST = 16;

    /** The replica of each ticket, and which of that replica's tickets it is. */
    private int[] replicaOf = new int[MOST];

    private int[] rankOf = new int[MOST];
    private int count;
    /** The tickets of each replica, and how many. */
    private int[] ticketOf = new int[0];

    private int[] held = new int[0];
    private long[] kvTokens = new long[0];
    private long largestTokens = 1;

    int count() {
        return count;
    }

    int replica(int ticket) {
        return replicaOf[ticket];
    }

    /** A replica takes requests. */
    void add(int replica, long kvCapacityTokens) {
        if (replica >= held.length) {
            int room = Math.max(2 * held.length, replica + 1);
            held = Arrays.copyOf(held, room);
            kvTokens = Arrays.copyOf(kvTokens, room);
            ticketOf = Arrays.copyOf(ticketOf, room * MOST);
        }
        kvTokens[replica] = kvCapacityTokens;
        if (kvCapacityTokens <= largestTokens) {
            deal(replica);
            return;
        }
        largestTokens = kvCapacityTokens;
        held[replica] = 1;
        count = 0;
        for (int r = 0; r < held.length; r++) {
            if (held[r] > 0) {
                deal(r);
            }
        }
    }

    private void deal(int replica) {
        double share = (double) kvTokens[replica] / largestTokens;
        int tickets = Math.max(1, (int) Math.rint(MOST * share));
        if (count + tickets > replicaOf.length) {
            replicaOf = Arrays.copyOf(replicaOf, 2 * replicaOf.length);
            rankOf = Arrays.copyOf(rankOf, replicaOf.length);
        }
        for (int i = 0; i < tickets; i++) {
            put(count++, replica, i);
        }
        held[replica] = tickets;
    }

    private void put(int ticket, int replica, int rank) {
        replicaOf[ticket] = replica;
        rankOf[ticket] = rank;
        ticketOf[replica * MOST + rank] = ticket;
    }

    /** A replica takes no more requests. */
    void remove(int replica) {
        for (int rank = held[replica] - 1; rank >= 0; rank--) {
            count--;
            put(ticketOf[replica * MOST + rank], replicaOf[count], rankOf[count]);
        }
        held[replica] = 0;
    }
}
