package headroom.policy;

import headroom.control.CapController;
import headroom.control.ControlView;

/**
 * Holds a measured quantity at its target by moving a value in proportion to the error, in
 * logarithms, within bounds and at a bounded rate.
 *
 * <pre>
 * e      = ln(measured/target), 0 within the dead band, at most 1 in size
 * change = gain*e, at most ln(1 + maxChangePerHour)*hours in size
 * value' = value*exp(-change)   for caps: pressure tightens them
 * value' = value*exp(+change)   for the peak-hour multiplier: pressure raises it
 * </pre>
 *
 * <p>The measurement is the worst hour of a lookback, so that a nightly lull does not undo what the
 * peak asked for; without one the value stays, and a fleet measured as idle is an error of full
 * size. Source: integral control on a logarithmic scale; no operator has published its
 * own. Grade: assumed.
 */
public final class TargetTracking implements CapController {
    /**
     * Constants of the law.
     *
     * @param goal what is held, within which bounds and at which rate
     * @param gain change per unit of error and decision
     * @param deadBand relative error that is left alone
     */
    public record Law(Goal goal, double gain, double deadBand) {}

    private final Law law;

    public TargetTracking(Law law) {
        this.law = law;
    }

    @Override
    public double next(ControlView view) {
        Goal goal = law.goal();
        double measured = view.worst(goal.measure(), goal.lookbackHours(), 0);
        if (Double.isNaN(measured)) {
            return view.current();
        }
        double error = StrictMath.log(measured / goal.target());
        if (Math.abs(error) <= StrictMath.log1p(law.deadBand())) {
            return view.current();
        }
        double change = law.gain() * goal.error(measured);
        return goal.moved(view.current(), change, view.elapsedSeconds());
    }
}
