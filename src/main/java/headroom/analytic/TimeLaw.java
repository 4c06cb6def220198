package headroom.analytic;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * The law of a positive time as formulas need it: moments, transforms and what lies below a size.
 *
 * <p>Times are in seconds; scv is the squared coefficient of variation, variance / mean^2. Source
 * of the moments: Johnson, Kotz and Balakrishnan 1994, "Continuous Univariate Distributions", vol.
 * 1, chapters 14, 17 and 20. What has no closed form is summed by Gauss and Legendre over cells
 * that are narrow where the density varies; relative error below 1e-12 for smooth functions. Grade:
 * exact theory, numeric evaluation.
 */
public sealed interface TimeLaw {
    /** Mean of the k-th power, k = 1, 2, 3 [s^k]. */
    double moment(int k);

    /** Mean of the k-th power over times of at most x, zero for the others [s^k]; k = 0, 1, 2. */
    double momentUpTo(int k, double x);

    /** Probability of more than x seconds. */
    double exceeds(double x);

    /** Mean of a smooth function of the time. */
    double mean(DoubleUnaryOperator value);

    /** Integral from 0 to the largest time of a function that falls as fast as the tail. */
    double integral(DoubleUnaryOperator value);

    /** Mean of exp(-s time), s &gt;= 0 [1/s]. */
    default double transform(double s) {
        return mean(x -> StrictMath.exp(-s * x));
    }

    /** Mean of the cosine of w times the time [rad/s]. */
    default double cosine(double w) {
        return mean(x -> StrictMath.cos(w * x));
    }

    /** Mean of the sine of w times the time [rad/s]. */
    default double sine(double w) {
        return mean(x -> StrictMath.sin(w * x));
    }

    default double meanSeconds() {
        return moment(1);
    }

    static TimeLaw deterministic(double seconds) {
        require(seconds > 0.0 && seconds < Double.POSITIVE_INFINITY, seconds);
        return new Fixed(seconds);
    }

    static TimeLaw exponential(double meanSeconds) {
        return erlang(1, meanSeconds);
    }

    /** The sum of exponential stages with the same mean. */
    static TimeLaw erlang(int stages, double meanSeconds) {
        require(stages >= 1 && meanSeconds > 0.0 && meanSeconds < 1e300, meanSeconds);
        return new Stages(stages, 1.0, stages / meanSeconds, stages / meanSeconds);
    }

    /** Two exponentials mixed so that both carry half of the mean; scv of 1 or more. */
    static TimeLaw hyperexponential(double meanSeconds, double scv) {
        require(meanSeconds > 0.0 && scv >= 1.0 && scv < 1e9, scv);
        double often = 0.5 * (1.0 + Math.sqrt((scv - 1.0) / (scv + 1.0)));
        double rare = 1.0 - often;
        return new Stages(1, often, 2.0 * often / meanSeconds, 2.0 * rare / meanSeconds);
    }

    static TimeLaw uniform(double lowSeconds, double highSeconds) {
        require(lowSeconds >= 0.0 && highSeconds > lowSeconds, highSeconds);
        return new Uniform(lowSeconds, highSeconds);
    }

    static TimeLaw lognormal(double meanSeconds, double scv) {
        require(meanSeconds > 0.0 && scv > 0.0 && scv < 1e6, scv);
        double sigma = Math.sqrt(StrictMath.log1p(scv));
        return new Lognormal(StrictMath.log(meanSeconds) - 0.5 * sigma * sigma, sigma);
    }

    /** Density proportional to x^(-shape - 1) between the bounds. */
    static TimeLaw boundedPareto(double shape, double lowSeconds, double highSeconds) {
        require(shape > 0.0 && lowSeconds > 0.0 && highSeconds > lowSeconds, shape);
        return new BoundedPareto(shape, lowSeconds, highSeconds);
    }

    private static void require(boolean possible, double value) {
        if (!possible) {
            throw new IllegalArgumentException("no law of times with " + value);
        }
    }

    /** Always the same. */
    record Fixed(double seconds) implements TimeLaw {
        @Override
        public double moment(int k) {
            return StrictMath.pow(seconds, k);
        }

        @Override
        public double momentUpTo(int k, double x) {
            return x >= seconds ? moment(k) : 0.0;
        }

        @Override
        public double exceeds(double x) {
            return x < seconds ? 1.0 : 0.0;
        }

        @Override
        public double mean(DoubleUnaryOperator value) {
            return value.applyAsDouble(seconds);
        }

        @Override
        public double integral(DoubleUnaryOperator value) {
            return Cells.sum(Cells.even(0.0, seconds, 64), value);
        }
    }

    /** With probability {@code often} an Erlang law of the first rate, else of the second. */
    record Stages(int stages, double often, double firstRate, double secondRate)
            implements TimeLaw {
        /** Stages beyond which the exponential of the time is lost where the density is not. */
        private static final int MOST_FACTORS = 400;

        @Override
        public double moment(int k) {
            return momentUpTo(k, Double.POSITIVE_INFINITY);
        }

        @Override
        public double momentUpTo(int k, double x) {
            return mixed(rate -> {
                double moment = 1.0;
                for (int i = 0; i < k; i++) {
                    moment *= (stages + i) / rate;
                }
                boolean whole = x == Double.POSITIVE_INFINITY;
                return whole ? moment : moment * Gamma.regularizedGammaP(stages + k, rate * x);
            });
        }

        @Override
        public double exceeds(double x) {
            return mixed(rate -> stages == 1
                    ? StrictMath.exp(-rate * x)
                    : Gamma.regularizedGammaQ(stages, rate * x));
        }

        @Override
        public double mean(DoubleUnaryOperator value) {
            return integral(x -> value.applyAsDouble(x) * mixed(rate -> density(rate, x)));
        }

        @Override
        public double integral(DoubleUnaryOperator value) {
            double slow = Math.min(firstRate, secondRate);
            double fast = Math.max(firstRate, secondRate);
            double end = (44.0 + 4.0 * stages) / slow;
            double factor = 1.0 + Math.min(0.05, 1.0 / Math.sqrt(stages));
            return Cells.sum(Cells.growing(0.25 / fast, factor, end), value);
        }

        @Override
        public double transform(double s) {
            return mixed(rate -> StrictMath.pow(rate / (rate + s), stages));
        }

        @Override
        public double cosine(double w) {
            return mixed(rate -> size(rate, w) * StrictMath.cos(turn(rate, w)));
        }

        @Override
        public double sine(double w) {
            return mixed(rate -> size(rate, w) * StrictMath.sin(turn(rate, w)));
        }

        private double size(double rate, double w) {
            return StrictMath.pow(1.0 + w / rate * (w / rate), -0.5 * stages);
        }

        private double turn(double rate, double w) {
            return stages * StrictMath.atan(w / rate);
        }

        private double density(double rate, double x) {
            if (stages > MOST_FACTORS) {
                double log = (stages - 1.0) * StrictMath.log(rate * x) - rate * x;
                return rate * StrictMath.exp(log - Gamma.logGamma(stages));
            }
            double value = rate * StrictMath.exp(-rate * x);
            for (int i = 1; i < stages; i++) {
                value *= rate * x / i;
            }
            return value;
        }

        private double mixed(DoubleUnaryOperator ofRate) {
            double first = often * ofRate.applyAsDouble(firstRate);
            return often == 1.0 ? first : first + (1.0 - often) * ofRate.applyAsDouble(secondRate);
        }
    }

    /** Every time between the bounds alike. */
    record Uniform(double low, double high) implements TimeLaw {
        @Override
        public double moment(int k) {
            return momentUpTo(k, high);
        }

        @Override
        public double momentUpTo(int k, double x) {
            double end = Math.min(Math.max(x, low), high);
            double powers = StrictMath.pow(end, k + 1) - StrictMath.pow(low, k + 1);
            return powers / ((k + 1) * (high - low));
        }

        @Override
        public double exceeds(double x) {
            return 1.0 - momentUpTo(0, x);
        }

        @Override
        public double mean(DoubleUnaryOperator value) {
            return Cells.sum(Cells.even(low, high, 64), value) / (high - low);
        }

        @Override
        public double integral(DoubleUnaryOperator value) {
            double below = low > 0.0 ? Cells.sum(Cells.even(0.0, low, 64), value) : 0.0;
            return below + Cells.sum(Cells.even(low, high, 64), value);
        }
    }

    /** The exponential of a normal with this mean and standard deviation. */
    record Lognormal(double mu, double sigma) implements TimeLaw {
        private static final double NORMAL = 1.0 / Math.sqrt(2.0 * StrictMath.PI);
        private static final double LOWEST = -9.0;
        /** Powers of the time move their weight up. */
        private static final double HIGHEST = 14.0;
        /** So many that waves of the far tail are still resolved where it matters. */
        private static final int CELLS = 2300;

        @Override
        public double moment(int k) {
            return StrictMath.exp(k * mu + 0.5 * k * k * sigma * sigma);
        }

        @Override
        public double momentUpTo(int k, double x) {
            return moment(k) * 0.5 * Erf.erfc(-(score(x) - k * sigma) / Math.sqrt(2.0));
        }

        @Override
        public double exceeds(double x) {
            return 0.5 * Erf.erfc(score(x) / Math.sqrt(2.0));
        }

        @Override
        public double mean(DoubleUnaryOperator value) {
            return scores(
                    z -> value.applyAsDouble(time(z)) * NORMAL * StrictMath.exp(-0.5 * z * z));
        }

        @Override
        public double integral(DoubleUnaryOperator value) {
            double start = time(LOWEST);
            double below = Cells.sum(Cells.even(0.0, start, 1), value);
            return below + scores(z -> value.applyAsDouble(time(z)) * sigma * time(z));
        }

        private double scores(DoubleUnaryOperator ofScore) {
            return Cells.sum(Cells.even(LOWEST, HIGHEST, CELLS), ofScore);
        }

        private double score(double x) {
            return x > 0.0 ? (StrictMath.log(x) - mu) / sigma : Double.NEGATIVE_INFINITY;
        }

        private double time(double score) {
            return StrictMath.exp(mu + sigma * score);
        }
    }

    /** A power law between two bounds. */
    record BoundedPareto(double shape, double low, double high) implements TimeLaw {
        /** Falls of the density by e in a cell. */
        private static final double STEEP = 4.0;

        @Override
        public double moment(int k) {
            return momentUpTo(k, high);
        }

        @Override
        public double momentUpTo(int k, double x) {
            double power = (k - shape) * logRatio(x);
            double average = power == 0.0 ? 1.0 : StrictMath.expm1(power) / power;
            return StrictMath.pow(low, k) * factor() * average * logRatio(x);
        }

        @Override
        public double exceeds(double x) {
            double end = StrictMath.exp(-shape * logRatio(high));
            return (StrictMath.exp(-shape * logRatio(x)) - end) / (1.0 - end);
        }

        @Override
        public double mean(DoubleUnaryOperator value) {
            DoubleUnaryOperator density =
                    x -> factor() / low * StrictMath.pow(x / low, -shape - 1.0);
            return upper(x -> value.applyAsDouble(x) * density.applyAsDouble(x));
        }

        @Override
        public double integral(DoubleUnaryOperator value) {
            return Cells.sum(Cells.even(0.0, low, 16), value) + upper(value);
        }

        private double upper(DoubleUnaryOperator value) {
            double ratio = logRatio(high);
            int cells = (int) Math.max(200.0, Math.ceil(shape * ratio / STEEP));
            return Cells.sum(Cells.even(0.0, ratio, cells), y -> {
                double x = low * StrictMath.exp(y);
                return x * value.applyAsDouble(x);
            });
        }

        private double logRatio(double x) {
            return StrictMath.log(Math.min(Math.max(x, low), high) / low);
        }

        private double factor() {
            return shape / -StrictMath.expm1(-shape * logRatio(high));
        }
    }

    /** Sums over cells by the rule of Gauss and Legendre with ten points. */
    final class Cells {
        private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(10);

        private Cells() {}

        static double[] even(double low, double high, int cells) {
            double[] bounds = new double[cells + 1];
            for (int i = 0; i <= cells; i++) {
                bounds[i] = low + (high - low) * i / cells;
            }
            return bounds;
        }

        static double[] growing(double first, double factor, double end) {
            double width = first;
            DoubleStream.Builder bounds = DoubleStream.builder();
            bounds.add(0.0);
            for (double x = first; x < end; x += width) {
                bounds.add(x);
                width *= factor;
            }
            return bounds.add(end).build().toArray();
        }

        static double sum(double[] bounds, DoubleUnaryOperator value) {
            double sum = 0.0;
            for (int cell = 1; cell < bounds.length; cell++) {
                double half = 0.5 * (bounds[cell] - bounds[cell - 1]);
                double middle = bounds[cell - 1] + half;
                for (int i = 0; i < RULE.getNumberOfPoints(); i++) {
                    double x = middle + half * RULE.getPoint(i);
                    sum += half * RULE.getWeight(i) * value.applyAsDouble(x);
                }
            }
            return sum;
        }
    }
}
