package headroom.calibration;

import headroom.calibration.ClosedLoop.Latency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a fit that has seen none of them says of workers that only prefill or decode. */
final class PairReport {
    private final List<Pair> pairs;
    private final Latency[] predicted;

    /** Predictions are in the order of the pairs. */
    PairReport(List<Pair> pairs, Latency[] predicted) {
        this.pairs = pairs;
        this.predicted = predicted;
    }

    List<String> markdown() {
        if (pairs.isEmpty()) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        out.add("## Workers that only prefill or only decode");
        out.add("");
        out.add("The fit has seen none of these rows. Bias: median of predicted / measured.");
        out.add("");
        out.add("| runs | rows | TTFT median / P90 | TTFT bias | TPOT median / P90 | TPOT bias |");
        out.add("|---|---:|---:|---:|---:|---:|");
        add(out, p -> "all");
        add(out, p -> p.decode().layout().data() > 1 ? "attention by data" : "attention by tensor");
        add(out, Pair::silicon);
        add(out, Pair::shape);
        add(out, p -> p.engine().backend());
        out.add("");
        return out;
    }

    private void add(List<String> out, Function<Pair, String> group) {
        for (String name : new TreeSet<>(pairs.stream().map(group).toList())) {
            int[] in = IntStream.range(0, predicted.length)
                    .filter(i -> group.apply(pairs.get(i)).equals(name))
                    .toArray();
            out.add("| " + name + " | " + in.length + " | "
                    + errors(in, Latency::ttftSeconds, Pair::ttftSeconds) + " | "
                    + errors(in, Latency::tpotSeconds, Pair::tpotSeconds) + " |");
        }
    }

    private String errors(
            int[] in, ToDoubleFunction<Latency> told, ToDoubleFunction<Pair> measured) {
        double[] ratios = Arrays.stream(in)
                .mapToDouble(i ->
                        told.applyAsDouble(predicted[i]) / measured.applyAsDouble(pairs.get(i)))
                .sorted()
                .toArray();
        double[] errors = Arrays.stream(ratios).map(r -> Math.abs(r - 1)).toArray();
        return FitReport.quantiles(errors)
                + String.format(Locale.ROOT, " | %.2f", FitReport.quantile(ratios, 0.5));
    }

    List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add("id,model,system,backend,version,precision,prefill_workers,prefill_gpus,"
                + "decode_workers,decode_gpus,isl,osl,concurrency,ttft_ms,tpot_ms,"
                + "predicted_ttft_ms,predicted_tpot_ms");
        for (int i = 0; i < predicted.length; i++) {
            Pair p = pairs.get(i);
            lines.add(p.id() + ","
                    + Point.cells(p.shape(), p.silicon(), p.engine(), p.weights())
                    + String.format(
                            Locale.ROOT,
                            ",%d,%d,%d,%d,%d,%d,%d,%.3f,%.4f,%.3f,%.4f",
                            p.prefill().number(),
                            p.prefill().layout().gpus(),
                            p.decode().number(),
                            p.decode().layout().gpus(),
                            p.load().promptTokens(),
                            p.load().outputTokens(),
                            p.load().concurrency(),
                            p.ttftSeconds() * 1e3,
                            p.tpotSeconds() * 1e3,
                            predicted[i].ttftSeconds() * 1e3,
                            predicted[i].tpotSeconds() * 1e3));
        }
        return lines;
    }
}
