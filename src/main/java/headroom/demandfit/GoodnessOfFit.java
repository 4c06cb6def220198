package headroom.demandfit;

import headroom.stat.Tally;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A trace beside what is generated like it. */
final class GoodnessOfFit {
    private static final List<Double> QUANTILES = List.of(0.1, 0.25, 0.5, 0.75, 0.9, 0.99);
    private static final int[] TOPS = {1, 5, 10};

    private final Recording recording;
    private final Likeness likeness;
    private final int replications;
    private final int cells;

    GoodnessOfFit(Recording recording, Likeness likeness, int replications, int cells) {
        this.recording = recording;
        this.likeness = likeness;
        this.replications = replications;
        this.cells = cells;
    }

    /** Relative error of the mean index at each window. */
    double[] dispersionErrors() {
        double[] errors = new double[recording.indices().length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = likeness.index(i).mean() / recording.indices()[i] - 1;
        }
        return errors;
    }

    /** Standard error of the mean index, as a share of the trace's. */
    private double standardError(int window) {
        Tally index = likeness.index(window);
        return index.standardDeviation() / Math.sqrt(index.count()) / recording.indices()[window];
    }

    /** Relative errors of the quantiles of prompts, then of answers. */
    double[] tokenErrors() {
        double[] errors = new double[2 * QUANTILES.size()];
        for (int i = 0; i < QUANTILES.size(); i++) {
            double p = QUANTILES.get(i);
            errors[i] = likeness.inputQuantile(p) / TokenQuantiles.of(recording.input(), p) - 1;
            errors[QUANTILES.size() + i] =
                    likeness.outputQuantile(p) / TokenQuantiles.of(recording.output(), p) - 1;
        }
        return errors;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Demand like that of " + recording.name() + ": "
                + number(recording.ratePerSecond()) + " requests/s over "
                + String.format(Locale.ROOT, "%.1f h", recording.lengthSeconds() / 3600)
                + "; generated " + number(likeness.meanRatePerSecond(cells)) + " requests/s");
        lines.add("over " + replications + " replications of the same length"
                + (cells == 1 ? "" : ", one of " + cells + " cells of each") + ".");
        recording.notes().forEach(note -> lines.add("- " + note));
        lines.add("");
        lines.add(row("dispersion, window", "trace", "generated", "error", "least .. most"));
        double[] errors = dispersionErrors();
        for (int i = 0; i < errors.length; i++) {
            Tally index = likeness.index(i);
            lines.add(row(
                    Recording.words(recording.windowSeconds().get(i)),
                    number(recording.indices()[i]),
                    number(index.mean()),
                    recording.indices()[i] == 0
                            ? "no share of 0"
                            : DemandYaml.percent(errors[i])
                                    + String.format(
                                            Locale.ROOT, " +- %.1f", 100 * standardError(i)),
                    number(index.min()) + " .. " + number(index.max())));
        }
        tokens(lines);
        clients(lines);
        return lines.stream().map(String::stripTrailing).toList();
    }

    private void tokens(List<String> lines) {
        double[] errors = tokenErrors();
        lines.add("");
        lines.add(row("tokens", "trace", "generated", "error", ""));
        for (int i = 0; i < errors.length; i++) {
            boolean input = i < QUANTILES.size();
            double p = QUANTILES.get(i % QUANTILES.size());
            lines.add(row(
                    (input ? "input" : "output") + String.format(Locale.ROOT, " p%.0f", 100 * p),
                    number(TokenQuantiles.of(input ? recording.input() : recording.output(), p)),
                    number(input ? likeness.inputQuantile(p) : likeness.outputQuantile(p)),
                    DemandYaml.percent(errors[i]),
                    ""));
        }
        double input = recording.means().input();
        double output = recording.means().output();
        lines.add(mean("input mean", input, likeness.meanInput()));
        lines.add(mean("output mean", output, likeness.meanOutput()));
    }

    private static String mean(String what, double trace, double generated) {
        String error = DemandYaml.percent(generated / trace - 1);
        return row(what, number(trace), number(generated), error, "");
    }

    private void clients(List<String> lines) {
        if (recording.shares().length == 0) {
            return;
        }
        lines.add("");
        lines.add(row("share of clients", "trace", "generated", "", ""));
        double generated = 0;
        int next = 0;
        for (int i = 0; i < TOPS.length; i++) {
            while (next < TOPS[i] && next < recording.clients().size()) {
                generated += likeness.share(next++);
            }
            lines.add(row(
                    "top " + TOPS[i], number(recording.shares()[i]), number(generated), "", ""));
        }
        lines.add(row("top 29", number(recording.shares()[3]), "", "", ""));
    }

    private static String row(
            String what, String trace, String generated, String error, String range) {
        return String.format(
                Locale.ROOT, "%-20s %10s %10s %16s  %s", what, trace, generated, error, range);
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String form = size >= 1000 ? "%.0f" : size >= 100 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, form, value);
    }
}
