package headroom.policy;

import headroom.cluster.CapController;
import headroom.cluster.ControlView;

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
    /** What is held at the target. */
    public enum Metric {
        /** Hourly p99 of time to first token [s]. */
        TTFT_P99,
        /** Hourly utilisation of the fleet. */
        UTILISATION
    }

    /**
     * Constants of the law.
     *
     * @param metric what is held
     * @param target where it is held, in its own unit
     * @param min lowest value
     * @param max highest value
     * @param gain change per unit of error and decision
     * @param maxChangePerHour largest relative change in an hour
     * @param lookbackHours hours of which the worst counts
     * @param deadBand relative error that is left alone
     * @param rises true if pressure raises the value
     */
    public record Law(
            Metric metric,
            double target,
            double min,
            double max,
            double gain,
            double maxChangePerHour,
            int lookbackHours,
            double deadBand,
            boolean rises) {}

    private final Law law;

    public TargetTracking(Law law) {
        this.law = law;
    }

    @Override
    public double next(ControlView view) {
        double measured = law.metric() == Metric.TTFT_P99
                ? view.worstTtftP99Seconds(law.lookbackHours())
                : view.worstUtilisation(law.lookbackHours());
        if (Double.isNaN(measured)) {
            return view.current();
        }
        double error = StrictMath.log(measured / law.target());
        if (Math.abs(error) <= StrictMath.log1p(law.deadBand())) {
            return view.current();
        }
        double hours = view.elapsedSeconds() / 3600;
        double most = StrictMath.log1p(law.maxChangePerHour()) * hours;
        double change = clip(law.gain() * clip(error, 1), most);
        double factor = StrictMath.exp(law.rises() ? change : -change);
        return Math.max(law.min(), Math.min(law.max(), view.current() * factor));
    }

    private static double clip(double x, double size) {
        return Math.max(-size, Math.min(size, x));
    }
}
