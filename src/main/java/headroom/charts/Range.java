package headroom.charts;

import headroom.charts.CurveChart.Axis;
import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Limit;
import headroom.charts.CurveChart.Point;
import headroom.page.Figures;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an axis covers, and its ticks.
 *
 * @param low its beginning; of a logarithmic one the logarithm to base 10
 * @param high its end, the same way
 * @param log whether it is logarithmic
 * @param ticks in their order
 */
record Range(double low, double high, boolean log, List<Tick> ticks) {
    private static final int FEWEST = 3;
    private static final int MOST = 10;
    private static final double ROUNDING = 1e-9;

    Range {
        ticks = List.copyOf(ticks);
    }

    /** A value that is named at the axis. */
    record Tick(double value, String label) {}

    static Range of(CurveChart chart, Axis axis, boolean horizontal) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Curve curve : chart.curves()) {
            for (Point p : curve.points()) {
                double[] all =
                        horizontal ? new double[] {p.x()} : new double[] {p.y(), p.low(), p.high()};
                for (double value : all) {
                    if (Double.isFinite(value) && (!axis.log() || value > 0)) {
                        low = Math.min(low, value);
                        high = Math.max(high, value);
                    }
                }
            }
        }
        for (Limit limit : horizontal ? List.<Limit>of() : chart.limits()) {
            low = Math.min(low, limit.value());
            high = Math.max(high, limit.value());
        }
        if (low > high) {
            return even(0, 1, 0.5);
        }
        if (!axis.names().isEmpty()) {
            return named(axis.names());
        }
        if (axis.log()) {
            return low < high ? byRatios(low, high) : byRatios(low / 2, high * 2);
        }
        double least = axis.zero() ? Math.min(0, low) : low;
        double tick = tick(high > least ? high - least : Math.max(1, Math.abs(high)));
        boolean whole = horizontal
                && chart.curves().stream()
                        .flatMap(curve -> curve.points().stream())
                        .allMatch(p -> p.x() == Math.rint(p.x()));
        tick = whole ? Math.max(1, tick) : tick;
        double begin = horizontal ? least : Math.floor(least / tick + ROUNDING) * tick;
        double end = horizontal ? high : Math.ceil(high / tick - ROUNDING) * tick;
        return even(begin, end > begin ? end : begin + tick, tick);
    }

    private static Range named(List<String> names) {
        List<Tick> ticks = IntStream.range(0, names.size())
                .mapToObj(i -> new Tick(i, names.get(i)))
                .toList();
        return new Range(-0.5, names.size() - 0.5, false, ticks);
    }

    private static Range even(double low, double high, double tick) {
        return new Range(low, high, false, evenTicks(low, high, tick));
    }

    private static List<Tick> evenTicks(double low, double high, double tick) {
        int decimals = 0;
        for (double step = tick; step < 0.999 && decimals < 6; step *= 10) {
            decimals++;
        }
        List<Tick> ticks = new ArrayList<>();
        for (double k = Math.ceil(low / tick - ROUNDING); k * tick <= high + tick * ROUNDING; k++) {
            ticks.add(new Tick(k * tick, Figures.fixed(k * tick, decimals)));
        }
        return ticks;
    }

    /**
     * From the least number to the largest: at 1, 2 and 5 of each decade; where these are many, at
     * decades, or at every second, third and so on; where they are few, at equal distances.
     */
    private static Range byRatios(double low, double high) {
        List<Tick> ticks = decimalTicks(low, high, List.of(1, 2, 5), 1);
        for (int every = 1; ticks.size() > MOST; every++) {
            ticks = decimalTicks(low, high, List.of(1), every);
        }
        return new Range(
                StrictMath.log10(low),
                StrictMath.log10(high),
                true,
                ticks.size() < FEWEST ? evenTicks(low, high, tick(high - low)) : ticks);
    }

    /** Some digits of every so manieth decade. */
    private static List<Tick> decimalTicks(
            double low, double high, List<Integer> digits, int every) {
        List<Tick> ticks = new ArrayList<>();
        int last = (int) Math.ceil(StrictMath.log10(high));
        for (int power = (int) Math.floor(StrictMath.log10(low)); power <= last; power++) {
            for (int digit : Math.floorMod(power, every) == 0 ? digits : List.<Integer>of()) {
                double value = Double.parseDouble(digit + "e" + power);
                if (value >= low * (1 - ROUNDING) && value <= high * (1 + ROUNDING)) {
                    ticks.add(new Tick(value, decimal(digit, power)));
                }
            }
        }
        return ticks;
    }

    /** "0.005", "20,000", "2·10^7". */
    private static String decimal(int digit, int power) {
        if (power >= -3 && power <= 5) {
            double value = Double.parseDouble(digit + "e" + power);
            return Figures.fixed(value, Math.max(0, -power));
        }
        return (digit == 1 ? "" : digit + "·") + "10^" + power;
    }

    /** The least of 1, 2 and 5 times a power of ten that parts a range into at most six. */
    static double tick(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range)) - 1);
        for (double factor : new double[] {1, 2, 5, 10, 20, 50}) {
            if (range / (power * factor) <= 6) {
                return power * factor;
            }
        }
        return power * 100;
    }

    /** Where a value lies between the ends, from 0 to 1. */
    double share(double value) {
        double at = log ? StrictMath.log10(Math.max(value, Double.MIN_NORMAL)) : value;
        return Math.max(0, Math.min(1, (at - low) / (high - low)));
    }
}
