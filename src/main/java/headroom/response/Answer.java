package headroom.response;

import headroom.page.Figures;
import headroom.page.Wording;
import headroom.scenario.ControllerSection;
import headroom.stat.Estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The answer in sentences: how much capacity buys how much cap. */
final class Answer {
    /** Below this many replications an interval for all steps together is too wide to say much. */
    private static final int FEWEST = 4;

    /** A multiplier of so little is none: the peak-hour limit can be dropped. */
    private static final double OFF = 1.02;

    private final Response response;
    private final List<String> sentences = new ArrayList<>();

    private Answer(Response response) {
        this.response = response;
    }

    /** The most important first. */
    static List<String> of(Response response) {
        Answer answer = new Answer(response);
        List<Double> spikes = new ArrayList<>(List.of(response.given()));
        response.question().spikes().stream()
                .filter(each -> each != response.given())
                .forEach(spikes::add);
        for (double spike : spikes) {
            answer.caps(spike);
            answer.multiplier(spike);
        }
        for (double spike : spikes) {
            answer.service(spike);
        }
        answer.price();
        answer.limits();
        answer.monotony();
        return answer.sentences;
    }

    private void caps(double spike) {
        if (!response.has(Measure.CAP_SCALE)) {
            return;
        }
        List<Point> curve = response.curve(spike);
        Point first = curve.get(0);
        String where = Names.under(response, spike);
        String without = first.gpus() == 0 ? "without any addition" : "with the least addition";
        sentences.add(Wording.capital(where) + ", caps at nominal need "
                + need(curve, Measure.CAP_SCALE, 1) + " and twice nominal "
                + need(curve, Measure.CAP_SCALE, 2) + "; " + without + " caps hold at "
                + text(first, Measure.CAP_SCALE) + " of nominal" + lowest(first) + ".");
        slope(curve, where);
    }

    private String lowest(Point point) {
        return response.has(Measure.LOWEST_CAP)
                ? ", and at " + text(point, Measure.LOWEST_CAP) + " in the lowest hour"
                : "";
    }

    /** "58,000 ± 4,000 added GPUs (0.26 of the addition)". */
    private String need(List<Point> curve, Measure measure, double level) {
        Crossing crossing = Crossing.of(curve, measure, level);
        if (crossing.first() == response.replications()) {
            return curve.get(0).gpus() == 0 ? "no addition" : "less than was tried";
        }
        if (crossing.reached() == 0) {
            return "more than the " + gpus(curve.get(curve.size() - 1).gpus()) + " GPUs tried";
        }
        Estimate e = crossing.gpus();
        if (Double.isNaN(e.value()) && crossing.first() > 0) {
            return "little or no addition (none in " + crossing.first() + " of "
                    + response.replications() + " replications)";
        }
        if (Double.isNaN(e.value())) {
            return "about the " + gpus(curve.get(curve.size() - 1).gpus())
                    + " GPUs tried (reached in " + crossing.reached() + " of "
                    + response.replications() + " replications)";
        }
        return Figures.withError(e.value(), e.halfWidth()) + " added GPUs ("
                + Figures.withError(
                        e.value() / response.planned(), e.halfWidth() / response.planned())
                + " of the addition)";
    }

    /** What each further GPUs buy, up to the first point at the limit. */
    private void slope(List<Point> curve, String where) {
        int end = 0;
        while (end + 1 < curve.size() && !response.isUncapped(curve.get(end))) {
            end++;
        }
        if (end == 0) {
            return;
        }
        Point from = curve.get(0);
        Point to = curve.get(end);
        double step = step();
        double[] first = from.values(Measure.CAP_SCALE);
        double[] slopes = to.values(Measure.CAP_SCALE);
        for (int r = 0; r < slopes.length; r++) {
            slopes[r] = (slopes[r] - first[r]) / (to.gpus() - from.gpus()) * step;
        }
        Estimate e = Estimate.ofReplications(slopes, 0.95);
        sentences.add(Wording.capital(where) + ", each further "
                + (step > 1 ? gpus(step) + " GPUs" : "GPU") + ", up to "
                + gpus(to.gpus()) + ", on average adds "
                + Figures.withError(e.value(), e.halfWidth())
                + " of nominal cap.");
    }

    /** A round number of GPUs: the largest power of ten up to a tenth of those owned. */
    private double step() {
        double step = 1;
        while (step * 100 <= response.owned()) {
            step *= 10;
        }
        return step;
    }

    private void multiplier(double spike) {
        if (!response.has(Measure.MULTIPLIER)) {
            return;
        }
        List<Point> curve = response.curve(spike);
        Point first = curve.get(0);
        sentences.add(Wording.capital(Names.under(response, spike))
                + " the peak-hour multiplier is "
                + text(first, Measure.MULTIPLIER) + " for " + text(first, Measure.PEAK_HOURS)
                + " h a week " + (first.gpus() == 0 ? "without any" : "with the least")
                + " addition; " + dropped(curve) + ".");
    }

    /** Between which points the multiplier comes down to nothing, in all replications. */
    private static String dropped(List<Point> curve) {
        for (int i = 0; i < curve.size(); i++) {
            boolean off = Arrays.stream(curve.get(i).values(Measure.MULTIPLIER))
                    .allMatch(value -> value <= OFF);
            if (off) {
                return i == 0
                        ? "the peak-hour limit can be dropped even so"
                        : "the peak-hour limit can be dropped from some point between "
                                + gpus(curve.get(i - 1).gpus()) + " and "
                                + gpus(curve.get(i).gpus()) + " added GPUs on";
            }
        }
        return "the " + gpus(curve.get(curve.size() - 1).gpus())
                + " GPUs tried are not enough to drop the peak-hour limit";
    }

    private void service(double spike) {
        List<Point> curve = response.curve(spike);
        Point first = curve.get(0);
        Point last = curve.get(curve.size() - 1);
        sentences.add(Wording.capital(Names.under(response, spike)) + ", from "
                + gpus(first.gpus()) + " to " + gpus(last.gpus())
                + " added GPUs, the p99 time to first token goes from "
                + text(first, Measure.TTFT) + " to " + text(last, Measure.TTFT)
                + " s, the share of requests refused from " + text(first, Measure.REFUSED)
                + " to " + text(last, Measure.REFUSED) + " %, power from "
                + text(first, Measure.POWER) + " to " + text(last, Measure.POWER) + " "
                + response.scale(Measure.POWER).unit() + ".");
    }

    private void price() {
        if (!response.has(Measure.COST)) {
            return;
        }
        List<Point> curve = response.curve(response.given());
        Point last = curve.get(curve.size() - 1);
        sentences.add(gpus(last.gpus()) + " added GPUs and the energy of all sites cost "
                + text(last, Measure.COST) + " "
                + response.scale(Measure.COST).unit()
                + (isOfContract()
                        ? " at the full price of the contract, in proportion to the addition."
                        : " at the prices that the scenario gives them."));
    }

    /** Whether all that arrives is paid by the contract. */
    private boolean isOfContract() {
        return response.scenario().contract().isPresent()
                && response.scenario().additions().stream()
                        .allMatch(each -> each.gpuDollarsPerSecond().isEmpty()
                                && each.monthlyPriceDollars().isEmpty());
    }

    private void limits() {
        if (!response.has(Measure.CAP_SCALE)) {
            sentences.add("The scenario has no controller of caps that answers to what it measures"
                    + " (controllers.caps): what caps it could afford is not told.");
            return;
        }
        double limit = response.question().capLimit();
        sentences.add("Caps are what the scenario's controller holds, on average over the hours in"
                + " which all of the addition is there; it was allowed up to "
                + Figures.plain(limit)
                + " of nominal"
                + response.scenario()
                        .controllers()
                        .caps()
                        .map(ControllerSection::max)
                        .filter(max -> max != limit)
                        .map(max -> ", where the scenario allows " + Figures.plain(max))
                        .orElse("")
                + ". Where it has not settled by the end of the run, more is"
                + " affordable than its mean.");
    }

    private void monotony() {
        if (response.replications() < 2) {
            sentences.add("With one replication no number has a known error.");
            return;
        }
        Monotony m = Monotony.of(response);
        sentences.add("Of " + m.steps() + " steps along the curves " + m.means()
                + " go against theory in their mean, " + m.alone()
                + " beyond their own error (95 % each), " + m.against().size()
                + " beyond one that holds for all together"
                + (response.replications() < FEWEST
                        ? ", which is wide with so few replications."
                        : "."));
        for (Monotony.Step step : m.against()) {
            Figures.Scale scale = response.scale(step.measure());
            double shown = scale.factor();
            sentences.add("Against theory, from " + gpus(step.from().gpus()) + " to "
                    + gpus(step.to().gpus()) + " GPUs "
                    + Names.under(response, step.from().spike())
                    + " " + step.measure().title() + " changes by "
                    + Figures.withError(
                            step.difference().value() * shown,
                            step.difference().halfWidth() * shown)
                    + " " + scale.unit() + ".");
        }
    }

    private String text(Point point, Measure measure) {
        return Names.text(response, point, measure);
    }

    private static String gpus(double gpus) {
        return Figures.fixed(gpus, 0);
    }
}
