package headroom.calibration;

import headroom.analytic.Roofline.Terms;
import headroom.calibration.ClosedLoop.Around;
import headroom.calibration.ClosedLoop.Latency;
import headroom.calibration.ClosedLoop.Setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What single deployments do unlike the shared efficiencies: factors near 1, where there is proof.
 *
 * <p>A file of measurements does not tell all that matters: speculative decoding, how many tokens
 * are sent at a time, limits of a scheduler. Rows of one deployment share it. So each deployment
 * has factors on decoding, prefill, host time, burst and delay, and finer ones by layout and by
 * lengths, each pulled to 1 by its likely width (a random effect): one row moves them little, many
 * that agree move them all the way. A deployment that was never seen has none.
 */
final class Factors {
    /** What a factor multiplies. */
    private enum Kind {
        DECODE,
        PREFILL,
        HOST,
        BURST,
        DELAY
    }

    /** Which rows share a factor. */
    private enum Level {
        DEPLOYMENT,
        LAYOUT,
        LENGTHS,
        BOTH;

        String key(Point p) {
            return switch (this) {
                case DEPLOYMENT -> "";
                case LAYOUT -> p.placed();
                case LENGTHS -> p.lengths();
                case BOTH -> p.placed() + " " + p.lengths();
            };
        }
    }

    /** One kind at one level, with the likely width of its logarithm. */
    private record Effect(Level level, Kind kind, double width) {}

    private static final List<Effect> EFFECTS = List.of(
            new Effect(Level.DEPLOYMENT, Kind.DECODE, 0.2),
            new Effect(Level.DEPLOYMENT, Kind.PREFILL, 0.4),
            new Effect(Level.DEPLOYMENT, Kind.HOST, 0.8),
            new Effect(Level.DEPLOYMENT, Kind.BURST, 0.8),
            new Effect(Level.DEPLOYMENT, Kind.DELAY, 0.8),
            new Effect(Level.LAYOUT, Kind.DECODE, 0.1),
            new Effect(Level.LAYOUT, Kind.HOST, 0.4),
            new Effect(Level.LENGTHS, Kind.DECODE, 0.07),
            new Effect(Level.LENGTHS, Kind.DELAY, 0.5),
            new Effect(Level.BOTH, Kind.HOST, 0.4));

    private final Map<String, Map<String, Double>> logs = new TreeMap<>();
    private final SharedFit shared;

    private Factors(SharedFit shared) {
        this.shared = shared;
    }

    /** No factor at all. */
    static Factors none(SharedFit shared) {
        return new Factors(shared);
    }

    /** Fits the factors of every deployment among the settings. */
    static Factors of(SharedFit shared, List<Setting> settings) {
        Factors factors = new Factors(shared);
        Map<String, List<Setting>> groups = new TreeMap<>();
        settings.forEach(
                s -> groups.computeIfAbsent(s.point().deployment(), key -> new ArrayList<>())
                        .add(s));
        groups.forEach((name, group) -> factors.logs.put(name, factors.fit(group)));
        return factors;
    }

    private Map<String, Double> fit(List<Setting> group) {
        Map<String, Integer> index = new TreeMap<>();
        List<Double> widths = new ArrayList<>();
        int[][] used = new int[group.size()][EFFECTS.size()];
        for (int i = 0; i < group.size(); i++) {
            for (int e = 0; e < EFFECTS.size(); e++) {
                String key = key(e, group.get(i).point());
                if (!index.containsKey(key)) {
                    index.put(key, widths.size());
                    widths.add(EFFECTS.get(e).width());
                }
                used[i][e] = index.getOrDefault(key, 0);
            }
        }
        List<Terms> terms = group.stream().map(shared::terms).toList();
        List<Around> around = group.stream().map(shared::around).toList();
        double[] z = RobustFit.solve(
                at -> {
                    double[] residuals = new double[2 * group.size()];
                    for (int i = 0; i < group.size(); i++) {
                        double[] sums = new double[Kind.values().length];
                        for (int e = 0; e < EFFECTS.size(); e++) {
                            sums[EFFECTS.get(e).kind().ordinal()] += at[used[i][e]];
                        }
                        Latency latency = latency(group.get(i), terms.get(i), around.get(i), sums);
                        SharedFit.residuals(group.get(i).point(), latency, i, residuals);
                    }
                    return residuals;
                },
                new RobustFit.Likely(
                        new double[widths.size()],
                        widths.stream().mapToDouble(Double::doubleValue).toArray()));
        Map<String, Double> found = new TreeMap<>();
        index.forEach((key, i) -> found.put(key, z[i]));
        return found;
    }

    private static String key(int effect, Point p) {
        Effect e = EFFECTS.get(effect);
        return e.kind() + " " + e.level() + " " + e.level().key(p);
    }

    Latency latency(Setting s) {
        return latency(s, shared.terms(s), shared.around(s), sums(s.point()));
    }

    /** The shared coefficients with the factors of this point on them. */
    Terms terms(Setting s) {
        return scaled(shared.terms(s), sums(s.point()));
    }

    /** What lies around the steps of this point. */
    Around around(Setting s) {
        return scaled(shared.around(s), sums(s.point()));
    }

    private double[] sums(Point p) {
        Map<String, Double> known = logs.getOrDefault(p.deployment(), Map.of());
        double[] sums = new double[Kind.values().length];
        for (int e = 0; e < EFFECTS.size(); e++) {
            sums[EFFECTS.get(e).kind().ordinal()] += known.getOrDefault(key(e, p), 0.0);
        }
        return sums;
    }

    private static Latency latency(Setting s, Terms t, Around a, double[] logs) {
        return ClosedLoop.latency(s, scaled(t, logs), scaled(a, logs));
    }

    private static Terms scaled(Terms t, double[] logs) {
        double decode = StrictMath.exp(logs[Kind.DECODE.ordinal()]);
        double prefill = StrictMath.exp(logs[Kind.PREFILL.ordinal()]);
        return new Terms(
                t.c0() * decode,
                t.c1() * decode,
                t.c2() * decode,
                t.c3() * prefill,
                t.c4() * prefill,
                t.c5() * decode);
    }

    private static Around scaled(Around a, double[] logs) {
        return new Around(
                a.hostSeconds() * StrictMath.exp(logs[Kind.HOST.ordinal()]),
                a.burst() * StrictMath.exp(logs[Kind.BURST.ordinal()]),
                a.delaySteps() * StrictMath.exp(logs[Kind.DELAY.ordinal()]));
    }

    /** Factors on decoding and prefill of every deployment seen, as a table. */
    List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add("deployment,decode,prefill,host,burst,delay");
        logs.forEach((name, known) -> {
            String cells = Arrays.stream(Kind.values())
                    .map(kind -> known.getOrDefault(kind + " DEPLOYMENT ", 0.0))
                    .map(log -> String.format(Locale.ROOT, ",%.4f", StrictMath.exp(log)))
                    .reduce("", String::concat);
            lines.add(name + cells);
        });
        return lines;
    }
}
