package headroom.quota;

/**
 * Where meters keep their numbers: those of all meters of one user lie side by side, so that a
 * request finds them in one or two lines of the cache.
 *
 * @param values the numbers of everybody
 * @param stride numbers a slot
 * @param offset where those of one meter begin within a slot
 */
record Slots(double[] values, int stride, int offset) {
    /** Room for so many slots of a meter by itself. */
    static Slots alone(int slots, int width) {
        return new Slots(new double[Math.multiplyExact(slots, width)], width, 0);
    }

    /** The same slots from another offset on. */
    Slots from(int other) {
        return new Slots(values, stride, other);
    }

    /** Sets the first number of a meter in each slot. */
    void fill(double value) {
        for (int i = offset; i < values.length; i += stride) {
            values[i] = value;
        }
    }
}
