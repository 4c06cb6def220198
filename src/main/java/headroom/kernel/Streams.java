package headroom.kernel;

import com.google.common.hash.Hashing;

import umontreal.ssj.rng.MRG32k3aL;
import umontreal.ssj.rng.RandomStream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The random streams of one replication, by name: a stream is a function of (seed, replication,
 * name) and of nothing else, in particular not of what was built before it or on which thread.
 *
 * <p>The initial state is SHA-256 over a tag of the generator (1 byte), the seed (8 bytes), the
 * replication (4 bytes), both little-endian, and the name in UTF-8. Its 256 bits are the whole
 * state of a {@link FastStream}; two of n streams share a state with probability n^2 / 2^257. Names
 * are paths with dots: {@code child("cell-3").of("think")} is {@code of("cell-3.think")}. A hash
 * costs as much as some sixty draws: make a stream per class of entity, not per request.
 */
public final class Streams {
    private static final int FAST = 1;
    private static final int MRG = 2;
    /** Moduli of MRG32k3a: m1 for the first three words of its state, m2 for the last three. */
    private static final long M1 = 4_294_967_087L;

    private static final long M2 = 4_294_944_443L;

    private final long seed;
    private final int replication;
    private final String prefix;

    public Streams(long seed, int replication) {
        this(seed, replication, "");
    }

    private Streams(long seed, int replication, String prefix) {
        if (replication < 0) {
            throw new IllegalArgumentException("replication " + replication);
        }
        this.seed = seed;
        this.replication = replication;
        this.prefix = prefix;
    }

    /** The fast stream of that name, at its start. */
    public FastStream of(String name) {
        return new FastStream(FastStream.words(digest(FAST, name)));
    }

    /** Numbers by what they are for, from the fast stream of that name. */
    public Keyed keyed(String name) {
        return new Keyed(of(name));
    }

    /** An SSJ generator (MRG32k3aL) of that name, at its start; unrelated to the fast stream. */
    public RandomStream ssj(String name) {
        ByteBuffer digest = ByteBuffer.wrap(digest(MRG, name));
        long[] state = new long[6];
        for (int i = 0; i < state.length; i++) {
            // 1 to m - 1: never the forbidden all-zero state
            long modulus = i < 3 ? M1 : M2;
            state[i] = 1 + Integer.toUnsignedLong(digest.getInt()) % (modulus - 1);
        }
        // the constructor advances a static that SSJ does not guard
        synchronized (Streams.class) {
            MRG32k3aL stream = new MRG32k3aL(path(name));
            stream.setSeed(state);
            return stream;
        }
    }

    /** The streams whose names begin with this prefix and a dot. */
    public Streams child(String name) {
        return new Streams(seed, replication, path(name) + ".");
    }

    /** All streams of the replication, whatever these here begin with. */
    public Streams root() {
        return new Streams(seed, replication);
    }

    private String path(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a stream needs a name");
        }
        return prefix + name;
    }

    private byte[] digest(int generator, String name) {
        return Hashing.sha256()
                .newHasher()
                .putByte((byte) generator)
                .putLong(seed)
                .putInt(replication)
                .putString(path(name), StandardCharsets.UTF_8)
                .hash()
                .asBytes();
    }
}
