package headroom.policy;

import headroom.control.CapController;
import headroom.control.ControlView;

/**
 * Raises caps by equal steps while a measured quantity is at its target or below, and cuts them by
 * a factor when it is above (AIMD); the peak-hour multiplier the other way round.
 *
 * <pre>
 * value' = value + a*hours    measured &lt;= target     for the multiplier: value - a*hours
 * value' = value*b            measured &gt; target                          value/b
 *   a      step in an hour; hours between two decisions [h]
 *   b      factor, 0 &lt; b &lt; 1
 * </pre>
 *
 * <p>The value stays within its bounds; without a measurement it rests. Held below v* by a load in
 * proportion to it, the value swings between (v*, v* + a*hours] and b times that: it never settles,
 * which is the price of a law that knows nothing of the load. Source: Chiu and Jain, Analysis of
 * the increase and decrease algorithms for congestion avoidance, Computer Networks and ISDN Systems
 * 17, 1989; b = 0.9 is the default of Netflix's concurrency limits. Grade: vendor for the form,
 * assumed for caps.
 */
public final class AdditiveMultiplicative implements CapController {
    /**
     * Constants of the law.
     *
     * @param goal what is held and within which bounds
     * @param stepPerHour a
     * @param factor b
     */
    public record Law(Goal goal, double stepPerHour, double factor) {}

    private final Law law;

    public AdditiveMultiplicative(Law law) {
        this.law = law;
    }

    @Override
    public double next(ControlView view) {
        Goal goal = law.goal();
        double measured = view.worst(goal.measure(), goal.lookbackHours(), 0);
        if (Double.isNaN(measured)) {
            return view.current();
        }
        double step = law.stepPerHour() * view.elapsedSeconds() / 3600;
        boolean pressure = measured > goal.target();
        if (goal.rises()) {
            return goal.clip(pressure ? view.current() / law.factor() : view.current() - step);
        }
        return goal.clip(pressure ? view.current() * law.factor() : view.current() + step);
    }
}
