package headroom.demandfit;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Quantiles of a length in tokens, at the probabilities that a fit writes down.
 *
 * <p>A law is linear between them. From p99.9 to the longest that would put the mean of a tail
 * half-way between, many times too long where one request in a million is; so p99.999 is not that
 * of the lengths, but what gives the longest thousandth the mean that it has.
 */
final class TokenQuantiles {
    /** Denser where tails turn. */
    static final List<Double> AT = List.of(
            0.0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
            0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985,
            0.99, 0.995, 0.999, 0.99999, 1.0);

    /** What is longer is the tail. */
    private static final double TAIL = 0.999;

    private static final double FAR = 0.99999;

    /** Longest that a scenario takes [token]. */
    static final double MOST = 1e8;

    private TokenQuantiles() {}

    /** Quantiles of a sample, linear between order statistics; the sample is sorted. */
    static double[] ofSample(double[] sample) {
        Arrays.sort(sample);
        double[] values = at(p -> sampleQuantile(sample, p));
        int n = sample.length;
        // of each value the share that lies above p99.9
        double sum = 0;
        for (int i = n - 1; i >= 0 && (i + 1.0) / n > TAIL; i--) {
            sum += sample[i] * ((i + 1.0) / n - Math.max(TAIL, (double) i / n));
        }
        return withTail(values, sum / (1 - TAIL));
    }

    static double[] of(Mixture mixture) {
        return withTail(at(mixture::quantile), mixture.meanAbove(TAIL));
    }

    /** With the p99.999 that gives the tail this mean, as far as its ends allow. */
    private static double[] withTail(double[] values, double tailMean) {
        int far = AT.indexOf(FAR);
        double low = values[far - 1];
        double high = values[far + 1];
        double near = (FAR - TAIL) / (1 - TAIL);
        double fitting = 2 * tailMean - near * low - (1 - near) * high;
        values[far] = Math.max(low, Math.min(high, fitting));
        return values;
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
