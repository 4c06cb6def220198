package headroom.summary;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.stat.Estimate;
import headroom.stat.RatioEstimate;

import java.util.ArrayList;
import java.util.Arrays;
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
    private static final String COST_OF_ALL = "cost.per.token.all";
    private static final List<String> TOKENS = List.of("input", "cached", "output");
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
        OptionalDouble output = sum("tokens", "mean", "kind", "output");
        if (output.isEmpty()) {
            return;
        }
        double seconds = window.toSeconds() - window.fromSeconds();
        double tokens = output.getAsDouble() * seconds;
        boolean some = false;
        double dollars = 0;
        for (String kind : KINDS) {
            OptionalDouble part = sum("cost", "total", "kind", kind);
            if (part.isPresent()) {
                row(COST, "$/Mtoken", kind, part.getAsDouble() / tokens * TOKENS_PER_MTOKEN);
                some = true;
                dollars += part.getAsDouble();
            }
        }
        if (some) {
            row(COST, "$/Mtoken", "", dollars / tokens * TOKENS_PER_MTOKEN);
            double all = 0;
            for (String kind : TOKENS) {
                all += sum("tokens", "mean", "kind", kind).orElse(0) * seconds;
            }
            row(COST_OF_ALL, "$/Mtoken", "", dollars / all * TOKENS_PER_MTOKEN);
        }
        OptionalDouble energy = sum("energy", "total", "phase", window.name());
        if (energy.isPresent()) {
            double joules = energy.getAsDouble() * JOULES_PER_MWH;
            row("energy.per.token", "J/token", "", joules / tokens);
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
        double[] tokens = new double[ratios.length];
        for (String kind : key.name().equals(COST_OF_ALL) ? TOKENS : List.of("output")) {
            SortedMap<String, String> labels = new TreeMap<>();
            labels.put("phase", key.labels().getOrDefault("phase", ""));
            labels.put("kind", kind);
            double[] some = Merged.values(readings, new MetricKey("tokens", labels, "mean"));
            Arrays.setAll(tokens, r -> tokens[r] + some[r]);
        }
        double[] numerators = new double[ratios.length];
        Arrays.setAll(numerators, r -> ratios[r] * tokens[r]);
        return RatioEstimate.delta(numerators, tokens, Summaries.LEVEL);
    }
}
