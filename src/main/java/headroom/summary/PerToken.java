package headroom.summary;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.stat.Estimate;
import headroom.stat.RatioEstimate;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Dollars and joules for each token of an answer, by window: what the window costs over the output
 * tokens that were served in it.
 *
 * <p>Over replications it is a ratio of means with the half-width of the delta method ({@link
 * RatioEstimate}), since replications serve different numbers of tokens.
 */
public final class PerToken {
    private static final String RATIO = "ratio";
    private static final String COST = "cost.per.token";
    private static final List<String> KINDS = List.of("contract", "energy", "gpus");
    private static final double TOKENS_PER_MTOKEN = 1e6;
    private static final double JOULES_PER_MWH = 3.6e9;

    private final List<Measurement> summary;
    private final Phase window;
    private final List<Measurement> out;

    private PerToken(List<Measurement> summary, Phase window, List<Measurement> out) {
        this.summary = summary;
        this.window = window;
        this.out = out;
    }

    /** The rows of one replication, from its numbers; none where no tokens are served. */
    public static List<Measurement> of(List<Measurement> summary, List<Phase> windows) {
        List<Measurement> out = new ArrayList<>();
        windows.forEach(window -> new PerToken(summary, window, out).add());
        return out;
    }

    private void add() {
        double rate = sum("tokens", "mean", "kind", "output");
        if (Double.isNaN(rate)) {
            return;
        }
        double tokens = rate * (window.toSeconds() - window.fromSeconds());
        boolean some = false;
        double all = 0;
        for (String kind : KINDS) {
            double dollars = sum("cost", "total", "kind", kind);
            if (!Double.isNaN(dollars)) {
                row(COST, "$/Mtoken", kind, dollars / tokens * TOKENS_PER_MTOKEN);
                some = true;
                all += dollars;
            }
        }
        if (some) {
            row(COST, "$/Mtoken", "", all / tokens * TOKENS_PER_MTOKEN);
        }
        double joules = sum("energy", "total", "phase", window.name()) * JOULES_PER_MWH;
        if (!Double.isNaN(joules)) {
            row("energy.per.token", "J/token", "", joules / tokens);
        }
    }

    /** Over sites; NaN where there is no such number. */
    private double sum(String name, String statistic, String label, String value) {
        return summary.stream()
                .filter(each -> each.name().equals(name) && each.statistic().equals(statistic))
                .filter(each -> window.name().equals(each.labels().get("phase")))
                .filter(each -> value.equals(each.labels().get(label)))
                .filter(each -> !each.labels().containsKey("tier"))
                .mapToDouble(Measurement::value)
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    private void row(String name, String unit, String kind, double value) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("phase", window.name());
        if (!kind.isEmpty()) {
            labels.put("kind", kind);
        }
        // without tokens there is no price of one
        double known = Double.isFinite(value) ? value : Double.NaN;
        out.add(new Measurement(name, labels, RATIO, unit, known, Double.NaN, Summaries.LEVEL, 1));
    }

    /** Whether a number is such a ratio. */
    static boolean isOne(MetricKey key) {
        return key.statistic().equals(RATIO);
    }

    /** The ratio over replications, each weighted by the tokens that it served. */
    static Estimate merged(List<Reading> readings, MetricKey key, double[] ratios) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("phase", key.labels().getOrDefault("phase", ""));
        labels.put("kind", "output");
        double[] tokens = Merged.values(readings, new MetricKey("tokens", labels, "mean"));
        double[] numerators = new double[ratios.length];
        for (int r = 0; r < ratios.length; r++) {
            numerators[r] = ratios[r] * tokens[r];
        }
        return RatioEstimate.delta(numerators, tokens, Summaries.LEVEL);
    }
}
