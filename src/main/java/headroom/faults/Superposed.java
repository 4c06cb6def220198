package headroom.faults;

import headroom.kernel.FastStream;

/**
 * Failures of all components of a class as one Poisson process, by inversion of its cumulative
 * hazard; the victim is drawn in two strata, good components and lemons.
 *
 * <pre>
 * H(t) = W ((a + t) / s)^k,   next t' with H(t') = H(t) + E,   E exponential of mean 1
 * </pre>
 *
 * W is the number of components, each lemon counted with its multiple; constant hazards are k = 1
 * and s = 1 / rate. A component that cannot fail, because it is down or taken out, is drawn all
 * the same and the failure does not happen: thinning, exact for independent Poisson processes
 * (Lewis and Shedler 1979, Naval Research Logistics 26). Cost O(1) a failure.
 */
final class Superposed implements Onsets {
    private final Machines machines;
    private final int components;
    private final int lemons;
    private final double goodWeight;
    private final double lemonWeight;
    private final double shape;
    private final double scaleSeconds;
    private final double ageSeconds;
    private final FastStream onset;
    private final FastStream victim;
    private double factor = 1;
    private double next;

    /** Hazards of scale 0 never come. */
    record Hazard(double scaleSeconds, double shape, double ageSeconds) {
        static Hazard of(Onset.Constant constant) {
            return new Hazard(1 / constant.ratePerSecond(), 1, 0);
        }

        static Hazard of(Onset.Ageing ageing) {
            return new Hazard(ageing.scaleSeconds(), ageing.shape(), ageing.startAgeSeconds());
        }
    }

    /** Of all machines, lemons among them, or of groups if their number is above 0. */
    Superposed(Hazard hazard, Machines machines, int groups, FastStream onset, FastStream victim) {
        this.machines = machines;
        this.components = groups > 0 ? groups : machines.count();
        this.lemons = groups > 0 ? 0 : machines.lemons();
        double good = groups > 0 ? 1 : machines.goodFactor();
        this.goodWeight = good * (components - lemons);
        this.lemonWeight = good * machines.lemonMultiple() * lemons;
        this.shape = hazard.shape();
        this.scaleSeconds = hazard.scaleSeconds();
        this.ageSeconds = hazard.ageSeconds();
        this.onset = onset;
        this.victim = victim;
        this.next = after(0);
    }

    @Override
    public double nextSeconds() {
        return next;
    }

    @Override
    public int fire() {
        next = after(next);
        double mark = victim.nextDouble() * (goodWeight + lemonWeight);
        double coin = victim.nextDouble();
        if (mark < goodWeight) {
            int good = (int) (mark / goodWeight * (components - lemons));
            return component(lemons + Math.min(good, components - lemons - 1));
        }
        int lemon = component((int) ((mark - goodWeight) / lemonWeight * lemons));
        // a good machine that came in the stead of a lemon
        return machines.isLemon(lemon) || coin * machines.lemonMultiple() < 1 ? lemon : -1;
    }

    @Override
    public void scale(double times, double nowSeconds) {
        factor = times;
        next = after(nowSeconds);
    }

    private int component(int index) {
        return lemons > 0 ? machines.lemonsFirst(index) : index;
    }

    private double after(double seconds) {
        double draw = -StrictMath.log(onset.nextDouble());
        double step = draw / (factor * (goodWeight + lemonWeight));
        if (shape == 1) {
            return seconds + scaleSeconds * step;
        }
        double hazard = StrictMath.pow((ageSeconds + seconds) / scaleSeconds, shape);
        double due = scaleSeconds * StrictMath.pow(hazard + step, 1 / shape) - ageSeconds;
        return Math.max(due, seconds);
    }
}
