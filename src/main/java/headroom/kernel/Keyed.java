package headroom.kernel;

/**
 * Random numbers by name of what they are for, not by the order in which they are asked for: each
 * is a function of two whole numbers and of the stream that this was made from. So what an entity
 * draws stays its own whatever happens before it, and between two runs with common random numbers.
 *
 * <pre>
 * key(who)       = mix(origin + who * step)     one to one: no two of 2^64 share a key
 * number(k, i)   = mix(k + (i + 1) * gamma)     uniform on 64 bits; gamma = 0x9e3779b97f4a7c15
 * </pre>
 *
 * <p>The numbers 0, 1, 2, ... of a key are the sequence of SplitMix64 that begins there. Source:
 * Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA, section 5
 * (variant 13 of Stafford's mixing functions); the sequence equals that of the JDK's {@code
 * SplittableRandom}. All sequences lie on one cycle of 2^64 numbers: of n entities with l numbers
 * each about n^2 l / 2^64 pairs share some of them, five pairs of 10^9 entities with 100 numbers.
 */
public final class Keyed {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private final long origin;
    private final long step;

    /** Takes two numbers from a stream. */
    public Keyed(FastStream stream) {
        origin = stream.nextLong();
        step = stream.nextLong() | 1;
    }

    /** Where the numbers of an entity begin. */
    public long key(long who) {
        return mix(origin + who * step);
    }

    /** The i-th number of a key, counted from 0: uniform in the open interval (0,1). */
    public static double uniform(long key, long i) {
        return FastStream.unit(number(key, i));
    }

    /** The i-th number of a key, counted from 0, 64 bits: a key in its turn. */
    public static long number(long key, long i) {
        return mix(key + (i + 1) * GAMMA);
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }
}
