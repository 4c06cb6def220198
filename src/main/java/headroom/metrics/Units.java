package headroom.metrics;

import headroom.yaml.Quantity;
import headroom.yaml.Quantity.MalformedException;

import java.util.Map;

/** Text of a value, read in the unit in which a number of a run is told. */
final class Units {
    /** What a unit of results measures, and how many of the quantity's inside units it is. */
    private record Measure(Quantity quantity, double inside) {}

    private static final Map<String, Measure> MEASURES = Map.ofEntries(
            Map.entry("1", new Measure(Quantity.RATIO, 1)),
            Map.entry("share", new Measure(Quantity.RATIO, 1)),
            Map.entry("s", new Measure(Quantity.DURATION, 1)),
            Map.entry("h", new Measure(Quantity.DURATION, 3600)),
            Map.entry("min per user-week", new Measure(Quantity.DURATION, 60)),
            Map.entry("1/s", new Measure(Quantity.RATE, 1)),
            Map.entry("token/s", new Measure(Quantity.TOKEN_RATE, 1)),
            Map.entry("W", new Measure(Quantity.POWER, 1)),
            Map.entry("MW", new Measure(Quantity.POWER, 1e6)),
            Map.entry("GPU-h", new Measure(Quantity.GPU_TIME, 3600)),
            Map.entry("$", new Measure(Quantity.DOLLARS, 1)),
            Map.entry("$/month", new Measure(Quantity.MONTHLY_PRICE, 1)));

    private Units() {}

    /** The value in the unit of the results. */
    static double parse(String text, String unit) throws MetricException {
        Measure measure = MEASURES.get(unit);
        String stripped = text.strip();
        try {
            if (measure != null) {
                return measure.quantity().parse(stripped) / measure.inside();
            }
            // no quantity of scenario files: a number, with the unit of the results or without
            String number = stripped.endsWith(unit)
                    ? stripped.substring(0, stripped.length() - unit.length())
                    : stripped;
            return Quantity.NUMBER.parse(number);
        } catch (MalformedException e) {
            throw new MetricException(
                    "'" + stripped + "': " + e.getMessage(),
                    measure == null ? "the unit is " + unit : e.hint());
        }
    }
}
