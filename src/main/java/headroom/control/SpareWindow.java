package headroom.control;

/** How many GPUs of a pool were spare at the last instants, newest last. */
public final class SpareWindow {
    private final double lookbackSeconds;
    private double[] timesSeconds = new double[16];
    private double[] spare = new double[16];
    private int from;
    private int size;

    /** Of so long; empty. */
    public SpareWindow(double lookbackSeconds) {
        this.lookbackSeconds = lookbackSeconds;
    }

    /** So many are spare from now on. */
    public void add(double nowSeconds, double gpus) {
        while (size > 1 && timesSeconds[at(1)] <= nowSeconds - lookbackSeconds) {
            from = at(1);
            size--;
        }
        if (size == spare.length) {
            grow();
        }
        timesSeconds[at(size)] = nowSeconds;
        spare[at(size)] = gpus;
        size++;
    }

    /**
     * The fewest (sign 1), or the most (sign -1), that were spare within so long before the newest
     * instant. What held at its beginning counts.
     */
    public double extreme(double withinSeconds, int sign) {
        double begin = timesSeconds[at(size - 1)] - withinSeconds;
        double extreme = spare[at(size - 1)];
        for (int i = size - 2; i >= 0 && timesSeconds[at(i + 1)] > begin; i--) {
            extreme = sign * Math.min(sign * extreme, sign * spare[at(i)]);
        }
        return extreme;
    }

    private int at(int i) {
        return (from + i) % spare.length;
    }

    private void grow() {
        double[] times = new double[2 * size];
        double[] gpus = new double[2 * size];
        for (int i = 0; i < size; i++) {
            times[i] = timesSeconds[at(i)];
            gpus[i] = spare[at(i)];
        }
        timesSeconds = times;
        spare = gpus;
        from = 0;
    }
}
