package headroom.summary;

import headroom.cluster.ClusterSpec;
import headroom.measure.Column;
import headroom.measure.Phase;
import headroom.stat.Known;
import headroom.summary.Summaries.Metric;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Numbers of one window about the whole cluster, from its full hours; of a window without any, from
 * the hour in which it begins. What such means add up to counts for the length of the window, also
 * where that begins within an hour.
 */
final class HourSummary {
    private static final double HOUR_SECONDS = 3600;

    private final Summaries summaries;
    private final int window;

    HourSummary(Summaries summaries, int window) {
        this.summaries = summaries;
        this.window = window;
    }

    void add() {
        List<Column> columns = summaries.run().columns().columns();
        for (int c = 0; c < columns.size(); c++) {
            String unit = columns.get(c).unit();
            String name = columns.get(c).name();
            if (isOfUsers(name) && summaries.subject().isOpen()) {
                continue;
            }
            switch (name) {
                case "caps.scale", "limit.scale", "utilisation", "clock", "overbooking" -> {
                    add(c, new Metric(name, "mean", unit), this::mean);
                    add(c, new Metric(name, "min", unit), HourSummary::min);
                    add(c, new Metric(name, "max", unit), HourSummary::max);
                }
                case "peak.multiplier" -> {
                    add(c, new Metric(name, "min", unit), HourSummary::min);
                    add(c, new Metric(name, "max", unit), HourSummary::max);
                }
                case "gpus.state" -> {
                    add(c, new Metric(name, "mean", unit), this::mean);
                    // hourly means, each times its hour, add up to GPU-hours
                    add(c, new Metric("gpu.hours", "total", "GPU-h"), this::whole);
                }
                case "gpus.use" -> {
                    add(c, new Metric(name, "mean", unit), this::mean);
                    add(c, new Metric("gpu.use.hours", "total", "GPU-h"), this::whole);
                }
                case "replicas.serving" -> {
                    add(c, new Metric(name, "mean", unit), this::mean);
                    add(c, new Metric(name, "min", unit), HourSummary::min);
                    add(c, new Metric(name, "max", unit), HourSummary::max);
                }
                case "power.above", "failures" ->
                    add(c, new Metric(name, "total", unit), x -> Arrays.stream(x)
                            .sum());
                case "power" -> {
                    add(c, new Metric(name, "mean", unit), this::mean);
                    add(c, new Metric("power.hour", "max", unit), HourSummary::max);
                    // hourly means in MW, each times its hour, add up to MWh
                    add(c, new Metric("energy", "total", "MWh"), this::whole);
                }
                case "power.max" -> add(c, new Metric("power", "max", unit), HourSummary::max);
                case "replicas", "gpus", "locked.users", "preemptions", "tokens.wasted" ->
                    add(c, new Metric(name, "mean", unit), this::mean);
                default -> {}
            }
        }
        summaries.subject().cluster().sites().forEach(this::down);
        if (!summaries.subject().isOpen()) {
            inPeakHours(columns);
        }
    }

    /** How long a site that has outages is down in the window. */
    private void down(ClusterSpec.SiteSpec site) {
        if (site.outages().isEmpty()) {
            return;
        }
        Phase phase = summaries.window(window);
        double seconds = site.outages().stream()
                .mapToDouble(each -> each.secondsWithin(phase.fromSeconds(), phase.toSeconds()))
                .sum();
        SortedMap<String, String> labels =
                summaries.labels(window, "site", site.site().name());
        summaries.add(new Metric("site.down", "total", "s"), labels, seconds);
    }

    /** Whether it is about users and their limits. */
    static boolean isOfUsers(String name) {
        return name.equals("caps.scale")
                || name.equals("limit.scale")
                || name.startsWith("peak.")
                || name.equals("locked.users")
                || name.equals("overbooking");
    }

    /** The multiplier matters only within peak hours: its mean over them, if there are any. */
    private void inPeakHours(List<Column> columns) {
        int multiplier = index(columns, "peak.multiplier");
        int share = index(columns, "peak.hours");
        double[] m = within(summaries.run().columns().values(multiplier));
        double[] s = within(summaries.run().columns().values(share));
        double weight = total(s);
        double sum =
                total(IntStream.range(0, m.length).mapToDouble(h -> m[h] * s[h]).toArray());
        double mean = weight > 0 ? sum / weight : mean(m);
        summaries.add(new Metric("peak.multiplier", "mean", "1"), summaries.labels(window), mean);
    }

    /** The place of a column. */
    static int index(List<Column> columns, String name) {
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).name().equals(name)) {
                return c;
            }
        }
        throw new IllegalStateException("no column " + name);
    }

    private void add(int column, Metric metric, ToDoubleFunction<double[]> f) {
        SortedMap<String, String> labels = summaries.labels(window);
        labels.putAll(summaries.run().columns().columns().get(column).labels());
        double value = f.applyAsDouble(within(summaries.run().columns().values(column)));
        summaries.add(metric, labels, value);
    }

    private Phase hours() {
        Phase w = summaries.window(window);
        double full = Math.ceil(w.fromSeconds() / HOUR_SECONDS) * HOUR_SECONDS;
        double begin = full < w.toSeconds() ? full : full - HOUR_SECONDS;
        return new Phase(w.name(), begin, w.toSeconds());
    }

    private double[] within(double[] hours) {
        Phase w = hours();
        return IntStream.range(0, hours.length)
                .filter(h -> w.holds(h * HOUR_SECONDS))
                .mapToDouble(h -> hours[h])
                .toArray();
    }

    /** The sum of values that are known, each times the length of its hour [h]. */
    private double total(double[] hours) {
        double sum = 0;
        for (int i = 0; i < hours.length; i++) {
            sum += Double.isNaN(hours[i]) ? 0 : hours[i] * lengthHours(i);
        }
        return sum;
    }

    /** The same for the length of the window. */
    private double whole(double[] hours) {
        return total(hours) * (summaries.window(window).lengthSeconds() / hours().lengthSeconds());
    }

    private double mean(double[] hours) {
        double length = 0;
        for (int i = 0; i < hours.length; i++) {
            length += Double.isNaN(hours[i]) ? 0 : lengthHours(i);
        }
        return Known.ratio(total(hours), length);
    }

    /** Length of an hour: 1, but for the last of a run that ends within it [h]. */
    private double lengthHours(int hour) {
        Phase w = hours();
        return Math.min(1, (w.toSeconds() - w.fromSeconds()) / HOUR_SECONDS - hour);
    }

    private static double min(double[] hours) {
        return known(hours).min().orElse(Double.NaN);
    }

    private static double max(double[] hours) {
        return known(hours).max().orElse(Double.NaN);
    }

    private static DoubleStream known(double[] hours) {
        return Arrays.stream(hours).filter(x -> !Double.isNaN(x));
    }
}
