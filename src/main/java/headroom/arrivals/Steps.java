package headroom.arrivals;

import java.util.Arrays;

/** A shape in steps: 1 at first, then from each of some instants of the run on another factor. */
public final class Steps implements Shape {
    private final double[] fromSeconds;
    private final double[] factors;

    /**
     * Steps in the order of time.
     *
     * @param fromSeconds where each begins [s], rising
     * @param factors what holds from there on, at least 0
     */
    public Steps(double[] fromSeconds, double[] factors) {
        if (fromSeconds.length != factors.length) {
            throw new IllegalArgumentException(
                    fromSeconds.length + " instants, " + factors.length + " factors");
        }
        for (int i = 0; i < factors.length; i++) {
            boolean rises =
                    i == 0 ? Double.isFinite(fromSeconds[i]) : fromSeconds[i] > fromSeconds[i - 1];
            if (!rises || !(factors[i] >= 0 && factors[i] <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "factor " + factors[i] + " from " + fromSeconds[i] + " s");
            }
        }
        this.fromSeconds = fromSeconds.clone();
        this.factors = factors.clone();
    }

    @Override
    public double factor(double timeSeconds) {
        int i = Arrays.binarySearch(fromSeconds, timeSeconds);
        int step = i >= 0 ? i : -i - 2;
        return step < 0 ? 1 : factors[step];
    }

    @Override
    public double[] edgesSeconds() {
        return fromSeconds.clone();
    }
}
