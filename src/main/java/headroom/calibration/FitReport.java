package headroom.calibration;

import headroom.calibration.ClosedLoop.Latency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The report of a fit: errors by GPU and by model, and the rows that fit worst. */
final class FitReport {
    private static final int WORST = 25;

    private final PointsFile.Content content;
    private final List<Point> points;
    private final Predictions predictions;

    /**
     * Latencies of every point, in the order of the points.
     *
     * @param shared by the shared efficiencies, fitted to all
     * @param fitted with the factors of deployments, fitted to all
     * @param byRows with the point's fold left out
     * @param byModels with the point's model left out
     * @param replica as {@code fitted}, but on the simulated replica
     */
    record Predictions(
            Latency[] shared,
            Latency[] fitted,
            Latency[] byRows,
            Latency[] byModels,
            Latency[] replica) {}

    FitReport(PointsFile.Content content, Predictions predictions) {
        this.content = content;
        this.points = content.points();
        this.predictions = predictions;
    }

    List<String> markdown(Fit.Plan plan) {
        List<String> out = new ArrayList<>();
        out.add("# Fit of step times to closed-loop runs");
        out.add("");
        out.add(points.size() + " points; left out:");
        out.add("");
        content.leftOut().forEach((reason, rows) -> out.add("- " + rows + " rows: " + reason));
        out.add("");
        out.add("Errors are |predicted / measured - 1|. **Rows**: cross-validation in "
                + plan.folds() + " folds, repetitions of one setting together. **Models**:"
                + " everything measured with the model left out, shared efficiencies only."
                + " **Replica**: the fit to all rows, run on the simulated replica.");
        out.add("");
        out.addAll(table("all", p -> "all"));
        out.addAll(table("system", Point::silicon));
        out.addAll(table("model", Point::shape));
        out.addAll(table("engine", p -> p.engine().backend()));
        out.addAll(table("precision", p -> p.weights().precision().toString()));
        out.addAll(inSample());
        out.addAll(toldAfterwards());
        out.addAll(worst());
        return out;
    }

    private List<String> table(String title, Function<Point, String> group) {
        List<String> out = new ArrayList<>();
        out.add("| " + title + " | points | rows: TTFT median / P90 | TPOT median / P90"
                + " | models: TTFT | TPOT | replica: TTFT | TPOT |");
        out.add("|---|---:|---:|---:|---:|---:|---:|---:|");
        for (String name : new TreeSet<>(points.stream().map(group).toList())) {
            IntPredicate in = i -> group.apply(points.get(i)).equals(name);
            long count = IntStream.range(0, points.size()).filter(in).count();
            StringBuilder line = new StringBuilder("| " + name + " | " + count + " |");
            for (Latency[] latencies :
                    List.of(predictions.byRows(), predictions.byModels(), predictions.replica())) {
                line.append(' ').append(errors(latencies, true, in)).append(" |");
                line.append(' ').append(errors(latencies, false, in)).append(" |");
            }
            out.add(line.toString());
        }
        out.add("");
        return out;
    }

    private List<String> inSample() {
        double[] ttft = new double[points.size()];
        double[] tpot = new double[points.size()];
        for (int i = 0; i < ttft.length; i++) {
            Latency a = predictions.replica()[i];
            Latency b = predictions.fitted()[i];
            ttft[i] = Math.abs(b.ttftSeconds() / a.ttftSeconds() - 1);
            tpot[i] = Math.abs(b.tpotSeconds() / a.tpotSeconds() - 1);
        }
        IntPredicate all = i -> true;
        return List.of(
                "Fitted to all rows: shared efficiencies alone TTFT "
                        + errors(predictions.shared(), true, all) + ", TPOT "
                        + errors(predictions.shared(), false, all) + "; with factors TTFT "
                        + errors(predictions.fitted(), true, all) + ", TPOT "
                        + errors(predictions.fitted(), false, all) + ".",
                "",
                "Mean values against the simulated replica, same coefficients: TTFT "
                        + quantiles(ttft) + ", TPOT " + quantiles(tpot) + ".",
                "");
    }

    /** What of the errors on left-out models is one constant of a group: no fit can know it. */
    private List<String> toldAfterwards() {
        List<String> out = new ArrayList<>();
        out.add("Models left out, had the median of measured / predicted been told afterwards:");
        out.add("");
        out.add("| told for each | groups | TTFT median / P90 | TPOT median / P90 |");
        out.add("|---|---:|---:|---:|");
        out.add(told("model", Point::shape));
        out.add(told("engine and version", p -> p.engine().toString()));
        out.add(told("model and engine", p -> p.shape() + p.engine().backend()));
        out.add(told("model, engine and version", p -> p.shape() + p.engine()));
        out.add(told("deployment", Point::deployment));
        out.add("");
        return out;
    }

    private String told(String title, Function<Point, String> group) {
        Latency[] mended = predictions.byModels().clone();
        TreeSet<String> names = new TreeSet<>(points.stream().map(group).toList());
        for (String name : names) {
            int[] in = IntStream.range(0, mended.length)
                    .filter(i -> group.apply(points.get(i)).equals(name))
                    .toArray();
            double first = middle(in, i -> points.get(i).ttftSeconds() / mended[i].ttftSeconds());
            double further = middle(in, i -> points.get(i).tpotSeconds() / mended[i].tpotSeconds());
            for (int i : in) {
                mended[i] = new Latency(
                        mended[i].ttftSeconds() * first, mended[i].tpotSeconds() * further);
            }
        }
        IntPredicate all = i -> true;
        return "| " + title + " | " + names.size() + " | " + errors(mended, true, all) + " | "
                + errors(mended, false, all) + " |";
    }

    private static double middle(int[] in, IntToDoubleFunction ratio) {
        double[] sorted = Arrays.stream(in).mapToDouble(ratio).sorted().toArray();
        return quantile(sorted, 0.5);
    }

    private List<String> worst() {
        List<String> out = new ArrayList<>();
        out.add("## Rows that cross-validation predicts worst");
        out.add("");
        out.add("| row | TTFT measured / predicted | TPOT measured / predicted"
                + " | what it looks like |");
        out.add("|---|---:|---:|---|");
        IntStream.range(0, points.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -badness(i)))
                .limit(WORST)
                .forEach(i -> {
                    Point p = points.get(i);
                    Latency l = predictions.byRows()[i];
                    out.add(String.format(
                            Locale.ROOT,
                            "| %s | %.0f / %.0f ms | %.2f / %.2f ms | %s |",
                            p.id(),
                            p.ttftSeconds() * 1e3,
                            l.ttftSeconds() * 1e3,
                            p.tpotSeconds() * 1e3,
                            l.tpotSeconds() * 1e3,
                            looksLike(p, l)));
                });
        out.add("");
        return out;
    }

    private double badness(int i) {
        Latency l = predictions.byRows()[i];
        Point p = points.get(i);
        return Math.abs(StrictMath.log(l.ttftSeconds() / p.ttftSeconds())) / SharedFit.TTFT_SCALE
                + Math.abs(StrictMath.log(l.tpotSeconds() / p.tpotSeconds()))
                        / SharedFit.TPOT_SCALE;
    }

    private static String looksLike(Point p, Latency l) {
        double ttft = p.ttftSeconds() / l.ttftSeconds();
        double tpot = p.tpotSeconds() / l.tpotSeconds();
        double answer = p.load().outputTokens() * p.tpotSeconds();
        if (ttft > 2 && tpot < 0.8) {
            return "fewer sequences served at once than asked for: a limit the file does not tell";
        }
        if (ttft > 2) {
            return p.ttftSeconds() > 0.2 * answer
                    ? "waits for a place: a limit the file does not tell"
                    : "first tokens held back, or kernels compiled in the run";
        }
        if (tpot < 0.7) {
            return "several tokens a step: speculative decoding, or a smaller model than named";
        }
        return ttft < 0.5 ? "no wait where memory says there must be one" : "";
    }

    private String errors(Latency[] latencies, boolean first, IntPredicate in) {
        double[] errors = IntStream.range(0, latencies.length)
                .filter(in)
                .mapToDouble(i -> error(latencies[i], points.get(i), first))
                .toArray();
        return quantiles(errors);
    }

    private static double error(Latency l, Point p, boolean first) {
        double ratio =
                first ? l.ttftSeconds() / p.ttftSeconds() : l.tpotSeconds() / p.tpotSeconds();
        return Math.abs(ratio - 1);
    }

    /** Median and 90th percentile, between order statistics. */
    static String quantiles(double[] errors) {
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.1f %% / %.1f %%",
                100 * quantile(sorted, 0.5),
                100 * quantile(sorted, 0.9));
    }

    /** Between order statistics. */
    static double quantile(double[] sorted, double p) {
        double at = p * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "id,model,system,backend,version,precision,tensor,data,expert,isl,osl,concurrency,"
                        + "ttft_ms,tpot_ms,rows_ttft_ms,rows_tpot_ms,models_ttft_ms,models_tpot_ms,"
                        + "replica_ttft_ms,replica_tpot_ms");
        for (int i = 0; i < points.size(); i++) {
            Point p = points.get(i);
            StringBuilder line = new StringBuilder(
                    p.id() + "," + Point.cells(p.shape(), p.silicon(), p.engine(), p.weights()));
            line.append(String.format(
                    Locale.ROOT,
                    ",%d,%d,%d,%d,%d,%d,%.3f,%.4f",
                    p.layout().tensor(),
                    p.layout().data(),
                    p.layout().expert(),
                    p.load().promptTokens(),
                    p.load().outputTokens(),
                    p.load().concurrency(),
                    p.ttftSeconds() * 1e3,
                    p.tpotSeconds() * 1e3));
            for (Latency l : List.of(
                    predictions.byRows()[i],
                    predictions.byModels()[i],
                    predictions.replica()[i])) {
                line.append(String.format(
                        Locale.ROOT, ",%.3f,%.4f", l.ttftSeconds() * 1e3, l.tpotSeconds() * 1e3));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
