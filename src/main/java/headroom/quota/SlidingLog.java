package headroom.quota;

/**
 * A sliding window kept exactly: every charge counts for a fixed length from its instant.
 *
 * <pre>
 * used at t:      sum of the charges at s with s &lt;= t &lt; s + length
 * admitted at t:  used &lt; cap
 * </pre>
 *
 * <p>A slot keeps a stated number of charges in a ring; one more, and the two oldest become one
 * that counts as long as the younger: from then on the limit is stricter than its law, never laxer.
 * With requests as what is counted, as many entries as the cap are enough.
 *
 * <p>Source: the definition of a limit over a sliding window. Grade: A. 8 bytes a slot and 16
 * for each entry, so for organisations and small populations.
 */
final class SlidingLog implements Meter {
    private final double lengthSeconds;
    private final double cap;
    private final int entries;
    private final double[] atSeconds;
    private final double[] cost;
    /** Place of the oldest entry of a slot in its ring. */
    private final int[] oldest;

    private final int[] count;
    private final Resets resets;

    SlidingLog(int slots, double lengthSeconds, int entries, double cap) {
        this.lengthSeconds = lengthSeconds;
        this.cap = cap;
        this.entries = entries;
        atSeconds = new double[Math.multiplyExact(slots, entries)];
        cost = new double[atSeconds.length];
        oldest = new int[slots];
        count = new int[slots];
        resets = new Resets(slots);
    }

    private int place(int slot, int k) {
        int i = oldest[slot] + k;
        return slot * entries + (i < entries ? i : i - entries);
    }

    /** Forgets what no longer counts. */
    private void expire(int slot, double timeSeconds) {
        if (resets.isStale(slot)) {
            count[slot] = 0;
            resets.renew(slot);
        }
        while (count[slot] > 0 && timeSeconds >= atSeconds[place(slot, 0)] + lengthSeconds) {
            drop(slot);
        }
    }

    private void drop(int slot) {
        oldest[slot] = oldest[slot] + 1 == entries ? 0 : oldest[slot] + 1;
        count[slot]--;
    }

    /** The sum of the charges from the k-th oldest on. */
    private double usedFrom(int slot, int k) {
        double sum = 0;
        for (int i = k; i < count[slot]; i++) {
            sum += cost[place(slot, i)];
        }
        return sum;
    }

    @Override
    public boolean admits(int slot, double timeSeconds, double asked, double scale) {
        expire(slot, timeSeconds);
        return usedFrom(slot, 0) < cap * scale;
    }

    @Override
    public void charge(int slot, double timeSeconds, double charged, double scale) {
        expire(slot, timeSeconds);
        if (charged == 0) {
            return;
        }
        if (count[slot] == entries) {
            // the two oldest become one, or the oldest and this where there is but one entry
            if (entries == 1) {
                cost[slot] += charged;
                atSeconds[slot] = timeSeconds;
                return;
            }
            cost[place(slot, 1)] += cost[place(slot, 0)];
            drop(slot);
        }
        int p = place(slot, count[slot]++);
        atSeconds[p] = timeSeconds;
        cost[p] = charged;
    }

    @Override
    public double opensSeconds(int slot, double timeSeconds, double asked, double scale) {
        expire(slot, timeSeconds);
        double opens = timeSeconds;
        for (int k = 0; k < count[slot] && usedFrom(slot, k) >= cap * scale; k++) {
            opens = atSeconds[place(slot, k)] + lengthSeconds;
        }
        return opens;
    }

    @Override
    public double usedShare(int slot, double timeSeconds, double scale) {
        expire(slot, timeSeconds);
        return usedFrom(slot, 0) / (cap * scale);
    }

    @Override
    public void reset(double timeSeconds) {
        resets.all();
    }
}
