package headroom.response;

import headroom.measure.Phase;
import headroom.page.Figures;
import headroom.scenario.Scenario;

import java.util.List;

/**
 * Capacity response curves: every measure over added capacity, a curve for each height of the
 * spike.
 *
 * @param scenario as it was given
 * @param question what was asked
 * @param replications repetitions of each point
 * @param measures what is told, in order
 * @param phase the stretch that was read
 * @param points by height of the spike, then by capacity
 */
public record Response(
        Scenario scenario,
        Question question,
        int replications,
        List<Measure> measures,
        Phase phase,
        List<Point> points) {
    public Response {
        measures = List.copyOf(measures);
        points = List.copyOf(points);
    }

    /** Whether a measure is told. */
    public boolean has(Measure measure) {
        return measures.contains(measure);
    }

    /** The points of one height of the spike, by capacity. */
    public List<Point> curve(double spike) {
        return points.stream().filter(each -> each.spike() == spike).toList();
    }

    /** The height that answers come from: as the scenario gives it, or the nearest to that. */
    public double given() {
        double best = question.spikes().get(0);
        for (double spike : question.spikes()) {
            best = Math.abs(spike - 1) < Math.abs(best - 1) ? spike : best;
        }
        return best;
    }

    /** GPUs owned before. */
    public double owned() {
        return Expansion.owned(scenario);
    }

    /** GPUs of the scenario's own addition. */
    public double planned() {
        return Expansion.planned(scenario);
    }

    /** The unit in which a measure is shown, the same at all points. */
    Figures.Scale scale(Measure measure) {
        return measure.scale(points.stream()
                .mapToDouble(each -> each.estimate(measure).value())
                .filter(Double::isFinite)
                .max()
                .orElse(0));
    }

    /** How high demand rises at a height of the spike, beside demand without one. */
    public double height(double spike) {
        return Question.height(scenario, spike);
    }

    /** Whether caps of a point stand at the highest factor that was allowed. */
    public boolean isUncapped(Point point) {
        return point.estimate(Measure.CAP_SCALE).value() >= 0.85 * question.capLimit();
    }
}
