package headroom.faults;

import headroom.faults.FaultClass.Remedy;
import headroom.plant.Scope;
import headroom.variates.Exponential;
import headroom.variates.Fixed;
import headroom.variates.Law;

/** Laws and classes that tests of faults share. */
final class Times {
    static final double HOUR = 3600;
    static final double DAY = 86_400;
    static final Law NONE = constant(0);

    private Times() {}

    static Law constant(double value) {
        return new Fixed(value);
    }

    static Law exponential(double mean) {
        return new Exponential(mean);
    }

    /** These values in turn, the last one for ever, whatever the uniform. */
    static Law turn(double... values) {
        int[] next = new int[1];
        return new Law() {
            @Override
            public double quantile(double u) {
                return values[Math.min(next[0]++, values.length - 1)];
            }

            @Override
            public double mean() {
                return Double.NaN;
            }

            @Override
            public double squaredCv() {
                return Double.NaN;
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
