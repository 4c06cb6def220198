package headroom.arrivals;

import headroom.variates.FastLog;

import umontreal.ssj.rng.RandomStream;

/**
 * Arrivals that provoke further arrivals: a Hawkes process with an exponential kernel.
 *
 * <pre>
 * lambda(t) = (1 - n) base m(t) f(t) + S(t)
 * S(t)      = sum over arrivals t_i before t of n / d x exp(-(t - t_i) / d)
 *             n: branching, 0 to below 1 [1], the mean number that one arrival provokes at first
 *                hand; d: decay [s]
 * </pre>
 *
 * <p>At constant demand the rate is base on average, and the variance of the count in a window goes
 * to 1 / (1 - n)^2 times its mean for windows much longer than d / (1 - n) (Hawkes 1971, Biometrika
 * 58(1); Hawkes and Oakes 1974, J. Appl. Probab. 11(3)). S starts at its mean. Exact, in constant
 * space, no candidate thrown away (Dassios and Zhao 2013, Electron. Commun. Probab. 18(62)): what
 * comes of itself is Poisson; what S provokes comes where the integral of S since the last arrival
 * reaches an Exp(1) variate, if ever. Whichever is first happens.
 */
final class HawkesSource implements ArrivalProcess {
    private final double jump;
    private final double decaySeconds;
    private final double endSeconds;
    private final PoissonSource own;
    private final RandomStream random;
    private double nextOwnSeconds;
    private double nextProvokedSeconds;
    /** S right after the last arrival [1/s]. */
    private double excitation;

    private double nowSeconds;

    HawkesSource(
            ArrivalLaw.Hawkes law, double excitation, OperationalTime own, RandomStream random) {
        this.jump = law.branching() / law.decaySeconds();
        this.decaySeconds = law.decaySeconds();
        this.endSeconds = own.endSeconds();
        this.excitation = excitation;
        this.own = new PoissonSource(own);
        this.random = random;
        nextOwnSeconds = this.own.next(random.nextDouble());
        provoke();
    }

    @Override
    public double next() {
        double next = Math.min(nextOwnSeconds, nextProvokedSeconds);
        if (!(next < endSeconds)) {
            return Double.POSITIVE_INFINITY;
        }
        excitation = excitation * StrictMath.exp(-(next - nowSeconds) / decaySeconds) + jump;
        nowSeconds = next;
        if (nextOwnSeconds == next) {
            nextOwnSeconds = own.next(random.nextDouble());
        }
        provoke();
        return next;
    }

    private void provoke() {
        double left = excitation * decaySeconds;
        double share = -FastLog.of(random.nextDouble()) / left;
        nextProvokedSeconds = share < 1
                ? nowSeconds - decaySeconds * StrictMath.log1p(-share)
                : Double.POSITIVE_INFINITY;
    }
}
