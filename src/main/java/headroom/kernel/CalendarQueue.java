package headroom.kernel;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Pending instants of many small things that need not be taken back, earliest first, first in first
 * out among equals: thinking sessions of a cell, jobs on a hundred thousand servers.
 *
 * <p>A calendar queue (Brown 1988, CACM 31(10)): time is cut into buckets of equal length, in which
 * instants lie unordered in chunks. When the clock comes to a bucket its instants go into a small
 * heap, and whoever waits for them is told, all at once: what that brings into the cache early
 * overlaps. What is further away than the ring of buckets reaches lies in a heap of its own. A
 * bucket's length follows from how many instants there are, the number of buckets from how many are
 * further away. One heap or tree of all would be as deep as there are instants, a miss of the cache
 * a level.
 */
public final class CalendarQueue {
    private static final int ID_BITS = 26;
    private static final long ID_MASK = (1L << ID_BITS) - 1;

    private static final int FEWEST_BUCKETS = 1 << 12;
    private static final int MOST_BUCKETS = 1 << 16;
    /** There are twice the buckets where so many lie beyond them: their heap outgrows the cache. */
    private static final int BEYOND = 1 << 15;

    /** Instants of a chunk, each a time and a key. */
    private static final int CHUNK = 16;

    private static final int NONE = -1;
    /** Buckets are halved and doubled to hold between these on average, counted over so many. */
    private static final int FEW = 4;

    private static final int MANY = 24;
    private static final int COUNTED = 4096;

    private final InstantHeap near = new InstantHeap();
    private final InstantHeap beyond = new InstantHeap();
    private final @Nullable Ahead ahead;

    /** The last chunk of each bucket, and how many instants it holds; the others are full. */
    private int[] last = new int[FEWEST_BUCKETS];

    private int[] filled = new int[FEWEST_BUCKETS];
    private long[] occupied = new long[FEWEST_BUCKETS / Long.SIZE];
    private long[] chunks = new long[64 * 2 * CHUNK];
    /** The chunk before each in its bucket; of a free one the next that is free. */
    private int[] before = new int[64];

    private int free = NONE;
    private int usedChunks;
    /** Instants in buckets. */
    private int ringSize;

    private double bucketsPerSecond = 64;
    /** Everything up to the end of the bucket of this number is in the near heap. */
    private long passed = -1;

    private double reachedSeconds;
    private long started;
    private long countedBuckets;
    private long countedInstants;
    private int[] soon = new int[CHUNK];

    /** Is told which ids the clock comes to next. */
    public interface Ahead {
        void soon(int[] ids, int count);
    }

    public CalendarQueue() {
        this(null);
    }

    public CalendarQueue(@Nullable Ahead ahead) {
        this.ahead = ahead;
        Arrays.fill(last, NONE);
    }

    /** The earliest instant; infinity when nothing is pending [s]. */
    public double nextSeconds() {
        if (near.size() == 0) {
            refill();
        }
        return near.firstSeconds();
    }

    /** Makes an id pending; the same id may be pending more than once. */
    public void add(double timeSeconds, int id) {
        if (!(timeSeconds >= 0) || id < 0 || id > ID_MASK) {
            throw new IllegalArgumentException("id " + id + " at " + timeSeconds);
        }
        place(timeSeconds, started++ << ID_BITS | id);
    }

    /** Takes the earliest; its id. */
    public int poll() {
        reachedSeconds = nextSeconds();
        return (int) (near.poll() & ID_MASK);
    }

    /** Number of the bucket of an instant: never less for a later one. */
    private long bucket(double timeSeconds) {
        return (long) (timeSeconds * bucketsPerSecond);
    }

    private void place(double timeSeconds, long key) {
        long bucket = bucket(timeSeconds);
        if (bucket <= passed) {
            near.add(timeSeconds, key);
        } else if (bucket < passed + last.length) {
            put((int) bucket & last.length - 1, timeSeconds, key);
        } else {
            beyond.add(timeSeconds, key);
        }
    }

    private void put(int bucket, double timeSeconds, long key) {
        if (last[bucket] == NONE || filled[bucket] == CHUNK) {
            int chunk = freeChunk();
            before[chunk] = last[bucket];
            last[bucket] = chunk;
            filled[bucket] = 0;
            occupied[bucket >> 6] |= 1L << bucket;
        }
        int at = 2 * (last[bucket] * CHUNK + filled[bucket]++);
        chunks[at] = Double.doubleToRawLongBits(timeSeconds);
        chunks[at + 1] = key;
        ringSize++;
    }

    private int freeChunk() {
        if (free != NONE) {
            int chunk = free;
            free = before[chunk];
            return chunk;
        }
        if (usedChunks == before.length) {
            before = Arrays.copyOf(before, 2 * usedChunks);
            chunks = Arrays.copyOf(chunks, 2 * chunks.length);
        }
        return usedChunks++;
    }

    /** Fills the empty near heap with the next bucket that holds anything, if one does. */
    private void refill() {
        if (countedInstants >= COUNTED) {
            fit();
        }
        while (near.size() == 0 && ringSize + beyond.size() > 0) {
            long next = ringSize > 0 ? nextOccupied() : Long.MAX_VALUE;
            if (beyond.size() > 0) {
                next = Math.min(next, bucket(beyond.firstSeconds()));
            }
            countedBuckets += next - passed;
            passed = next;
            int bucket = (int) next & last.length - 1;
            countedInstants += last[bucket] == NONE ? 0 : empty(bucket);
            fetch();
        }
    }

    /** What lies beyond the ring and is due in what has been passed. */
    private void fetch() {
        while (beyond.size() > 0 && bucket(beyond.firstSeconds()) <= passed) {
            double timeSeconds = beyond.firstSeconds();
            near.add(timeSeconds, beyond.poll());
        }
    }

    private long nextOccupied() {
        int first = (int) (passed + 1) & last.length - 1;
        int word = first >> 6;
        long bits = occupied[word] & -1L << first;
        while (bits == 0) {
            word = word + 1 & occupied.length - 1;
            bits = occupied[word];
        }
        int bucket = (word << 6) + Long.numberOfTrailingZeros(bits);
        return passed + 1 + (bucket - first & last.length - 1);
    }

    /** Moves a bucket into the near heap and tells of it; how many there were. */
    private int empty(int bucket) {
        int count = move(bucket, near);
        if (ahead != null) {
            ahead.soon(soon, count);
        }
        return count;
    }

    /** Moves a bucket into a heap, and its ids among those that act soon; how many there were. */
    private int move(int bucket, InstantHeap into) {
        int count = 0;
        int inChunk = filled[bucket];
        for (int chunk = last[bucket]; chunk != NONE; inChunk = CHUNK) {
            if (count + CHUNK > soon.length) {
                soon = Arrays.copyOf(soon, 2 * soon.length);
            }
            for (int i = 2 * chunk * CHUNK; i < 2 * (chunk * CHUNK + inChunk); i += 2) {
                into.add(Double.longBitsToDouble(chunks[i]), chunks[i + 1]);
                soon[count++] = (int) (chunks[i + 1] & ID_MASK);
            }
            int following = before[chunk];
            before[chunk] = free;
            free = chunk;
            chunk = following;
        }
        last[bucket] = NONE;
        occupied[bucket >> 6] &= ~(1L << bucket);
        ringSize -= count;
        return count;
    }

    /** Sets the length of buckets by how full they were, and their number by what they miss. */
    private void fit() {
        double mean = (double) countedInstants / countedBuckets;
        countedInstants = 0;
        countedBuckets = 0;
        boolean isMiscut = mean < FEW || mean > MANY;
        boolean isShort = beyond.size() > BEYOND && last.length < MOST_BUCKETS;
        if (isMiscut) {
            rebuild(last.length, mean < FEW ? 0.5 : 2);
        } else if (isShort) {
            rebuild(2 * last.length, 1);
        }
    }

    /** Puts everything into so many buckets, each so many times shorter. */
    private void rebuild(int buckets, double shorter) {
        InstantHeap all = new InstantHeap();
        for (int bucket = 0; bucket < last.length; bucket++) {
            move(bucket, all);
        }
        beyond.moveTo(all);
        if (buckets > last.length) {
            last = new int[buckets];
            filled = new int[buckets];
            occupied = new long[buckets / Long.SIZE];
            Arrays.fill(last, NONE);
        }
        bucketsPerSecond *= shorter;
        passed = bucket(reachedSeconds);
        for (int i = 0; i < all.size(); i++) {
            place(all.seconds(i), all.key(i));
        }
    }
}
