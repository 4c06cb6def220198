package headroom.arrivals;

/**
 * A shape that swings about 1.
 *
 * <pre>
 * f(t) = 1 + amplitude sin(2 pi (t - riseSeconds) / period)
 * </pre>
 *
 * <p>A steps' worth is a 288th of a period, as five minutes are of a day: the demand curve then
 * errs by at most 2e-5 of the amplitude in the mean of a step.
 *
 * @param periodSeconds length of a swing [s]
 * @param amplitude how far it goes from 1 to either side, 0 to 1
 * @param riseSeconds an instant of the run at which it passes 1 on its way up [s]
 */
public record Sinusoid(double periodSeconds, double amplitude, double riseSeconds)
        implements Shape {
    private static final double STEPS = 288;

    public Sinusoid {
        if (!(periodSeconds > 0 && periodSeconds <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("period of " + periodSeconds + " s");
        }
        if (!(amplitude >= 0 && amplitude <= 1) || !Double.isFinite(riseSeconds)) {
            throw new IllegalArgumentException(
                    "amplitude of " + amplitude + ", rise at " + riseSeconds + " s");
        }
    }

    @Override
    public double factor(double timeSeconds) {
        double turns = (timeSeconds - riseSeconds) / periodSeconds;
        double sine = StrictMath.sin(2 * Math.PI * (turns - Math.floor(turns)));
        // sin may give -1 - 2^-53
        return Math.max(0, 1 + amplitude * sine);
    }

    @Override
    public double[] edgesSeconds() {
        return new double[0];
    }

    @Override
    public double stepSeconds() {
        return periodSeconds / STEPS;
    }
}
