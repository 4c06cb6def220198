package headroom.metrics;

import headroom.measure.Measurement;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked of a number of a run: {@code p99(ttft, tier=max) < 2 s}.
 *
 * @param metric which number
 * @param relation which side of the bound it must be on
 * @param bound the bound as it was written, with its unit
 */
public record Objective(Selector metric, Relation relation, String bound) {
    private static final Pattern FORM = Pattern.compile("(.+?)\\s*(<=|>=|<|>)\\s*(.+)");

    /** A side of a bound. */
    public enum Relation {
        BELOW("<"),
        AT_MOST("<="),
        ABOVE(">"),
        AT_LEAST(">=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        /** As it is written. */
        public String sign() {
            return sign;
        }

        /** Whether small values are wanted. */
        public boolean wantsLess() {
            return this == BELOW || this == AT_MOST;
        }

        /** Whether a value is on the side. */
        public boolean holds(double value, double bound) {
            return switch (this) {
                case BELOW -> value < bound;
                case AT_MOST -> value <= bound;
                case ABOVE -> value > bound;
                case AT_LEAST -> value >= bound;
            };
        }
    }

    /** Reads an objective. */
    public static Objective parse(String text) throws MetricException {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new MetricException(
                    "'" + text.strip() + "' asks nothing",
                    "write such as p99(ttft, tier=max) < 2 s");
        }
        for (Relation relation : Relation.values()) {
            if (relation.sign().equals(form.group(2))) {
                return new Objective(Selector.parse(form.group(1)), relation, form.group(3));
            }
        }
        throw new IllegalStateException(form.group(2));
    }

    /** The bound in the unit of the number. */
    public double bound(Measurement of) throws MetricException {
        return Units.parse(bound, of.unit());
    }

    @Override
    public String toString() {
        return metric + " " + relation.sign() + " " + bound;
    }
}
