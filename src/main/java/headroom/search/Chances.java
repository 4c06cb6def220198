package headroom.search;

import headroom.measure.MetricKey;
import headroom.measure.Reading;
import headroom.search.Sample.Check;
import headroom.stat.ControlVariates.Control;
import headroom.summary.Deviations;
import headroom.summary.Merged;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * By how much chance moved a number in the replications of a value, as far as that is known.
 *
 * <p>Where arrivals and services are both known they are all that is random, theory says that each
 * counts once, and they are taken off as they are: no coefficient is estimated, so that it takes no
 * replications to learn one, and the mean of what is left is exactly that of the number. Where
 * arrivals alone are known they are a control, with a coefficient from regression.
 *
 * @param parts arrivals, and departures if they are known, of each replication; may be empty
 * @param checks whether what must be 0 on average is so
 */
record Chances(List<double[]> parts, List<Check> checks) {
    /** Of servers, what rounding leaves of their number. */
    private static final double ROUNDING = 1e-9;

    /** In replications of a value. */
    static Chances of(List<Reading> readings, MetricKey key) {
        List<double[]> parts = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        // of a spread or a quantile nothing of the kind is known
        if (!key.statistic().equals("mean") && !key.statistic().equals("share")) {
            return new Chances(parts, checks);
        }
        for (String known : List.of(Deviations.ARRIVALS, Deviations.DEPARTURES)) {
            double[] part = Merged.values(readings, of(key, known, Deviations.CORRECTION));
            if (Arrays.stream(part).noneMatch(Double::isNaN)) {
                parts.add(part);
                // what moves any number of the station is a defect, whichever is asked for
                for (String name : Deviations.NAMES) {
                    MetricKey each = new MetricKey(name, key.labels(), key.statistic());
                    checks.add(check(readings, each, known));
                }
            }
        }
        if (!parts.isEmpty()) {
            checks.add(busy(readings, key));
        }
        return new Chances(parts, checks);
    }

    /** The sum over replications is nearly normal, and its variance is known. */
    private static Check check(List<Reading> readings, MetricKey key, String known) {
        double sum = sum(readings, of(key, known, Deviations.DEVIATION));
        double square = sum(readings, of(key, known, Deviations.VARIANCE));
        String what = known + " weighed for " + key.name();
        return new Check(what, square > 0 ? sum / Math.sqrt(square) : 0);
    }

    private static MetricKey of(MetricKey key, String known, String statistic) {
        TreeMap<String, String> labels = new TreeMap<>(key.labels());
        labels.put(Deviations.KNOWN, known);
        return new MetricKey(key.name() + Deviations.SUFFIX, labels, statistic);
    }

    /** Servers that are idle while somebody waits, or too many of them, are no matter of chance. */
    private static Check busy(List<Reading> readings, MetricKey key) {
        MetricKey idle = new MetricKey(Deviations.IDLE, key.labels(), "mean");
        double most = 0;
        for (double each : Merged.values(readings, idle)) {
            most = Math.max(most, Math.abs(each));
        }
        MetricKey held = new MetricKey("jobs.busy", key.labels(), "mean");
        double servers = Arrays.stream(Merged.values(readings, held)).max().orElse(0);
        boolean isRounding = most <= ROUNDING * Math.max(1, servers);
        return new Check("busy servers", isRounding ? 0 : Double.POSITIVE_INFINITY);
    }

    private static double sum(List<Reading> readings, MetricKey key) {
        return Arrays.stream(Merged.values(readings, key)).sum();
    }

    /** Whether all that is random is known. */
    boolean isAll() {
        return parts.size() == 2;
    }

    /** The number without what chance did to it. */
    double[] corrected(double[] simulated) {
        double[] left = simulated.clone();
        for (double[] part : parts) {
            for (int r = 0; r < left.length; r++) {
                left[r] -= part[r];
            }
        }
        return left;
    }

    /** As controls, whose means are 0. */
    List<Control> controls() {
        return parts.stream().map(part -> new Control(part, 0)).toList();
    }
}
