package headroom.variates;

import umontreal.ssj.rng.RandomStream;

/**
 * Values of a law from a stream that nobody else draws from, a block ahead: the same values in the
 * same order as drawn one by one, in less time, since the processor works at several at once where
 * what comes next does not hang on each.
 */
public final class Variates {
    private static final int FIRST = 4;
    private static final int MOST = 64;

    private final Block law;
    private final RandomStream random;
    private double[] block = {};
    private int next;

    /** How a block is filled from a stream. */
    @FunctionalInterface
    public interface Block {
        /** Fills it, one value after the other. */
        void fill(double[] values, RandomStream random);
    }

    /** From a stream as it stands. */
    public Variates(Block law, RandomStream random) {
        this.law = law;
        this.random = random;
    }

    /** The next value. */
    public double next() {
        if (next == block.length) {
            refill();
        }
        return block[next++];
    }

    private void refill() {
        if (block.length < MOST) {
            // who needs few values does not pay for many
            block = new double[Math.max(FIRST, 2 * block.length)];
        }
        law.fill(block, random);
        next = 0;
    }
}
