package headroom.experiment;

import headroom.assembly.Plan;
import headroom.measure.Column;
import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.RunRecord;
import headroom.stat.BatchMeans;
import headroom.stat.Estimate;
import headroom.stat.QuantileInterval;
import headroom.summary.Subject;
import headroom.summary.Summaries;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Half-widths of the numbers of one long run from the batches into which its windows are cut.
 *
 * <p>The value stays that of the whole window; the half-width is t(k - 1) sqrt(sum (b_j - w)^2 / (k
 * (k - 1))) of the numbers b_j of k batches about that of the window, w, a total first brought to
 * the length of the window. This is sectioning, see {@link QuantileInterval}; for means it is batch
 * means to the remainder that fills no batch.
 *
 * <p>Beside them stand, for each window, the share of the numbers whose batches are so correlated
 * that their intervals are too narrow, see {@link BatchMeans#isCorrelated}, of which some 5 % are
 * to be expected by chance, and the greatest lag-1 autocorrelation.
 */
final class Batches {
    /** What is counted once a user and period, or since the window began: no batch has it. */
    private static final Set<String> OF_THE_WINDOW = Set.of(
            "period",
            "capped.users",
            "bound.users",
            "bound.active",
            "lockout.locked",
            "lockout.users",
            "jain",
            "top5",
            "failures.last");

    private final Plan plan;
    private final RunRecord record;
    private final List<Measurement> out = new ArrayList<>();

    private Batches(Plan plan, RunRecord record) {
        this.plan = plan;
        this.record = record;
    }

    /** The numbers with half-widths from batches, as far as windows are cut into any. */
    static List<Measurement> of(Plan plan, RunRecord record, List<Measurement> summary) {
        Batches batches = new Batches(plan, record);
        Map<String, Integer> windows = new TreeMap<>();
        for (int w = 0; w < plan.windows().size(); w++) {
            if (!plan.batches().get(w).isEmpty()) {
                windows.put(plan.windows().get(w).name(), w);
            }
        }
        if (windows.isEmpty()) {
            return summary;
        }
        Map<Integer, Window> cut = new TreeMap<>();
        windows.values().forEach(w -> cut.put(w, batches.window(w)));
        for (Measurement each : summary) {
            Integer w = windows.get(each.labels().getOrDefault("phase", ""));
            batches.out.add(w == null ? each : known(cut, w).estimated(each));
        }
        windows.forEach((name, w) -> known(cut, w).tellCorrelation(name, batches.out));
        return batches.out;
    }

    /**
     * The numbers whose half-widths are from batches.
     *
     * @param plain the numbers before
     * @param summary the same with half-widths from batches, in the same order, then what is told
     *     of the batches
     * @param derived numbers made of them, such as costs
     */
    static List<MetricKey> batched(
            Plan plan,
            List<Measurement> plain,
            List<Measurement> summary,
            List<Measurement> derived) {
        List<MetricKey> keys = new ArrayList<>();
        for (int i = 0; i < plain.size(); i++) {
            // what no batch has is left as it is
            if (summary.get(i) != plain.get(i)) {
                keys.add(summary.get(i).key());
            }
        }
        for (int w = 0; w < plan.windows().size(); w++) {
            String phase =
                    plan.batches().get(w).isEmpty() ? "" : plan.windows().get(w).name();
            derived.stream()
                    .filter(each -> phase.equals(each.labels().get("phase")) && each.n() > 1)
                    .forEach(each -> keys.add(each.key()));
        }
        return keys;
    }

    private static Window known(Map<Integer, Window> cut, int w) {
        return Objects.requireNonNull(cut.get(w));
    }

    /** The numbers of each batch of a window. */
    private Window window(int w) {
        List<Phase> phases = plan.batches().get(w);
        int first = plan.windows().size()
                + IntStream.range(0, w)
                        .map(before -> plan.batches().get(before).size())
                        .sum();
        Subject whole = plan.subject();
        Map<MetricKey, double[]> values = new TreeMap<>(Comparator.comparing(MetricKey::toString));
        for (int b = 0; b < phases.size(); b++) {
            int batch = b;
            Subject subject = new Subject(
                    whole.users(),
                    whole.limited(),
                    whole.replays(),
                    whole.cluster(),
                    whole.names(),
                    List.of(phases.get(b)));
            RunRecord part = record.within(List.of(first + b));
            for (Measurement each : new Summaries(subject, part).all()) {
                values.computeIfAbsent(each.key(), key -> unknown(phases.size()))[batch] =
                        each.value();
            }
        }
        return new Window(seconds(plan.windows().get(w)) / seconds(phases.get(0)), values);
    }

    private static double[] unknown(int n) {
        double[] values = new double[n];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double seconds(Phase phase) {
        return phase.toSeconds() - phase.fromSeconds();
    }

    /** A window and its batches. */
    private static final class Window {
        /** How many times as long as a batch the window is. */
        private final double times;

        private final Map<MetricKey, double[]> values;
        private int numbers;
        private int correlated;
        private double greatest = Double.NaN;

        Window(double times, Map<MetricKey, double[]> values) {
            this.times = times;
            this.values = values;
        }

        Measurement estimated(Measurement whole) {
            String statistic = whole.statistic();
            double[] known = Arrays.stream(values.getOrDefault(whole.key(), new double[0]))
                    .filter(x -> !Double.isNaN(x))
                    .map(x -> statistic.equals("total") ? x * times : x)
                    .toArray();
            if (statistic.equals("max")
                    || statistic.equals("min")
                    || whole.labels().containsKey("at")
                    || OF_THE_WINDOW.contains(whole.name())
                    || known.length < 2) {
                return whole;
            }
            double lag = BatchMeans.lagOne(known);
            if (!Double.isNaN(lag)) {
                numbers++;
                correlated += BatchMeans.isCorrelated(lag, known.length) ? 1 : 0;
                greatest = Double.isNaN(greatest) ? lag : Math.max(greatest, lag);
            }
            Estimate estimate = QuantileInterval.sectioning(whole.value(), known, Summaries.LEVEL);
            return whole.with(estimate);
        }

        void tellCorrelation(String phase, List<Measurement> out) {
            SortedMap<String, String> labels = new TreeMap<>(Column.labels("phase", phase));
            out.add(new Measurement(
                    "batches.correlated",
                    labels,
                    "share",
                    "share",
                    (double) correlated / numbers,
                    Double.NaN,
                    Summaries.LEVEL,
                    numbers));
            out.add(new Measurement(
                    "batches.lag",
                    labels,
                    "max",
                    "1",
                    greatest,
                    Double.NaN,
                    Summaries.LEVEL,
                    numbers));
        }
    }
}
