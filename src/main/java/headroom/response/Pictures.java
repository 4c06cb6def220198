package headroom.response;

import headroom.charts.CurveChart;
import headroom.charts.CurveChart.Axis;
import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Limit;
import headroom.charts.Panels;
import headroom.page.Figures;
import headroom.page.Wording;
import headroom.scenario.ControllerSection;
import headroom.stat.Estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The curves of a response as pictures: a chart for each measure, and all in one. */
final class Pictures {
    /** In the picture of all, in order: what leads and what follows from it. */
    private static final List<Measure> SHOWN = List.of(
            Measure.CAP_SCALE,
            Measure.MULTIPLIER,
            Measure.PEAK_HOURS,
            Measure.TTFT,
            Measure.REFUSED,
            Measure.POWER);

    private final Response response;
    /** GPUs that an axis counts as one. */
    private final double unit;

    Pictures(Response response) {
        this.response = response;
        this.unit = most(response) >= 10_000 ? 1000 : 1;
    }

    /** One measure over capacity, a curve for each height of the spike. */
    CurveChart chart(Measure measure) {
        List<Curve> curves = new ArrayList<>();
        for (double spike : response.question().spikes()) {
            curves.add(new Curve(
                    Names.of(response, spike),
                    response.curve(spike).stream()
                            .map(point -> point(point, measure))
                            .toList(),
                    true));
        }
        return new CurveChart(
                Wording.capital(measure.title()),
                measure.title() + " over added GPUs, with 95 % intervals",
                new Axis(unit > 1 ? "added GPUs, thousand" : "added GPUs", false, true),
                new Axis(response.scale(measure).unit(), false, true),
                curves,
                limits(measure));
    }

    private CurveChart.Point point(Point point, Measure measure) {
        Estimate e = point.estimate(measure).times(response.scale(measure).factor());
        // what cannot be is not drawn, whatever a symmetric interval says
        double least = measure == Measure.MULTIPLIER ? Math.min(1, e.value()) : 0;
        return new CurveChart.Point(
                point.gpus() / unit, e.value(), Math.max(least, e.low()), e.high());
    }

    private List<Limit> limits(Measure measure) {
        if (measure == Measure.CAP_SCALE) {
            return List.of(new Limit("nominal", 1));
        }
        Optional<ControllerSection> latency = Question.moving(
                        response.scenario().controllers().peakMultiplier())
                .filter(c -> c.target().filter(t -> !isUtilisation(t)).isPresent());
        return measure == Measure.TTFT && latency.isPresent()
                ? List.of(
                        new Limit("target", latency.get().target().orElseThrow().value()))
                : List.of();
    }

    private static boolean isUtilisation(ControllerSection.TargetSection target) {
        return target.metric() == ControllerSection.TargetSection.Metric.UTILISATION;
    }

    private static double most(Response response) {
        return response.points().stream().mapToDouble(Point::gpus).max().orElse(0);
    }

    /** All in one picture. */
    Panels together() {
        List<Panels.Panel> panels = new ArrayList<>();
        List<String> endings = response.question().spikes().stream()
                .map(spike -> spike == 0 ? "none" : "× " + Names.times(response.height(spike)))
                .toList();
        for (Measure measure : SHOWN) {
            if (response.has(measure)) {
                panels.add(new Panels.Panel(
                        shortened(chart(measure), measure), endings, references(measure)));
            }
        }
        return new Panels(
                "How much capacity buys how much cap",
                response.scenario().title() + ": what controllers settle at once all of the"
                        + " addition is there",
                footnote(),
                panels,
                marks());
    }

    private CurveChart shortened(CurveChart chart, Measure measure) {
        String title =
                switch (measure) {
                    case CAP_SCALE -> "Usage caps";
                    case MULTIPLIER -> "Peak-hour multiplier";
                    case PEAK_HOURS -> "Multiplier above 1";
                    case TTFT -> "p99 time to first token";
                    case REFUSED -> "Requests refused";
                    case POWER -> "Power, mean";
                    default -> chart.title();
                };
        String unit =
                switch (measure) {
                    case PEAK_HOURS -> "h a week";
                    case CAP_SCALE -> "× nominal";
                    default -> chart.y().label();
                };
        Axis y = new Axis(unit, chart.y().log(), chart.y().zero());
        return new CurveChart(
                title, chart.description(), chart.x(), y, chart.curves(), chart.limits());
    }

    private List<String> footnote() {
        List<String> lines = new ArrayList<>();
        lines.add("Bands: 95 % intervals over " + response.replications()
                + " replications with the same random numbers at each point. Owned before: "
                + Figures.fixed(response.owned(), 0) + " GPUs.");
        if (response.has(Measure.CAP_SCALE)) {
            lines.add("Caps may rise to " + Figures.plain(response.question().capLimit())
                    + " × nominal here. Thin line: caps in proportion to capacity, the least that"
                    + " perfect control would reach with the spike as given.");
        }
        return lines;
    }

    private List<Limit> marks() {
        double planned = response.planned() / unit;
        return planned <= most(response) / unit
                ? List.of(new Limit("as planned", planned))
                : List.of();
    }

    /**
     * Caps in proportion to capacity, from the point without an addition.
     *
     * <p>Work served grows with caps at most in proportion, since some users never meet theirs; so
     * a fleet of r times the capacity can afford at least r times the caps.
     */
    private List<Curve> references(Measure measure) {
        if (measure != Measure.CAP_SCALE) {
            return List.of();
        }
        List<Point> curve = response.curve(response.given());
        Point first = curve.get(0);
        List<CurveChart.Point> points = new ArrayList<>();
        for (Point point : curve) {
            double y = proportional(first, point);
            if (Double.isFinite(y) && y <= response.question().capLimit()) {
                points.add(new CurveChart.Point(point.gpus() / unit, y, y, y));
            }
        }
        return points.size() < 2
                ? List.of()
                : List.of(new Curve("in proportion to capacity", points, true));
    }

    /** The first point's caps times the ratio of capacities. */
    static double proportional(Point first, Point point) {
        return first.estimate(Measure.CAP_SCALE).value()
                * point.capacityPerSecond()
                / first.capacityPerSecond();
    }
}
