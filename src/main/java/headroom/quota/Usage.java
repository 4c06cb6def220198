package headroom.quota;

/** What one request uses, as far as it is known; one object a cell, filled for each question. */
public final class Usage {
    private int freshTokens;
    private int cachedTokens;
    private int outputTokens;
    private double credits;
    private double peakFactor = 1;

    /** A request that is about to go out: its prompt is known, its answer is not. */
    public Usage asks(int fresh, int cached) {
        freshTokens = fresh;
        cachedTokens = cached;
        outputTokens = 0;
        credits = 0;
        peakFactor = 1;
        return this;
    }

    /** What its answer brought; for the credits of the whole request. */
    public Usage ends(int output, double credit) {
        outputTokens = output;
        credits = credit;
        return this;
    }

    /** How many times it counts where the peak-hour multiplier applies. */
    public Usage times(double factor) {
        peakFactor = factor;
        return this;
    }

    int freshTokens() {
        return freshTokens;
    }

    int cachedTokens() {
        return cachedTokens;
    }

    int outputTokens() {
        return outputTokens;
    }

    double credits() {
        return credits;
    }

    double peakFactor() {
        return peakFactor;
    }
}
