package headroom.jobbook;

import headroom.stat.Tally;

import java.util.ArrayList;
import java.util.List;

/** What a station was like at certain instants, and how long certain customers waited there. */
public final class Looks {
    /** By instant: jobs there, in line; 1 or 0: nobody is there, no GPU is free. */
    public final List<Tally> number = new ArrayList<>();

    public final List<Tally> waiting = new ArrayList<>();
    public final List<Tally> isIdle = new ArrayList<>();
    public final List<Tally> isFull = new ArrayList<>();
    /** By customer: the wait of that one, and of it and all before it [s]. */
    public final List<Tally> waitOf = new ArrayList<>();

    public final List<Tally> waitUpTo = new ArrayList<>();

    private final int[] customers;

    /** Nothing yet. */
    public Looks(Probes probes) {
        customers = probes.customers();
        for (int i = 0; i < probes.instantsSeconds().length; i++) {
            number.add(new Tally());
            waiting.add(new Tally());
            isIdle.add(new Tally());
            isFull.add(new Tally());
        }
        for (int i = 0; i < customers.length; i++) {
            waitOf.add(new Tally());
            waitUpTo.add(new Tally());
        }
    }

    /** So it is at an instant. */
    void look(int instant, int jobs, int inLine, boolean full) {
        number.get(instant).add(jobs);
        waiting.get(instant).add(inLine);
        isIdle.get(instant).add(jobs == 0 ? 1 : 0);
        isFull.get(instant).add(full ? 1 : 0);
    }

    /** The customer that came so many-th has waited so long. */
    public void waited(long customer, double seconds) {
        for (int i = customers.length - 1; i >= 0 && customer <= customers[i]; i--) {
            waitUpTo.get(i).add(seconds);
            if (customer == customers[i]) {
                waitOf.get(i).add(seconds);
            }
        }
    }

    /** Moves all that was counted to another. */
    void drain(Looks into) {
        into.add(this);
        for (List<Tally> tallies : all()) {
            tallies.forEach(Tally::reset);
        }
    }

    /** Adds what another counted. */
    void add(Looks other) {
        for (int k = 0; k < all().size(); k++) {
            for (int i = 0; i < all().get(k).size(); i++) {
                all().get(k).get(i).merge(other.all().get(k).get(i));
            }
        }
    }

    private List<List<Tally>> all() {
        return List.of(number, waiting, isIdle, isFull, waitOf, waitUpTo);
    }
}
