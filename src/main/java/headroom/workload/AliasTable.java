package headroom.workload;

/**
 * Sampling of an index with probability proportional to its weight, in constant time.
 *
 * <p>Alias method (Walker 1977, ACM TOMS 3(3), 253-256; construction of Vose 1991, IEEE TSE 17(9),
 * 972-975): n columns of equal probability, each shared by at most two indices. One uniform gives
 * both the column (its whole part after multiplying by n) and the choice within (its fraction);
 * with n up to a million the fraction keeps 33 bits. Not monotone in the uniform. Immutable.
 */
public final class AliasTable {
    /** Numbers of a column: the halves of a double, and an index. */
    private static final int WIDTH = 3;

    /**
     * Of each column the bits of the share that belongs to its own index, lower half first, and the
     * index that has the rest: side by side, because a draw finds its column in no cache.
     */
    private final int[] columns;

    private final int size;

    public AliasTable(double[] weights) {
        int n = weights.length;
        double total = sum(weights);
        size = n;
        double[] own = new double[n];
        int[] alias = new int[n];
        int[] small = new int[n];
        int[] large = new int[n];
        int smallCount = 0;
        int largeCount = 0;
        for (int i = 0; i < n; i++) {
            own[i] = weights[i] / total * n;
            alias[i] = i;
            if (own[i] < 1) {
                small[smallCount++] = i;
            } else {
                large[largeCount++] = i;
            }
        }
        while (smallCount > 0 && largeCount > 0) {
            int poor = small[--smallCount];
            int rich = large[largeCount - 1];
            alias[poor] = rich;
            // in this order the sum keeps its low bits
            own[rich] = (own[rich] + own[poor]) - 1;
            if (own[rich] < 1) {
                largeCount--;
                small[smallCount++] = rich;
            }
        }
        // What is left is 1 but for rounding.
        while (largeCount > 0) {
            own[large[--largeCount]] = 1;
        }
        while (smallCount > 0) {
            own[small[--smallCount]] = 1;
        }
        columns = new int[Math.multiplyExact(WIDTH, n)];
        for (int i = 0; i < n; i++) {
            long share = Double.doubleToRawLongBits(own[i]);
            columns[WIDTH * i] = (int) share;
            columns[WIDTH * i + 1] = (int) (share >>> Integer.SIZE);
            columns[WIDTH * i + 2] = alias[i];
        }
    }

    /** Number of indices. */
    public int size() {
        return size;
    }

    /** The index for a uniform in [0, 1). */
    public int sample(double u) {
        double position = u * size;
        // a uniform next to 1 may round up to n
        int column = Math.min((int) position, size - 1);
        int at = WIDTH * column;
        long bits = (long) columns[at + 1] << Integer.SIZE | columns[at] & 0xFFFF_FFFFL;
        double rest = position - column - Double.longBitsToDouble(bits);
        // by the sign of the rest, not by a branch: that would wait for memory to be predicted
        int others = ~(int) (Double.doubleToRawLongBits(rest) >> Long.SIZE - 1);
        return column ^ (column ^ columns[at + 2]) & others;
    }

    private static double sum(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("weight " + weight);
            }
            total += weight;
        }
        if (!(total > 0 && total <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    weights.length + " weights that sum to " + total + ", must be above 0");
        }
        return total;
    }
}
