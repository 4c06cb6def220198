package headroom.policy;

import headroom.control.CapController;
import headroom.control.ControlView;
import headroom.quota.PeakHours;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Sets values that were decided beforehand, each from its instant on. It measures nothing, so it
 * holds during the warm-up too.
 */
public final class Schedule implements CapController {
    private final double[] atSeconds;
    private final double[] values;

    /**
     * One rule: a value in some hours between two instants.
     *
     * @param fromSeconds begin [s]
     * @param untilSeconds end, itself outside [s]
     * @param hours within them, the hours in which it holds
     * @param value the value
     */
    public record Rule(double fromSeconds, double untilSeconds, PeakHours hours, double value) {
        boolean holds(double timeSeconds) {
            return fromSeconds <= timeSeconds
                    && timeSeconds < untilSeconds
                    && hours.at(timeSeconds);
        }
    }

    /**
     * Lays rules out in time; where several hold, the last of them counts.
     *
     * @param otherwise the value where none holds
     * @param horizonSeconds end of the run [s]
     */
    public Schedule(List<Rule> rules, double otherwise, double horizonSeconds) {
        TreeSet<Double> edges = new TreeSet<>(List.of(0.0));
        for (Rule rule : rules) {
            edges.add(Math.max(0, rule.fromSeconds()));
            edges.add(Math.max(0, rule.untilSeconds()));
            double edge = rule.hours().nextEdgeSeconds(0);
            while (edge < horizonSeconds) {
                edges.add(edge);
                edge = rule.hours().nextEdgeSeconds(edge);
            }
        }
        atSeconds = edges.stream().mapToDouble(Double::doubleValue).toArray();
        values = new double[atSeconds.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = otherwise;
            for (Rule rule : rules) {
                values[i] = rule.holds(atSeconds[i]) ? rule.value() : values[i];
            }
        }
    }

    /** The value at an instant of the run. */
    public double at(double timeSeconds) {
        int i = Arrays.binarySearch(atSeconds, timeSeconds);
        return values[i >= 0 ? i : -i - 2];
    }

    @Override
    public double next(ControlView view) {
        return at(view.nowSeconds());
    }

    @Override
    public double decidesSeconds(double nowSeconds, double regularSeconds) {
        int i = Arrays.binarySearch(atSeconds, nowSeconds);
        int next = i >= 0 ? i + 1 : -i - 1;
        return next < atSeconds.length ? atSeconds[next] : Double.POSITIVE_INFINITY;
    }
}
