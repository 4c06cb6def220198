package headroom.policy;

import headroom.control.CapController;
import headroom.control.ControlView;

/**
 * Holds a measured quantity at its target by the sum of a part in proportion to the error and a
 * part in proportion to its sum over time (PI), in logarithms.
 *
 * <pre>
 * e_k    = ln(measured/target), at most 1 in size; k counts the decisions
 * change = Kp*(e_k - e_(k-1)) + Ki*hours*e_k,  at most ln(1 + maxChangePerHour)*hours in size
 * value' = value*exp(-change)   for caps, exp(+change) for the peak-hour multiplier
 *   Kp     change per unit of error
 *   Ki     change per unit of error and hour [1/h]
 *   hours  between two decisions [h]
 * </pre>
 *
 * <p>This is the velocity form: within bounds it equals ln value = c - Kp*e - Ki*sum(e)*hours. The
 * value itself is the integral, so at a bound nothing winds up: the first error of the other sign
 * moves it off. With Ki above 0 a load that settles does so at the target, without the dead band of
 * {@link TargetTracking}. Without a measurement it rests; without the one before, the proportional
 * part does. Source: Astrom and Hagglund, PID Controllers, 2nd edition, 1995, sections 3.5 and 3.6;
 * no operator has published its own. Grade: assumed.
 */
public final class ProportionalIntegral implements CapController {
    /**
     * Constants of the law.
     *
     * @param goal what is held, within which bounds and at which rate
     * @param proportional Kp
     * @param integralPerHour Ki [1/h]
     */
    public record Law(Goal goal, double proportional, double integralPerHour) {}

    private final Law law;

    public ProportionalIntegral(Law law) {
        this.law = law;
    }

    @Override
    public double next(ControlView view) {
        Goal goal = law.goal();
        double hours = view.elapsedSeconds() / 3600;
        int before = (int) Math.rint(hours);
        double error = goal.error(view.worst(goal.measure(), goal.lookbackHours(), 0));
        double last = goal.error(view.worst(goal.measure(), goal.lookbackHours(), before));
        if (Double.isNaN(error)) {
            return view.current();
        }
        double rise = Double.isNaN(last) ? 0 : error - last;
        double change = law.proportional() * rise + law.integralPerHour() * hours * error;
        return goal.moved(view.current(), change, view.elapsedSeconds());
    }
}
