package headroom.kernel;

import java.util.Arrays;

/**
 * Pending instants of many small things known by number, earliest first: a {@link Tournament} of
 * numbers, for planes that advance by themselves between two instants of an {@link Agenda}.
 *
 * <p>Order is (time, {@link Rank}, start order), as on the agenda. A number is pending at most
 * once. Nothing is allocated between growths.
 */
public final class EntityClock {
    private static final int RANK_SHIFT = 56;
    private static final int NONE = -1;
    private static final Rank[] RANKS = Rank.values();

    /** Ordered by rank in the upper 8 bits, start order below. */
    private final Tournament pending = new Tournament();
    /** By place: which. */
    private int[] ids = new int[64];
    /** By id: its place, or none. */
    private int[] places = new int[64];

    private long started;

    public EntityClock() {
        Arrays.fill(places, NONE);
    }

    /** The earliest instant; infinite when nothing is pending [s]. */
    public double nextSeconds() {
        return pending.firstSeconds();
    }

    /** The rank of what is earliest; something must be pending. */
    public Rank nextRank() {
        return RANKS[(int) (pending.order(pending.first()) >>> RANK_SHIFT)];
    }

    /** Which is earliest; something must be pending. */
    public int nextId() {
        return ids[pending.first()];
    }

    /** How many are pending. */
    public int size() {
        return pending.size();
    }

    /** Whether an id is pending. */
    public boolean isPending(int id) {
        return id < places.length && places[id] != NONE;
    }

    /** When a pending id is due [s]. */
    public double timeSeconds(int id) {
        return pending.seconds(places[id]);
    }

    /** Makes an id pending; it must not be. */
    @SuppressWarnings("EnumOrdinal") // the order of the constants is what a rank means
    public void start(int id, double timeSeconds, Rank rank) {
        if (isPending(id)) {
            throw new IllegalStateException(
                    "id " + id + " is pending at " + timeSeconds(id) + " s already");
        }
        if (id >= places.length) {
            reserve(id);
        }
        int place = pending.add(timeSeconds, (long) rank.ordinal() << RANK_SHIFT | started++);
        if (place >= ids.length) {
            ids = Arrays.copyOf(ids, 2 * place);
        }
        ids[place] = id;
        places[id] = place;
    }

    /** The earliest is due again, at another instant: as if it were taken and started anew. */
    public void postpone(double timeSeconds) {
        int place = pending.first();
        long rank = pending.order(place) >>> RANK_SHIFT;
        pending.move(place, timeSeconds, rank << RANK_SHIFT | started++);
    }

    /** Takes a pending id back; nothing where it is not pending. */
    public void stop(int id) {
        if (isPending(id)) {
            pending.remove(places[id]);
            places[id] = NONE;
        }
    }

    /** Takes the earliest; its id. Something must be pending. */
    public int poll() {
        int id = ids[pending.take()];
        places[id] = NONE;
        return id;
    }

    private void reserve(int id) {
        int before = places.length;
        places = Arrays.copyOf(places, Math.max(2 * before, id + 1));
        Arrays.fill(places, before, places.length, NONE);
    }
}
