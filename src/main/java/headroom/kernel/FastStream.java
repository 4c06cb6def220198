package headroom.kernel;

import com.google.common.hash.Hashing;

import umontreal.ssj.rng.RandomStream;

import java.nio.ByteBuffer;

/**
 * A random stream for the hot paths: L64X128Mix behind SSJ's interface.
 *
 * <p>The generator adds a 64-bit linear congruential state s (multiplier 0xd1342543de82ef95,
 * increment a, odd) to the first word of a xoroshiro128 state (rotations 24 and 37, shift 16) and
 * mixes the sum by Lea's function; period 2^64 (2^128 - 1) for each of 2^63 increments. Source:
 * Steele and Vigna 2021, "LXM: better splittable pseudorandom number generators (and almost as
 * fast)", Proc. ACM Program. Lang. 5, OOPSLA, article 148, section 2. The sequence equals that of
 * the JDK's {@code L64X128MixRandom} from the same state.
 *
 * <p>Substreams: substream 0 begins at the state given; substream k at the SHA-256 of that state
 * and k. Each draw, of whatever kind, takes exactly one step of the generator, so that common
 * random numbers stay aligned. Not for several threads.
 */
public final class FastStream implements RandomStream {
    private static final long MULTIPLIER = 0xd1342543de82ef95L;
    private static final long LEA = 0xdaba0b6eb09322e3L;
    /** The bits of 1; with 52 random ones in them, of the lower end of a cell of (1,2). */
    private static final long ONE = 0x3ff0_0000_0000_0000L;
    /** Leads from the lower end of a cell of (1,2) to the middle of that of (0,1), exactly. */
    private static final double TO_MIDDLE = 1 - 0x1.0p-53;

    /** a, s, x0, x1 at the start of the stream. */
    private final long[] start;

    private long substream;
    private long increment;
    private long congruential;
    private long x0;
    private long x1;

    /** From a state of four words (a, s, x0, x1); the lowest bit of a is set. */
    FastStream(long[] state) {
        if (state.length != 4) {
            throw new IllegalArgumentException("state of " + state.length + " words, not 4");
        }
        this.start = state.clone();
        enter(start);
    }

    /** The next 64 bits. */
    public long nextLong() {
        long z = congruential + x0;
        congruential = MULTIPLIER * congruential + increment;
        long mixed = x1 ^ x0;
        x0 = Long.rotateLeft(x0, 24) ^ mixed ^ (mixed << 16);
        x1 = Long.rotateLeft(mixed, 37);
        z = (z ^ (z >>> 32)) * LEA;
        z = (z ^ (z >>> 32)) * LEA;
        return z ^ (z >>> 32);
    }

    /** Uniform in the open interval (0,1): the smallest value is 2^-53, the largest 1 - 2^-53. */
    @Override
    public double nextDouble() {
        return unit(nextLong());
    }

    /** The middle of that one of 2^52 cells of (0,1) which 64 bits name. */
    static double unit(long bits) {
        // a conversion from long would wait for the last result in the same register
        return Double.longBitsToDouble(ONE | bits >>> 12) - TO_MIDDLE;
    }

    /** Uniform on lo, ..., hi, both included; each value has its share within 2^-31 of it. */
    @Override
    public int nextInt(int lo, int hi) {
        if (hi < lo) {
            throw new IllegalArgumentException("no integer from " + lo + " to " + hi);
        }
        long count = (long) hi - lo + 1;
        return (int) (lo + Math.multiplyHigh(nextLong() >>> 1, count << 1));
    }

    @Override
    public void nextArrayOfDouble(double[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            values[i] = nextDouble();
        }
    }

    @Override
    public void nextArrayOfInt(int lo, int hi, int[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            values[i] = nextInt(lo, hi);
        }
    }

    @Override
    public void resetStartStream() {
        substream = 0;
        resetStartSubstream();
    }

    @Override
    public void resetStartSubstream() {
        enter(substream == 0 ? start : substreamState());
    }

    @Override
    public void resetNextSubstream() {
        substream++;
        resetStartSubstream();
    }

    @Override
    public String toString() {
        return "L64X128Mix stream " + Long.toHexString(start[1]) + ", substream " + substream;
    }

    private long[] substreamState() {
        ByteBuffer origin = ByteBuffer.allocate(5 * Long.BYTES);
        for (long word : start) {
            origin.putLong(word);
        }
        origin.putLong(substream);
        return words(Hashing.sha256().hashBytes(origin.array()).asBytes());
    }

    private void enter(long[] state) {
        increment = state[0] | 1;
        congruential = state[1];
        x0 = state[2];
        x1 = state[3];
        if ((x0 | x1) == 0) {
            // the one state xoroshiro cannot leave
            x0 = LEA;
        }
    }

    /** 32 bytes as four words, big-endian. */
    static long[] words(byte[] bytes) {
        long[] words = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(words);
        return words;
    }
}
