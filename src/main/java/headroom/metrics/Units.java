package headroom.metrics;

import headroom.yaml.Quantity;
import headroom.yaml.Quantity.MalformedException;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** How a report tells large numbers of a unit: 2.5 Mtoken/s, 1.2 M$/month. */
    private static final Pattern PREFIXED =
            Pattern.compile("(.*\\d)\\s*([kMG])((?:token|credit)s?/s)");

    private static final Pattern LARGE_MONEY = Pattern.compile("(.*\\d)\\s*([kMB])\\$(/month)?");
    private static final Map<String, Double> MEGAWATT_HOURS =
            Map.of("kWh", 1e-3, "MWh", 1.0, "GWh", 1e3, "TWh", 1e6);
    private static final String A_WEEK = " per user-week";

    private Units() {}

    /** The value in the unit of the results. */
    static double parse(String text, String unit) throws MetricException {
        Measure measure = MEASURES.get(unit);
        String stripped = text.strip();
        String plain = plain(stripped);
        try {
            if (measure != null) {
                return measure.quantity().parse(plain) / measure.inside();
            }
            if (unit.equals("MWh")) {
                return energy(plain);
            }
            // no quantity of scenario files: a number, with the unit of the results or without
            return Quantity.NUMBER.parse(without(unit, plain));
        } catch (MalformedException e) {
            String told =
                    unit.equals("1") || unit.equals("share") ? "" : "the number is told in " + unit;
            String hint = measure == null ? "" : e.hint();
            throw new MetricException(
                    "'" + stripped + "': " + e.getMessage(),
                    hint + (hint.isEmpty() || told.isEmpty() ? "" : "; ") + told);
        }
    }

    /** What a report writes in the way in which a scenario does. */
    private static String plain(String text) {
        Matcher prefixed = PREFIXED.matcher(text);
        if (prefixed.matches()) {
            String multiplier = prefixed.group(2).replace('G', 'B');
            return prefixed.group(1) + " " + multiplier + " " + prefixed.group(3);
        }
        Matcher money = LARGE_MONEY.matcher(text);
        if (money.matches()) {
            String period = money.group(3) == null ? "" : money.group(3);
            return money.group(1) + " " + money.group(2) + " $" + period;
        }
        return without(A_WEEK, text);
    }

    private static double energy(String text) throws MalformedException {
        for (Map.Entry<String, Double> unit : MEGAWATT_HOURS.entrySet()) {
            if (text.endsWith(unit.getKey())) {
                return Quantity.NUMBER.parse(without(unit.getKey(), text)) * unit.getValue();
            }
        }
        return Quantity.NUMBER.parse(text);
    }

    private static String without(String end, String text) {
        return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
    }
}
