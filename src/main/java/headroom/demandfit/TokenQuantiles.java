package headroom.demandfit;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Quantiles of a length in tokens, at the probabilities that a fit writes down. */
final class TokenQuantiles {
    /** Denser where tails turn. */
    static final List<Double> AT = List.of(
            0.0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
            0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985,
            0.99, 0.995, 0.999, 1.0);

    /** Longest that a scenario takes [token]. */
    static final double MOST = 1e8;

    private TokenQuantiles() {}

    /** Quantiles of a sample, linear between order statistics; the sample is sorted. */
    static double[] ofSample(double[] sample) {
        Arrays.sort(sample);
        return at(p -> sampleQuantile(sample, p));
    }

    static double sampleQuantile(double[] sorted, double p) {
        double place = p * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** At least one token. */
    static double[] at(DoubleUnaryOperator quantile) {
        return AT.stream()
                .mapToDouble(p -> Math.max(1, quantile.applyAsDouble(p)))
                .toArray();
    }

    /** Mean of the law that is linear between these quantiles [token]. */
    static double mean(double[] values) {
        double sum = 0;
        for (int i = 1; i < values.length; i++) {
            sum += (AT.get(i) - AT.get(i - 1)) * (values[i - 1] + values[i]) / 2;
        }
        return sum;
    }

    /** As a request shows them. */
    static double[] whole(double[] values) {
        return Arrays.stream(values).map(Math::rint).toArray();
    }

    /** The quantile at one of the probabilities written down. */
    static double of(double[] values, double probability) {
        return values[AT.indexOf(probability)];
    }
}
