package headroom.policy;

import headroom.control.ControlView;

/**
 * What a controller holds, and within which bounds.
 *
 * @param measure what is held
 * @param target where it is held, in its own unit
 * @param lookbackHours hours of which the worst counts
 * @param min lowest value
 * @param max highest value
 * @param maxChangePerHour largest relative change in an hour
 * @param rises true if pressure raises the value
 */
public record Goal(
        ControlView.Measure measure,
        double target,
        int lookbackHours,
        double min,
        double max,
        double maxChangePerHour,
        boolean rises) {

    /** The value within the bounds. */
    double clip(double value) {
        return Math.max(min, Math.min(max, value));
    }

    /**
     * How far a measurement is from the target, in logarithms and at most 1 in size; NaN stays so.
     */
    double error(double measured) {
        return Math.max(-1, Math.min(1, StrictMath.log(measured / target)));
    }

    /** The value after a change of its logarithm that relieves pressure, in rate and bounds. */
    double moved(double value, double change, double seconds) {
        double most = StrictMath.log1p(maxChangePerHour) * seconds / 3600;
        double held = Math.max(-most, Math.min(most, change));
        return clip(value * StrictMath.exp(rises ? held : -held));
    }
}
