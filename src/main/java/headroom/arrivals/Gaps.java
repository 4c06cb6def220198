package headroom.arrivals;

import headroom.variates.GammaQuantile;
import headroom.variates.QuantileTable;

import umontreal.ssj.rng.RandomStream;

/**
 * The law of the gaps of a renewal process of rate 1, by their coefficient of variation.
 *
 * <pre>
 * gamma:   shape a = 1 / cv^2, mean 1
 * weibull: P(gap > x) = exp(-(x Gamma(1 + 1/k))^k), mean 1,
 *          cv^2 = Gamma(1 + 2/k) / Gamma(1 + 1/k)^2 - 1
 * first gap, from an instant of no meaning to the first arrival: U x (a gap chosen in proportion to
 *          its length): gamma of shape a + 1, or the 1/k-th power of a gamma variate of shape
 *          1 + 1/k
 * </pre>
 *
 * <p>cv above 1 is burstier than Poisson, below 1 more even. The variance of the count in a window
 * goes to cv^2 times its mean for windows of many gaps. Of clients of LLM services one by one,
 * gamma and Weibull gaps fit best (ServeGen, arXiv 2505.09999, section 3.1; measured): that is the
 * law of one client or few. The superposition of many independent ones is near Poisson in windows
 * in which each of them has few arrivals.
 */
public final class Gaps {
    /** Least and greatest coefficient of variation. */
    public static final double MIN_CV = 0.05;

    public static final double MAX_CV = 10;

    private final QuantileTable table;
    /** What makes the mean of the table 1. */
    private final double scale;

    private final FirstGap first;

    /** The length of a gap chosen in proportion to its length, from a uniform. */
    @FunctionalInterface
    private interface FirstGap {
        double length(double u);
    }

    private Gaps(QuantileTable table, FirstGap first) {
        this.table = table;
        this.scale = 1 / table.mean();
        this.first = first;
    }

    /** Gamma gaps with this coefficient of variation. */
    public static Gaps gamma(double cv) {
        double shape = 1 / (checked(cv) * cv);
        GammaQuantile law = new GammaQuantile(shape);
        GammaQuantile longer = new GammaQuantile(shape + 1);
        QuantileTable table = QuantileTable.of(
                p -> law.lower(p) / shape,
                tail -> law.upper(tail) / shape,
                0,
                Double.POSITIVE_INFINITY);
        return new Gaps(table, u -> longer.lower(u) / shape);
    }

    /** Weibull gaps with this coefficient of variation. */
    public static Gaps weibull(double cv) {
        double k = weibullShape(checked(cv));
        double mean = StrictMath.exp(GammaQuantile.logGamma(1 + 1 / k));
        GammaQuantile longer = new GammaQuantile(1 + 1 / k);
        QuantileTable table = QuantileTable.of(
                p -> StrictMath.pow(-StrictMath.log1p(-p), 1 / k) / mean,
                tail -> StrictMath.pow(-StrictMath.log(tail), 1 / k) / mean,
                0,
                Double.POSITIVE_INFINITY);
        return new Gaps(table, u -> StrictMath.pow(longer.lower(u), 1 / k) / mean);
    }

    private static double checked(double cv) {
        if (!(cv >= MIN_CV && cv <= MAX_CV)) {
            throw new IllegalArgumentException("coefficient of variation " + cv);
        }
        return cv;
    }

    /** The coefficient of variation falls with k. */
    private static double weibullShape(double cv) {
        double low = 0.05;
        double high = 100;
        for (int i = 0; i < 100; i++) {
            double k = (low + high) / 2;
            double ratio =
                    GammaQuantile.logGamma(1 + 2 / k) - 2 * GammaQuantile.logGamma(1 + 1 / k);
            if (StrictMath.expm1(ratio) > cv * cv) {
                low = k;
            } else {
                high = k;
            }
        }
        return (low + high) / 2;
    }

    /** A renewal process in operational time, as if long under way at its start. */
    ArrivalProcess open(OperationalTime time, RandomStream random) {
        return new Renewals(time, random);
    }

    private final class Renewals implements ArrivalProcess {
        private final OperationalTime time;
        private final RandomStream random;
        private boolean started;

        Renewals(OperationalTime time, RandomStream random) {
            this.time = time;
            this.random = random;
        }

        @Override
        public double next() {
            if (started) {
                return time.advance(scale * table.sample(random.nextDouble()));
            }
            started = true;
            return time.advance(random.nextDouble() * first.length(random.nextDouble()));
        }
    }
}
