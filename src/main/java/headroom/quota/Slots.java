package headroom.quota;

/**
 * Where the numbers of one user lie side by side, those of all its meters and a word of bits, so
 * that a request finds them in one or two lines of the cache.
 *
 * @param values the numbers of everybody
 * @param stride numbers a slot
 * @param offset where those of one meter, or the word, begin in the first slot
 */
public record Slots(double[] values, int stride, int offset) {
    /** Numbers left out in front: an array begins 16 bytes after a line, rows of 8 at a line. */
    private static final int PAD = 6;

    /** Room for so many slots of so many numbers. */
    public static Slots alone(int slots, int width) {
        return new Slots(
                new double[Math.addExact(PAD, Math.multiplyExact(slots, width))], width, PAD);
    }

    /** The same slots, so many numbers further on. */
    Slots from(int numbers) {
        return new Slots(values, stride, offset + numbers);
    }

    /** Sets the first number of a meter in each slot. */
    void fill(double value) {
        for (int i = offset; i < values.length; i += stride) {
            values[i] = value;
        }
    }

    private int at(int slot) {
        return slot * stride + offset;
    }

    /** The lower half of a word, a number. */
    public float number(int slot) {
        return Float.intBitsToFloat((int) Double.doubleToRawLongBits(values[at(slot)]));
    }

    public void number(int slot, float number) {
        word(slot, bits(slot), Float.floatToRawIntBits(number));
    }

    /** The upper half of a word, 16 bits: too few to make the word look like no number. */
    public int bits(int slot) {
        return (int) (Double.doubleToRawLongBits(values[at(slot)]) >>> Integer.SIZE);
    }

    public void bits(int slot, int bits) {
        word(slot, bits, (int) Double.doubleToRawLongBits(values[at(slot)]));
    }

    private void word(int slot, int upper, int lower) {
        long bits = (long) upper << Integer.SIZE | lower & 0xFFFF_FFFFL;
        values[at(slot)] = Double.longBitsToDouble(bits);
    }

    /** Brings what lies before the word, and the word, into the cache; what it returns is noise. */
    public long touch(int slot) {
        return Double.doubleToRawLongBits(values[at(slot) - stride + 1])
                ^ Double.doubleToRawLongBits(values[at(slot)]);
    }
}
