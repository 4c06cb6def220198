package headroom.faults;

import headroom.faults.FaultClass.Remedy;
import headroom.plant.Scope;
import headroom.variates.Law;

/** Laws and classes that tests of faults share. */
final class Times {
    static final double HOUR = 3600;
    static final double DAY = 86_400;
    static final Law NONE = constant(0);

    private Times() {}

    static Law constant(double value) {
        return of(value, 0, u -> value);
    }

    static Law exponential(double mean) {
        return of(mean, 1, u -> -mean * StrictMath.log1p(-u));
    }

    static Law weibull(double scale, double shape) {
        return of(
                Double.NaN,
                Double.NaN,
                u -> scale * StrictMath.pow(-StrictMath.log1p(-u), 1 / shape));
    }

    /** These values in turn, the last one for ever, whatever the uniform. */
    static Law turn(double... values) {
        int[] next = new int[1];
        return of(Double.NaN, Double.NaN, u -> values[Math.min(next[0]++, values.length - 1)]);
    }

    interface Quantile {
        double at(double u);
    }

    static Law of(double mean, double squaredCv, Quantile quantile) {
        return new Law() {
            @Override
            public double quantile(double u) {
                return quantile.at(u);
            }

            @Override
            public double mean() {
                return mean;
            }

            @Override
            public double squaredCv() {
                return squaredCv;
            }
        };
    }

    /** Known at once and repaired by a crew. */
    static Remedy repair(Law seconds) {
        return new Remedy(NONE, 0, NONE, seconds, true);
    }

    static FaultClass nodes(String name, Onset onset, Remedy remedy) {
        return new FaultClass(name, Scope.NODE, onset, 1, null, remedy);
    }

    static FaultClass groups(String name, Scope scope, Onset onset, Remedy remedy) {
        return new FaultClass(name, scope, onset, 1, null, remedy);
    }

    /** Nobody listens. */
    static FaultListener silent() {
        return new FaultListener() {
            @Override
            public void nodeFailed(int node, int cause, double timeSeconds) {}

            @Override
            public void nodeDetected(int node, int cause, double timeSeconds) {}

            @Override
            public void nodeBack(int node, double timeSeconds) {}
        };
    }
}
