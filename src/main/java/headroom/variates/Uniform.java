package headroom.variates;

/**
 * Equally likely everywhere between two values.
 *
 * @param from least value, at least 0, in any unit
 * @param to greatest value, above it
 */
public record Uniform(double from, double to) implements Law {
    public Uniform {
        if (!(from >= 0 && to > from && to <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("from " + from + " to " + to);
        }
    }

    @Override
    public double quantile(double u) {
        return from + u * (to - from);
    }

    @Override
    public double mean() {
        return from + 0.5 * (to - from);
    }

    /** (to - from)^2 / 12 over the square of the mean. */
    @Override
    public double squaredCv() {
        double ratio = (to - from) / mean();
        return ratio * ratio / 12;
    }
}
