package headroom.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import headroom.kernel.Streams;
import headroom.variates.GammaQuantile;

import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.WeibullDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

/**
 * Each law against its definition: gaps in operational time by a test that errs once in a million
 * times, means and dispersions of counts within five standard errors of the closed form.
 */
class ArrivalLawTest {
    private static final WeeklyProfile FLAT = WeeklyProfile.named("flat");
    private static final double HOUR = 3600;

    private static double[] instants(ArrivalProcess process, int most) {
        double[] instants = new double[most];
        int size = 0;
        for (double t = process.next(); size < most && t < Double.POSITIVE_INFINITY; ) {
            instants[size++] = t;
            t = process.next();
        }
        return Arrays.copyOf(instants, size);
    }

    private static DemandCurve flat(double horizonSeconds) {
        return new DemandCurve(FLAT, 0, 0, List.of(), horizonSeconds);
    }

    private static DemandCurve rough(double horizonSeconds) {
        List<Shape> shapes = List.of(
                new Sinusoid(12 * HOUR, 0.8, HOUR),
                new Steps(new double[] {5_000, 9_000}, new double[] {4, 0.5}));
        return new DemandCurve(
                WeeklyProfile.named("azure-2024-coding"), 0, 0, shapes, horizonSeconds);
    }

    /** Not wider: then some gaps are shorter than a double tells two instants apart. */
    @ParameterizedTest
    @CsvSource({"gamma, 0.3", "gamma, 1", "gamma, 2", "weibull, 0.5", "weibull, 1", "weibull, 2.5"})
    void gapsInOperationalTimeHaveTheirLaw(String law, double cv) {
        Gaps gaps = law.equals("gamma") ? Gaps.gamma(cv) : Gaps.weibull(cv);
        DemandCurve curve = rough(2e6);
        double rate = 0.02;
        double[] instants = instants(
                new ArrivalLaw.Renewal(gaps)
                        .open(new ArrivalLaw.Rate(rate, curve), new Streams(3, 0), "a"),
                8_000);
        double[] found = new double[instants.length - 1];
        for (int i = 0; i < found.length; i++) {
            double from = curve.integralSeconds(instants[i]);
            found[i] = rate * (curve.integralSeconds(instants[i + 1]) - from);
        }
        RealDistribution exact =
                law.equals("gamma") ? new GammaDistribution(1 / (cv * cv), cv * cv) : weibull(cv);
        assertThat(exact.getNumericalMean()).isCloseTo(1, within(1e-6));
        assertThat(Math.sqrt(exact.getNumericalVariance())).isCloseTo(cv, within(1e-6));
        assertThat(new KolmogorovSmirnovTest().kolmogorovSmirnovTest(exact, found))
                .isGreaterThan(1e-6);
    }

    /** By its definition, with a shape found here on its own. */
    private static RealDistribution weibull(double cv) {
        double low = 0.1;
        double high = 50;
        for (int i = 0; i < 200; i++) {
            double k = (low + high) / 2;
            WeibullDistribution w = new WeibullDistribution(k, 1);
            boolean wider = Math.sqrt(w.getNumericalVariance()) / w.getNumericalMean() > cv;
            low = wider ? k : low;
            high = wider ? high : k;
        }
        return new WeibullDistribution(low, 1 / new WeibullDistribution(low, 1).getNumericalMean());
    }

    /** A process long under way has as many arrivals in any window, the first one included. */
    @ParameterizedTest
    @CsvSource({"gamma, 3", "gamma, 0.2", "weibull, 3", "weibull, 0.3"})
    void theFirstWindowHasAsManyArrivalsAsAnyOther(String law, double cv) {
        Gaps gaps = law.equals("gamma") ? Gaps.gamma(cv) : Gaps.weibull(cv);
        ArrivalLaw.Rate rate = new ArrivalLaw.Rate(0.01, flat(300));
        int runs = 10_000;
        double[] counts = new double[runs];
        for (int run = 0; run < runs; run++) {
            ArrivalProcess one = new ArrivalLaw.Renewal(gaps).open(rate, new Streams(5, run), "a");
            counts[run] = instants(one, 10_000).length;
        }
        assertMean(counts, 3);
    }

    @Test
    void gammaQuantilesInvertTheirLaw() {
        for (double shape : new double[] {0.01, 0.3, 1, 4, 400}) {
            GammaQuantile law = new GammaQuantile(shape);
            GammaDistribution exact = new GammaDistribution(shape, 1);
            for (double p : new double[] {1e-3, 0.1, 0.5, 0.9, 0.999}) {
                double x = law.lower(p);
                assertThat(exact.cumulativeProbability(x)).isCloseTo(p, within(1e-9));
                assertThat(law.upper(1 - p)).isCloseTo(x, within(1e-9 * Math.max(x, 1e-300)));
            }
            double far = law.upper(1e-12);
            assertThat(law.probability(far, false)).isCloseTo(1e-12, within(1e-20));
        }
        assertThat(GammaQuantile.logGamma(5)).isCloseTo(Math.log(24), within(1e-13));
    }

    /** Variance over mean of the counts in windows, whose mean is rate x window. */
    private static double[] dispersion(ArrivalProcess process, double window, int windows) {
        double[] counts = new double[windows];
        for (double t = process.next(); t < window * windows; t = process.next()) {
            counts[(int) (t / window)]++;
        }
        double mean = Arrays.stream(counts).average().orElse(0);
        double squares = Arrays.stream(counts).map(c -> (c - mean) * (c - mean)).sum();
        return new double[] {mean, squares / (windows - 1) / mean};
    }

    /** Five standard errors of a variance over independent windows of nearly normal counts. */
    private static double tolerance(double dispersion, int windows) {
        return 5 * dispersion * Math.sqrt(2.0 / windows) + 0.01 * dispersion;
    }

    @Test
    void hawkesHasItsMeanAndItsDispersion() {
        double n = 0.6;
        double window = 2_000;
        int windows = 2_000;
        ArrivalLaw.Rate rate = new ArrivalLaw.Rate(0.5, flat(window * windows));
        double[] found = dispersion(
                new ArrivalLaw.Hawkes(n, 5).open(rate, new Streams(8, 0), "a"), window, windows);
        double exact = 1 / ((1 - n) * (1 - n));
        double perWindow = 0.5 * window;
        assertThat(found[0])
                .isCloseTo(perWindow, within(5 * Math.sqrt(exact * perWindow / windows)));
        assertThat(found[1]).isCloseTo(exact, within(tolerance(exact, windows)));
    }

    /** The rate is right from the start, and follows what comes of itself. */
    @Test
    void hawkesBeginsAtItsMean() {
        ArrivalLaw.Rate rate = new ArrivalLaw.Rate(0.05, flat(300));
        double[] counts = new double[10_000];
        for (int run = 0; run < counts.length; run++) {
            ArrivalLaw law = new ArrivalLaw.Hawkes(0.8, 200);
            counts[run] = instants(law.open(rate, new Streams(9, run), "a"), 10_000).length;
        }
        assertMean(counts, 15);
    }

    /** An arrival provokes on average n others at first hand, n / (1 - n) in all. */
    @Test
    void oneArrivalProvokesItsClusterAndNoMore() {
        DemandCurve curve = new DemandCurve(
                FLAT, 0, 0, List.of(new Steps(new double[] {300}, new double[] {0})), 1e6);
        double[] counts = new double[10_000];
        for (int run = 0; run < counts.length; run++) {
            ArrivalLaw law = new ArrivalLaw.Hawkes(0.5, 30);
            ArrivalProcess one =
                    law.open(new ArrivalLaw.Rate(0.02, curve), new Streams(4, run), "a");
            counts[run] = instants(one, 10_000).length;
        }
        // of itself 0.01 x 300 in 300 s, excitation of 0.01 x 30 at first; each counts double
        assertMean(counts, 2 * (3 + 0.3));
    }

    @ParameterizedTest
    @CsvSource({"10", "100", "1000"})
    void twoPhasesHaveTheirDispersion(double window) {
        double[] rates = {0.3, 1.5};
        Phases phases = new Phases(rates, new double[] {50, 12.5}, new double[][] {{0, 1}, {1, 0}});
        int windows = 10_000;
        double mean = 0.8 * 0.3 + 0.2 * 1.5;
        ArrivalLaw.Rate rate = new ArrivalLaw.Rate(mean, flat(window * windows));
        double[] found = dispersion(
                new ArrivalLaw.Modulated(phases, false).open(rate, new Streams(2, 0), "a"),
                window,
                windows);
        double s = 1 / 50.0 + 1 / 12.5;
        double difference = rates[0] - rates[1];
        double exact = 1
                + 2
                        * 0.8
                        * 0.2
                        * difference
                        * difference
                        / (mean * s)
                        * (1 - (1 - Math.exp(-s * window)) / (s * window));
        assertThat(found[0]).isCloseTo(mean * window, within(0.02 * mean * window));
        assertThat(found[1]).isCloseTo(exact, within(2 * tolerance(exact, windows)));
    }

    @Test
    void phasesKeepTheirTimesAndTheirOrder() {
        double[][] next = {{0, 1, 0}, {0.25, 0, 0.75}, {1, 0, 0}};
        double[] stays = {10, 20, 40};
        Phases phases = new Phases(new double[] {1, 2, 4}, stays, next);
        RatePath path = phases.open(new Streams(6, 0).of("p"));
        // visits are as 4 : 4 : 3
        double[] expected = {40 / 240.0, 80 / 240.0, 120 / 240.0};
        double mean = expected[0] + 2 * expected[1] + 4 * expected[2];
        double[] spent = new double[3];
        double from = 0;
        for (int i = 0; i < 200_000; i++) {
            int phase = (int) Math.rint(Math.log(path.factor() * mean) / Math.log(2));
            spent[phase] += path.endSeconds() - from;
            from = path.endSeconds();
            path.advance();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(spent[i] / from).isCloseTo(expected[i], within(0.005));
        }
    }

    /** In windows of many batches the dispersion is E[X^2] / E[X]. */
    @Test
    void batchesArriveAtOnce() {
        BatchSizes sizes = BatchSizes.of(new int[] {1, 4, 8}, new double[] {0.5, 0.3, 0.2});
        double dispersion = (0.5 + 0.3 * 16 + 0.2 * 64) / (0.5 + 1.2 + 1.6);
        check(sizes, dispersion);
        // geometric of mean 3: E[X^2] / E[X] = (1 + q) / (1 - q) = 2 mean - 1
        check(BatchSizes.geometric(3), 5);
        assertThat(BatchSizes.geometric(1).mean()).isEqualTo(1);
    }

    private static void check(BatchSizes sizes, double dispersion) {
        double window = 1_000;
        int windows = 4_000;
        ArrivalLaw.Rate rate = new ArrivalLaw.Rate(0.2, flat(window * windows));
        ArrivalLaw law = new ArrivalLaw.Batches(new ArrivalLaw.Poisson(), sizes);
        double[] found = dispersion(law.open(rate, new Streams(7, 0), "a"), window, windows);
        double error = Math.sqrt(200 * dispersion / windows);
        assertThat(found[0]).isCloseTo(200, within(5 * error));
        assertThat(found[1]).isCloseTo(dispersion, within(tolerance(dispersion, windows)));
    }

    /** Common phases are those of every cell; the arrivals themselves are not. */
    @Test
    void cellsShareCommonPhasesAndNothingElse() {
        Phases phases = new Phases(
                new double[] {0, 1}, new double[] {500, 500}, new double[][] {{0, 1}, {1, 0}});
        assertThat(agreement(new ArrivalLaw.Modulated(phases, true))).isGreaterThan(0.99);
        assertThat(agreement(new ArrivalLaw.Modulated(phases, false))).isLessThan(0.7);
    }

    /** Share of seconds in which both of two cells have arrivals, or neither has. */
    private static double agreement(ArrivalLaw law) {
        Streams streams = new Streams(1, 0);
        boolean[][] busy = new boolean[2][50_000];
        double[][] instants = new double[2][];
        for (int cell = 0; cell < 2; cell++) {
            ArrivalLaw.Rate rate = new ArrivalLaw.Rate(5, flat(48_000));
            ArrivalProcess one = law.open(rate, streams.child("cell." + cell), "a");
            instants[cell] = instants(one, 1_000_000);
            for (double t : instants[cell]) {
                busy[cell][(int) t] = true;
            }
        }
        assertThat(instants[0]).isNotEqualTo(instants[1]);
        int same = 0;
        for (int i = 0; i < 50_000; i++) {
            same += busy[0][i] == busy[1][i] ? 1 : 0;
        }
        return same / 50_000.0;
    }

    @Test
    void refusesWhatIsNoLaw() {
        assertThatIllegalArgumentException().isThrownBy(() -> Gaps.gamma(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Gaps.weibull(11));
        assertThatIllegalArgumentException().isThrownBy(() -> new ArrivalLaw.Hawkes(1, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new ArrivalLaw.Hawkes(0.5, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> BatchSizes.geometric(0.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchSizes.of(new int[] {0}, new double[] {1}));
        double[] one = {1, 1, 1};
        double[][] island = {{0, 1, 0}, {1, 0, 0}, {1, 0, 0}};
        assertThatIllegalArgumentException().isThrownBy(() -> new Phases(one, one, island));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Phases(new double[] {0, 0, 0}, one, island));
    }

    private static void assertMean(double[] counts, double exact) {
        double mean = Arrays.stream(counts).average().orElse(0);
        double squares = Arrays.stream(counts).map(c -> (c - mean) * (c - mean)).sum();
        double error = Math.sqrt(squares / counts.length / counts.length);
        assertThat(mean).isCloseTo(exact, within(5 * error));
        assertThat(error).isLessThan(0.02 * exact);
    }
}
