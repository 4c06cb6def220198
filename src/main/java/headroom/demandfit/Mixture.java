package headroom.demandfit;

import java.util.ArrayList;
import java.util.List;

/** A mixture of laws that are each given by quantiles, linear between. */
final class Mixture {
    private final double[] at;
    private final List<double[]> parts = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();
    private double total;

    Mixture(double[] at) {
        this.at = at;
    }

    void add(double weight, double[] quantiles) {
        if (weight > 0) {
            parts.add(quantiles);
            weights.add(weight);
            total += weight;
        }
    }

    /** Adds all of another mixture, as one part of this weight. */
    void addAll(double weight, Mixture other) {
        for (int i = 0; i < other.parts.size(); i++) {
            add(weight * other.weights.get(i) / other.total, other.parts.get(i));
        }
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The least value below which this share of the mixture lies, by bisection. */
    double quantile(double probability) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] part : parts) {
            low = Math.min(low, part[0]);
            high = Math.max(high, part[part.length - 1]);
        }
        if (probability <= 0) {
            return low;
        }
        while (high - low > 1e-3) {
            double middle = 0.5 * (low + high);
            if (below(middle) < probability * total) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Mean of the share 1 - probability that is longest. */
    double meanAbove(double probability) {
        double from = probability <= 0 ? Double.NEGATIVE_INFINITY : quantile(probability);
        double mass = 0;
        double sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            double[] quantiles = parts.get(i);
            for (int k = 1; k < at.length; k++) {
                double low = Math.max(from, quantiles[k - 1]);
                double high = quantiles[k];
                if (high > low || low > from) {
                    double all = high - quantiles[k - 1];
                    double share = all > 0 ? (high - low) / all : 1;
                    double here = weights.get(i) / total * share * (at[k] - at[k - 1]);
                    mass += here;
                    sum += here * (low + high) / 2;
                }
            }
        }
        double rest = 1 - probability - mass;
        // what lies at the bound itself
        return (sum + (rest > 0 && probability > 0 ? rest * from : 0)) / (1 - probability);
    }

    private double below(double value) {
        double sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            sum += weights.get(i) * below(parts.get(i), value);
        }
        return sum;
    }

    private double below(double[] quantiles, double value) {
        int last = quantiles.length - 1;
        if (value < quantiles[0]) {
            return 0;
        }
        if (value >= quantiles[last]) {
            return 1;
        }
        int i = 0;
        while (quantiles[i + 1] <= value) {
            i++;
        }
        double part = (value - quantiles[i]) / (quantiles[i + 1] - quantiles[i]);
        return at[i] + part * (at[i + 1] - at[i]);
    }
}
