package headroom.variates;

/**
 * Always the same value.
 *
 * @param value at least 0, in any unit
 */
public record Fixed(double value) implements Law {
    public Fixed {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("value " + value + " must be at least 0");
        }
    }

    @Override
    public double quantile(double u) {
        return value;
    }

    @Override
    public double mean() {
        return value;
    }

    @Override
    public double squaredCv() {
        return 0;
    }
}
