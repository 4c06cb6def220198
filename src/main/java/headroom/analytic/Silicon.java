package headroom.analytic;

/**
 * What a kind of GPU can do at most.
 *
 * @param memoryBytes its memory [byte]
 * @param memoryBytesPerSecond bandwidth of that memory [byte/s]
 * @param flops16PerSecond operations in 16 bits, dense [FLOP/s]
 * @param flops8PerSecond operations in 8 bits [FLOP/s]
 * @param flops4PerSecond operations with weights of 4 bits [FLOP/s]
 * @param linkBytesPerSecond bandwidth to its peers, one direction [byte/s]
 */
public record Silicon(
        double memoryBytes,
        double memoryBytesPerSecond,
        double flops16PerSecond,
        double flops8PerSecond,
        double flops4PerSecond,
        double linkBytesPerSecond) {

    /** How weights are kept, and in which operations they are used. */
    public enum Precision {
        /** 16 bits. */
        BF16(2),
        /** 8 bits. */
        FP8(1),
        /** 4 bits in blocks of 16 with a scale of 8 bits. */
        FP4(0.5625),
        /** 4 bits for memory only: computed in 16. */
        INT4(0.5625);

        private final double bytes;

        Precision(double bytes) {
            this.bytes = bytes;
        }

        /** Memory of a weight [byte]. */
        public double bytes() {
            return bytes;
        }

        boolean isFourBits() {
            return this == FP4 || this == INT4;
        }
    }

    /** Operations per second with such weights [FLOP/s]. */
    public double flopsPerSecond(Precision precision) {
        return switch (precision) {
            case FP8 -> flops8PerSecond;
            case FP4 -> flops4PerSecond;
            case BF16, INT4 -> flops16PerSecond;
        };
    }
}
