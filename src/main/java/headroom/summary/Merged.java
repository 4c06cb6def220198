package headroom.summary;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.Series;
import headroom.measure.TimeSeries;
import headroom.stat.Estimate;
import headroom.stat.Known;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What replications say together: each number's mean over them with its error. With one replication
 * its own numbers stand, with the error between its cells.
 *
 * <p>Replications are merged in their order, so the bits depend on nothing else. Rows about things
 * that happened in none of them are left out: upgrades, overage, work lost and given way.
 */
public final class Merged {
    /** Rows that say nothing when they are 0. */
    private static final List<String> COUNTED =
            List.of("upgrade.revenue", "jobs.gaveWay.saving", "jobs.gaveWay.lost", "jobs.unused");

    /** The cause of what is lost where power is short. */
    static final String POWER = "power";

    /** Rows that say nothing where nothing was lost. */
    private static final List<String> LOSSES =
            List.of("jobs.interrupted", "jobs.lost", "jobs.goodput");

    private Merged() {}

    /** The numbers of all replications, by window. */
    public static List<Measurement> summary(List<Reading> readings, List<Phase> windows) {
        return told(merge(readings, Reading::summary, windows));
    }

    /** The distribution over what replicas held. */
    public static List<Measurement> occupancy(List<Reading> readings) {
        return merge(readings, Reading::occupancy, List.of());
    }

    private static List<Measurement> merge(
            List<Reading> readings, Function<Reading, List<Measurement>> of, List<Phase> windows) {
        if (readings.size() == 1) {
            return of.apply(readings.get(0));
        }
        Map<MetricKey, Measurement> first = new LinkedHashMap<>();
        Map<MetricKey, double[]> values = new LinkedHashMap<>();
        for (int r = 0; r < readings.size(); r++) {
            for (Measurement each : of.apply(readings.get(r))) {
                MetricKey key = each.key();
                first.putIfAbsent(key, each);
                // what a replication does not tell is a level that it never reached
                values.computeIfAbsent(key, k -> new double[readings.size()])[r] = each.value();
            }
        }
        List<Measurement> merged = new ArrayList<>();
        first.forEach((key, each) -> {
            double[] all = Objects.requireNonNull(values.get(key));
            if (PerToken.isOne(key)) {
                all = values(readings, key, windows);
            }
            Estimate e = Known.ofReplications(all, Summaries.LEVEL);
            merged.add(new Measurement(
                    each.name(),
                    each.labels(),
                    each.statistic(),
                    each.unit(),
                    e.value(),
                    e.halfWidth(),
                    Summaries.LEVEL,
                    e.n()));
        });
        return merged;
    }

    private static List<Measurement> told(List<Measurement> all) {
        Map<String, Boolean> lossless = new TreeMap<>();
        for (Measurement each : all) {
            if (LOSSES.contains(each.name()) && !each.name().equals("jobs.goodput")) {
                lossless.merge(scope(each), each.value() == 0, Boolean::logicalAnd);
            }
        }
        return all.stream()
                .filter(each -> each.value() != 0 || !isCounted(each))
                .filter(each ->
                        !LOSSES.contains(each.name()) || !lossless.getOrDefault(scope(each), false))
                .toList();
    }

    private static boolean isCounted(Measurement each) {
        String kind = each.labels().getOrDefault("kind", "");
        String cause = each.labels().getOrDefault("cause", "");
        return COUNTED.contains(each.name())
                || each.name().equals("revenue")
                        && (kind.equals("overage") || kind.equals("upgrade"))
                || each.name().equals("jobs.lost.work")
                        && (cause.equals("preemption") || cause.equals(POWER))
                || each.name().equals("jobs.lost") && cause.equals(POWER);
    }

    private static String scope(Measurement each) {
        Map<String, String> labels = new TreeMap<>(each.labels());
        labels.remove("cause");
        return labels.toString();
    }

    /** The course of all replications: each step's mean with its error. */
    public static TimeSeries course(List<Reading> readings) {
        TimeSeries first = readings.get(0).series();
        List<Series> columns = new ArrayList<>();
        for (int c = 0; c < first.columns().size(); c++) {
            columns.add(column(readings, c));
        }
        return new TimeSeries(first.start(), first.stepSeconds(), columns);
    }

    private static Series column(List<Reading> readings, int c) {
        Series first = readings.get(0).series().columns().get(c);
        double[][] values = new double[readings.size()][];
        for (int r = 0; r < values.length; r++) {
            values[r] = readings.get(r).series().columns().get(c).values();
        }
        double[] means = new double[first.values().length];
        double[] halfWidths = new double[means.length];
        double[] step = new double[values.length];
        for (int h = 0; h < means.length; h++) {
            for (int r = 0; r < step.length; r++) {
                step[r] = values[r][h];
            }
            Estimate estimate = Known.ofReplications(step, Summaries.LEVEL);
            means[h] = estimate.value();
            halfWidths[h] = estimate.halfWidth();
        }
        return new Series(first.name(), first.labels(), first.unit(), means, halfWidths);
    }

    /**
     * The values of which a number over replications is the mean: what each tells, NaN where one
     * tells none; of a ratio what each adds to it.
     */
    public static double[] values(List<Reading> readings, MetricKey key, List<Phase> windows) {
        return PerToken.isOne(key)
                ? PerToken.values(readings.stream().map(Reading::summary).toList(), key, windows)
                : values(readings, key);
    }

    /** The values of one number in each replication; NaN where one does not tell it. */
    public static double[] values(List<Reading> readings, MetricKey key) {
        double[] values = new double[readings.size()];
        Arrays.fill(values, Double.NaN);
        for (int r = 0; r < values.length; r++) {
            for (Measurement each : readings.get(r).summary()) {
                if (each.is(key)) {
                    values[r] = each.value();
                }
            }
        }
        return values;
    }
}
