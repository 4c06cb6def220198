package headroom.variates;

import java.util.Arrays;

/** A few values, each with its share of the draws. */
public final class Discrete implements Law {
    /** In rising order, so that a draw rises with its uniform. */
    private final double[] values;

    private final double[] shares;
    /** The share of the draws up to each value but the last. */
    private final double[] edges;

    private Discrete(double[] values, double[] shares) {
        this.values = values;
        this.shares = shares;
        this.edges = new double[values.length - 1];
        double sum = 0;
        for (int i = 0; i < edges.length; i++) {
            sum += shares[i];
            edges[i] = sum;
        }
    }

    /** These values, at least 0, with these weights, of which only the ratios matter. */
    public static Discrete of(double[] values, double[] weights) {
        int n = values.length;
        if (n == 0 || n != weights.length) {
            throw new IllegalArgumentException(n + " values, " + weights.length + " weights");
        }
        double total = 0;
        for (int i = 0; i < n; i++) {
            boolean known = values[i] >= 0 && values[i] <= Double.MAX_VALUE;
            if (!known || !(weights[i] > 0 && weights[i] <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "value " + values[i] + " with weight " + weights[i]);
            }
            total += weights[i];
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        double[] rising = new double[n];
        double[] shares = new double[n];
        for (int i = 0; i < n; i++) {
            rising[i] = values[order[i]];
            shares[i] = weights[order[i]] / total;
        }
        return new Discrete(rising, shares);
    }

    @Override
    public double quantile(double u) {
        int found = Arrays.binarySearch(edges, u);
        return values[found < 0 ? -found - 1 : found];
    }

    @Override
    public double mean() {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += shares[i] * values[i];
        }
        return sum;
    }

    @Override
    public double squaredCv() {
        double mean = mean();
        double variance = 0;
        for (int i = 0; i < values.length; i++) {
            double off = values[i] - mean;
            variance += shares[i] * off * off;
        }
        return variance == 0 ? 0 : variance / (mean * mean);
    }
}
