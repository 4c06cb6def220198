package headroom.quota;

import org.jspecify.annotations.Nullable;

/**
 * Which slots of a meter have been used since all of them were reset: a reset counts an epoch on,
 * and a slot whose own epoch is older counts as empty. Takes no memory before the first reset, and
 * two bytes a slot from then on.
 */
final class Resets {
    private static final int MOST = 65_535;

    private final int slots;
    private char @Nullable [] epochs;
    private char epoch;

    Resets(int slots) {
        this.slots = slots;
    }

    /** Resets all slots. */
    void all() {
        if (epoch == MOST) {
            throw new IllegalStateException("more than " + MOST + " resets of one limit");
        }
        epoch++;
        if (epochs == null) {
            epochs = new char[slots];
        }
    }

    /** Whether a slot was last touched before the last reset. */
    boolean isStale(int slot) {
        return epochs != null && epochs[slot] != epoch;
    }

    /** A slot has been emptied: from now on it counts again. */
    void renew(int slot) {
        if (epochs != null) {
            epochs[slot] = epoch;
        }
    }
}
