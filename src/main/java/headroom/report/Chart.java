package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Phase;
import headroom.measure.Series;
import headroom.page.Figures;
import headroom.page.TimeSeriesCsv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * One chart of the report: what it shows and how, not how it is drawn.
 *
 * @param id anchor of the chart in the page
 * @param title what is shown
 * @param description how to read it
 * @param unit unit of the vertical axis
 * @param form how values become marks
 * @param lines what is drawn, from the bottom where it is stacked
 * @param limits horizontal lines to compare with
 */
record Chart(
        String id,
        String title,
        String description,
        String unit,
        Form form,
        List<Line> lines,
        List<Limit> limits) {
    /** How values become marks. */
    enum Form {
        /** Lines over a vertical axis that begins at zero. */
        LINES,
        /** Lines over a logarithmic vertical axis. */
        LOG,
        /** Areas on top of each other. */
        STACK
    }

    /**
     * One series in a chart.
     *
     * @param label name in the legend
     * @param series values and half-widths
     * @param colour name of the colour in the style sheet, without its dashes
     * @param dashed whether the line is dashed, so that it can be told apart without colour
     */
    record Line(String label, Series series, String colour, boolean dashed) {}

    /** A horizontal line at a value that must not be passed. */
    record Limit(String label, double value) {}

    /** Whether there is anything to draw. */
    boolean isEmpty() {
        return lines.stream()
                .noneMatch(line -> TimeSeriesCsv.known(line.series().values()));
    }

    /** Smallest and largest value of each line in words, for readers who do not see the chart. */
    String ranges() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double value : line.series().values()) {
                if (Double.isFinite(value)) {
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
            text.append(text.isEmpty() ? "" : "; ").append(line.label());
            text.append(
                    least > most
                            ? " without a value"
                            : " from " + Figures.plain(least) + " to " + Figures.plain(most));
        }
        return text.toString();
    }

    /**
     * A time at which a phase of the run begins, or at which time outside of all phases begins:
     * warm-up and transitions, which charts show but no summary contains.
     *
     * @param label what begins
     * @param seconds when, from the start of the run [s]
     */
    record Boundary(String label, double seconds) {
        private static final String OUTSIDE = "outside phases";

        /** All boundaries in order of time, the first at 0; none where a run has no phases. */
        static List<Boundary> of(RunResult result) {
            List<Phase> phases = result.phases();
            TreeSet<Double> instants = new TreeSet<>(List.of(0.0));
            for (Phase phase : phases) {
                instants.add(phase.fromSeconds());
                instants.add(Math.min(phase.toSeconds(), result.horizonSeconds()));
            }
            instants.remove(result.horizonSeconds());
            List<Boundary> boundaries = new ArrayList<>();
            for (double instant : phases.isEmpty() ? new TreeSet<Double>() : instants) {
                // of two phases, one within the other, the inner one is shown
                String label = phases.stream()
                        .filter(each -> each.holds(instant))
                        .max(Comparator.comparingDouble(Phase::fromSeconds))
                        .map(Boundary::label)
                        .orElse(OUTSIDE);
                boundaries.add(new Boundary(label, instant));
            }
            return boundaries;
        }

        private static String label(Phase phase) {
            return switch (phase.name()) {
                case "normal" -> "normal";
                case "after" -> "after addition";
                case "ended" -> "after lease";
                default -> phase.name().replace('_', ' ');
            };
        }
    }
}
