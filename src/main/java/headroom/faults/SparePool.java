package headroom.faults;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Spare machines, and the places that wait for one: who came first is served first on both sides. A
 * place stops waiting when its own machine is back.
 */
final class SparePool {
    private static final int NONE = -1;

    private final boolean used;
    private final ArrayDeque<Integer> spares = new ArrayDeque<>();
    private final ArrayDeque<Integer> places = new ArrayDeque<>();
    private final ArrayDeque<Integer> tickets = new ArrayDeque<>();
    /** The ticket a place waits with. */
    private final int[] ticketOf;

    private int issued;

    SparePool(int places, int spares) {
        this.used = spares > 0;
        this.ticketOf = new int[places];
        Arrays.fill(ticketOf, NONE);
        for (int i = 0; i < spares; i++) {
            this.spares.add(places + i);
        }
    }

    /** A spare for the place, or -1: then it waits if there are spares at all. */
    int take(int place) {
        if (!spares.isEmpty()) {
            return spares.remove();
        }
        if (used) {
            ticketOf[place] = issued;
            places.add(place);
            tickets.add(issued++);
        }
        return NONE;
    }

    void stopWaiting(int place) {
        ticketOf[place] = NONE;
    }

    /** A machine is free: the place that gets it, or -1 if it stays as a spare. */
    int give(int machine) {
        while (!places.isEmpty()) {
            int place = places.remove();
            if (tickets.remove() == ticketOf[place]) {
                ticketOf[place] = NONE;
                return place;
            }
        }
        spares.add(machine);
        return NONE;
    }
}
