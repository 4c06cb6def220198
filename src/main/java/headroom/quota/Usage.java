package headroom.quota;

/** What one request uses, as far as it is known; one object a cell, filled for each question. */
public final class Usage {
    private int model;
    private boolean keepsPrompt;
    private int freshTokens;
    private int cachedTokens;
    private int outputTokens;
    private double credits;
    private double dollars;
    private double creditsPerOutput;
    private double dollarsPerOutput;
    private double peakFactor = 1;

    /** A request that is about to go out: its prompt is known, its answer is not. */
    public Usage asks(int fresh, int cached) {
        freshTokens = fresh;
        cachedTokens = cached;
        outputTokens = 0;
        credits = 0;
        dollars = 0;
        peakFactor = 1;
        return this;
    }

    /** Which model it goes to, and whether its session keeps the prompt in the cache. */
    public Usage to(int modelIndex, boolean keeps) {
        model = modelIndex;
        keepsPrompt = keeps;
        return this;
    }

    /** Credits of its prompt, and of each token of its answer. */
    public Usage credits(double prompt, double perOutput) {
        credits = prompt;
        creditsPerOutput = perOutput;
        return this;
    }

    /** List price of its prompt, and of each token of its answer [$]. */
    public Usage dollars(double prompt, double perOutput) {
        dollars = prompt;
        dollarsPerOutput = perOutput;
        return this;
    }

    /** What its answer brought; credits and dollars of the whole request. */
    public Usage ends(int output, double allCredits, double allDollars) {
        outputTokens = output;
        credits = allCredits;
        dollars = allDollars;
        return this;
    }

    /** How many times it counts where the peak-hour multiplier applies. */
    public Usage times(double factor) {
        peakFactor = factor;
        return this;
    }

    int model() {
        return model;
    }

    boolean keepsPrompt() {
        return keepsPrompt;
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

    double dollars() {
        return dollars;
    }

    double creditsPerOutput() {
        return creditsPerOutput;
    }

    double dollarsPerOutput() {
        return dollarsPerOutput;
    }

    double peakFactor() {
        return peakFactor;
    }
}
