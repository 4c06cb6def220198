package headroom.summary;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.stat.Known;
import headroom.stat.RatioEstimate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Dollars and joules for each token of an answer, by window: what the window costs over the output
 * tokens that were served in it; dollars also over all tokens, those of prompts and cached ones
 * with them.
 *
 * <p>Over replications it is a ratio of means with the half-width of the delta method ({@link
 * RatioEstimate}), since replications serve different numbers of tokens.
 */
public final class PerToken {
    private static final String RATIO = "ratio";
    private static final String COST = "cost.per.token";
    private static final String ENERGY = "energy.per.token";
    private static final String COST_OF_ALL = "cost.per.token.all";
    private static final List<String> TOKENS = List.of("input", "cached", "output");
    private static final List<String> KINDS = List.of("contract", "energy", "gpus");
    private static final double TOKENS_PER_MTOKEN = 1e6;
    private static final double JOULES_PER_MWH = 3.6e9;

    private final List<Measurement> summary;
    private final Phase window;

    private PerToken(List<Measurement> summary, Phase window) {
        this.summary = summary;
        this.window = window;
    }

    /** The rows of one replication, from its numbers; none where no tokens are served. */
    public static List<Measurement> of(List<Measurement> summary, List<Phase> windows) {
        List<Measurement> out = new ArrayList<>();
        windows.forEach(window -> new PerToken(summary, window).add(out));
        return out;
    }

    private void add(List<Measurement> out) {
        if (sum("tokens", "mean", "kind", "output").isEmpty()) {
            return;
        }
        List<String> paid = KINDS.stream()
                .filter(kind -> sum("cost", "total", "kind", kind).isPresent())
                .toList();
        paid.forEach(kind -> out.add(row(COST, "$/Mtoken", kind)));
        if (!paid.isEmpty()) {
            out.add(row(COST, "$/Mtoken", ""));
            out.add(row(COST_OF_ALL, "$/Mtoken", ""));
        }
        if (sum("energy", "total", "phase", window.name()).isPresent()) {
            out.add(row(ENERGY, "J/token", ""));
        }
    }

    /** Over sites; nothing where there is no such number. */
    private OptionalDouble sum(String name, String statistic, String label, String value) {
        return summary.stream()
                .filter(each -> each.name().equals(name) && each.statistic().equals(statistic))
                .filter(each -> window.name().equals(each.labels().get("phase")))
                .filter(each -> value.equals(each.labels().get(label)))
                .filter(each -> !each.labels().containsKey("tier"))
                .mapToDouble(Measurement::value)
                .reduce(Double::sum);
    }

    private Measurement row(String name, String unit, String kind) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("phase", window.name());
        if (!kind.isEmpty()) {
            labels.put("kind", kind);
        }
        MetricKey key = new MetricKey(name, labels, RATIO);
        // without tokens there is no price of one
        double value = Known.ratio(spent(key), tokens(key));
        return new Measurement(name, labels, RATIO, unit, value, Double.NaN, Summaries.LEVEL, 1);
    }

    /** What a ratio divides: joules, or millionths of a dollar of all kinds or of one. */
    private double spent(MetricKey key) {
        if (key.name().equals(ENERGY)) {
            return sum("energy", "total", "phase", window.name()).orElse(0) * JOULES_PER_MWH;
        }
        String kind = key.labels().get("kind");
        double dollars = 0;
        for (String each : kind == null ? KINDS : List.of(kind)) {
            dollars += sum("cost", "total", "kind", each).orElse(0);
        }
        return dollars * TOKENS_PER_MTOKEN;
    }

    /** What a ratio divides by: the tokens of the window. */
    private double tokens(MetricKey key) {
        double rate = 0;
        for (String kind : key.name().equals(COST_OF_ALL) ? TOKENS : List.of("output")) {
            rate += sum("tokens", "mean", "kind", kind).orElse(0);
        }
        return rate * (window.toSeconds() - window.fromSeconds());
    }

    /** Whether a number is such a ratio. */
    public static boolean isOne(MetricKey key) {
        return key.statistic().equals(RATIO);
    }

    /**
     * What each replication adds to the ratio over all of them, of which it is the mean; one that
     * served no token counts by what it spent.
     *
     * @param summaries the numbers of each replication
     */
    public static double[] values(
            List<List<Measurement>> summaries, MetricKey key, List<Phase> windows) {
        Phase window = windows.stream()
                .filter(each -> each.name().equals(key.labels().get("phase")))
                .findFirst()
                .orElseThrow();
        List<PerToken> all =
                summaries.stream().map(summary -> new PerToken(summary, window)).toList();
        return RatioEstimate.linear(
                all.stream().mapToDouble(each -> each.spent(key)).toArray(),
                all.stream().mapToDouble(each -> each.tokens(key)).toArray());
    }
}
