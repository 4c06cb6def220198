package headroom.variates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import headroom.kernel.Streams;

import org.apache.commons.math3.distribution.AbstractRealDistribution;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.distribution.WeibullDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import umontreal.ssj.rng.RandomStream;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Each law against its distribution function, its moments and its own draws. */
class LawTest {
    /** The least and the greatest uniform of a stream. */
    private static final double LEAST = 0x1p-53;

    private static final double EXACT = 1e-9;
    /** What {@link Tabulated} promises. */
    private static final double TABLE = 1e-4;

    private static final Erlang ERLANG = new Erlang(4, 3);
    private static final Gamma BURSTY = new Gamma(2, 4);
    private static final Weibull WEIBULL = new Weibull(7, 0.6);
    private static final BoundedPareto PARETO = new BoundedPareto(1.5, 2, 2e4);
    private static final Lognormal LOGNORMAL = Lognormal.ofMeanAndSquaredCv(5, 3);

    /** Most of the mean is in values that are never drawn: the others must not make up for it. */
    @Test
    void valuesOfWidestLawsAreTheirOwn() {
        Law wide = Tabulated.of(new Lognormal(3, 10));
        assertThat(wide.quantile(0.5)).isCloseTo(3, within(1e-9));
        // 3 exp(10 z), z = 2.3263478740 the p99 of a normal law
        assertThat(wide.quantile(0.99) / (3 * Math.exp(23.263478740))).isCloseTo(1, within(1e-3));
        assertThat(wide.mean() / (3 * Math.exp(50))).isCloseTo(1, within(1e-12));
    }

    /** The law, its distribution function and how near the law is to it. */
    private static List<Arguments> laws() {
        Hyperexponential branches =
                Hyperexponential.of(new double[] {2, 5, 3}, new double[] {1, 0.2, 8});
        return List.of(
                law("exponential", new Exponential(3), new ExponentialDistribution(3), EXACT),
                law("uniform", new Uniform(1, 4), new UniformRealDistribution(1, 4), EXACT),
                law("erlang", ERLANG, new GammaDistribution(4, 0.75), TABLE),
                law("gamma", BURSTY, new GammaDistribution(0.25, 8), TABLE),
                law("even gamma", new Gamma(2, 0.02), new GammaDistribution(50, 0.04), TABLE),
                law("weibull", WEIBULL, weibull(), EXACT),
                law("tabulated weibull", Tabulated.of(WEIBULL), weibull(), TABLE),
                law("lognormal", LOGNORMAL, lognormal(), EXACT),
                law("tabulated lognormal", Tabulated.of(LOGNORMAL), lognormal(), TABLE),
                law("pareto", PARETO, pareto(), EXACT),
                law("tabulated pareto", Tabulated.of(PARETO), pareto(), TABLE),
                law("hyperexponential", branches, mixture(), EXACT),
                law("scaled", new Scaled(branches, 2), scaled(), EXACT));
    }

    private static Arguments law(String name, Law law, RealDistribution exact, double error) {
        return Arguments.of(name, law, exact, error);
    }

    private static RealDistribution weibull() {
        return new WeibullDistribution(0.6, 7 / new WeibullDistribution(0.6, 1).getNumericalMean());
    }

    private static RealDistribution lognormal() {
        double variance = Math.log(4);
        return new LogNormalDistribution(Math.log(5) - variance / 2, Math.sqrt(variance));
    }

    private static RealDistribution pareto() {
        double end = Math.pow(1e-4, 1.5);
        return by(x -> (1 - Math.pow(2 / x, 1.5)) / (1 - end));
    }

    private static RealDistribution mixture() {
        return by(x -> 1 - 0.2 * Math.exp(-x) - 0.5 * Math.exp(-5 * x) - 0.3 * Math.exp(-x / 8));
    }

    private static RealDistribution scaled() {
        return by(x -> mixture().cumulativeProbability(x / 2));
    }

    private static RealDistribution by(DoubleUnaryOperator cdf) {
        return new Formula(cdf);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("laws")
    void quantilesInvertTheDistributionFunction(
            String name, Law law, RealDistribution exact, double error) {
        for (int i = 1; i < 1000; i++) {
            near(law.quantile(i / 1000.0), i / 1000.0, exact, error);
        }
        for (double u = 1e-3; u > 1e-12; u /= 7) {
            near(law.quantile(u), u, exact, error);
            near(law.quantile(1 - u), 1 - u, exact, error);
        }
    }

    /** The distribution function reaches u within a small relative error of the value. */
    private static void near(double value, double u, RealDistribution exact, double error) {
        assertThat(exact.cumulativeProbability(value * (1 - error)) - 1e-15).isLessThan(u);
        assertThat(exact.cumulativeProbability(value * (1 + error)) + 1e-15).isGreaterThan(u);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("laws")
    void momentsAreThoseOfTheQuantiles(String name, Law law, RealDistribution exact, double error) {
        double mean = integral(law::quantile);
        double squares = integral(u -> law.quantile(u) * law.quantile(u));
        assertThat(mean).isCloseTo(law.mean(), within(1e-6 * law.mean()));
        assertThat(squares / (law.mean() * law.mean()) - 1)
                .isCloseTo(law.squaredCv(), within(TABLE * law.squaredCv()));
    }

    /** Over (0, 1), by the midpoint rule in octaves towards both ends. */
    private static double integral(DoubleUnaryOperator f) {
        double sum = 0;
        for (int octave = 53; octave >= 1; octave--) {
            double from = Math.scalb(1.0, -octave - 1);
            int steps = 500;
            double width = from / steps;
            for (int i = 0; i < steps; i++) {
                double v = from + (i + 0.5) * width;
                sum += width * (f.applyAsDouble(v) + f.applyAsDouble(1 - v));
            }
        }
        return sum;
    }

    /** Errs once in a million times; one uniform a value. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("laws")
    void drawsFollowTheLaw(String name, Law law, RealDistribution exact, double error) {
        RandomStream random = new Streams(17, 0).of("draws");
        double[] found = new double[20_000];
        for (int i = 0; i < found.length; i++) {
            found[i] = law.draw(random);
        }
        assertThat(new KolmogorovSmirnovTest().kolmogorovSmirnovTest(exact, found))
                .isGreaterThan(1e-6);
        RandomStream other = new Streams(17, 0).of("draws");
        for (int i = 0; i < found.length; i++) {
            other.nextDouble();
        }
        assertThat(random.nextDouble()).isEqualTo(other.nextDouble());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("laws")
    void valuesRiseWithTheirUniform(String name, Law law, RealDistribution exact, double error) {
        double last = law.quantile(LEAST);
        assertThat(last).isBetween(0.0, Double.MAX_VALUE);
        for (int i = 1; i < 20_000; i++) {
            double value = law.quantile(i / 20_000.0);
            assertThat(value >= last).as("at %s", i).isTrue();
            last = value;
        }
        assertThat(law.quantile(1 - LEAST)).isBetween(last, Double.MAX_VALUE);
        assertThat(law.quantile(1 - LEAST)).isGreaterThan(law.quantile(0.999) * 0.999999);
    }

    @Test
    void discreteValuesHaveTheirShares() {
        Discrete law = Discrete.of(new double[] {8, 1, 4}, new double[] {1, 6, 3});
        assertThat(law.mean()).isCloseTo(0.6 + 1.2 + 0.8, within(1e-15));
        assertThat(law.squaredCv())
                .isCloseTo((0.6 + 0.3 * 16 + 6.4) / (2.6 * 2.6) - 1, within(1e-14));
        assertThat(law.quantile(LEAST)).isEqualTo(1);
        assertThat(law.quantile(0.6)).isEqualTo(1);
        assertThat(law.quantile(0.601)).isEqualTo(4);
        assertThat(law.quantile(0.899)).isEqualTo(4);
        assertThat(law.quantile(0.901)).isEqualTo(8);
        assertThat(law.quantile(1 - LEAST)).isEqualTo(8);
        Discrete one = Discrete.of(new double[] {3}, new double[] {0.1});
        assertThat(one.quantile(0.5)).isEqualTo(3);
        assertThat(one.squaredCv()).isZero();
    }

    @Test
    void fixedIsFixed() {
        Fixed law = new Fixed(3);
        assertThat(law.quantile(0.2)).isEqualTo(3);
        assertThat(law.mean()).isEqualTo(3);
        assertThat(law.squaredCv()).isZero();
    }

    /** Every branch contributes alike, and a draw of either stays finite at its edges. */
    @Test
    void balancedMeansAreBalanced() {
        for (double squaredCv : new double[] {1, 2, 16, 1e4}) {
            Hyperexponential law = Hyperexponential.balanced(5, squaredCv);
            assertThat(law.mean()).isCloseTo(5, within(1e-9));
            assertThat(law.squaredCv()).isCloseTo(squaredCv, within(1e-8 * squaredCv));
        }
        // (1 + sqrt(3/5)) / 2 of the draws have a mean of 5 over twice that
        double more = (1 + Math.sqrt(0.6)) / 2;
        double x = 3;
        double above =
                more * Math.exp(-x * 2 * more / 5) + (1 - more) * Math.exp(-x * 2 * (1 - more) / 5);
        Law law = Hyperexponential.balanced(5, 4);
        assertThat(law.quantile(1 - above)).isCloseTo(x, within(1e-12));
    }

    @Test
    void meansCanBeSet() {
        Law law = Scaled.toMean(new Uniform(0, 6), 12);
        assertThat(law.mean()).isEqualTo(12);
        assertThat(law.quantile(0.5)).isEqualTo(12);
        assertThat(ERLANG.stages()).isEqualTo(4);
        assertThat(ERLANG.squaredCv()).isEqualTo(0.25);
    }

    @Test
    void refusesWhatIsNoLaw() {
        double[] one = {1};
        double[] none = {0};
        List<Runnable> wrong = List.of(
                () -> new Exponential(0),
                () -> new Exponential(Double.NaN),
                () -> new Fixed(-1),
                () -> new Uniform(2, 2),
                () -> new Erlang(0, 1),
                () -> new Gamma(1, 0),
                () -> new Weibull(1, 0.01),
                () -> new BoundedPareto(1, 3, 2),
                () -> new BoundedPareto(0, 1, 2),
                () -> Hyperexponential.balanced(1, 0.9),
                () -> Hyperexponential.of(none, one),
                () -> Hyperexponential.of(one, none),
                () -> Discrete.of(one, none),
                () -> Discrete.of(one, new double[0]),
                () -> Scaled.toMean(new Fixed(1), 0));
        for (Runnable each : wrong) {
            assertThatIllegalArgumentException().isThrownBy(each::run);
        }
    }

    /** Only a distribution function. */
    private static final class Formula extends AbstractRealDistribution {
        private static final long serialVersionUID = 1L;

        private final transient DoubleUnaryOperator cdf;

        Formula(DoubleUnaryOperator cdf) {
            super(null);
            this.cdf = cdf;
        }

        @Override
        public double cumulativeProbability(double x) {
            return Math.max(0, cdf.applyAsDouble(x));
        }

        @Override
        public double density(double x) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double getNumericalMean() {
            throw new UnsupportedOperationException();
        }

        @Override
        public double getNumericalVariance() {
            throw new UnsupportedOperationException();
        }

        @Override
        public double getSupportLowerBound() {
            return 0;
        }

        @Override
        public double getSupportUpperBound() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        @SuppressWarnings("deprecation")
        public boolean isSupportLowerBoundInclusive() {
            return true;
        }

        @Override
        @SuppressWarnings("deprecation")
        public boolean isSupportUpperBoundInclusive() {
            return false;
        }

        @Override
        public boolean isSupportConnected() {
            return true;
        }
    }
}
