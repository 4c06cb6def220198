package headroom.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.Series;
import headroom.measure.TimeSeries;
import headroom.metrics.Judgement.Evidence;
import headroom.metrics.Judgement.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Verdicts on replications whose truth is known. */
class JudgementTest {
    private static final double NONE = Double.NaN;

    private static Expectation expects(String text) throws MetricException {
        // hours 2 and 3 are in no phase
        List<Phase> phases =
                List.of(new Phase("early", 3600, 7200), new Phase("late", 14_400, 21_600));
        Catalogue catalogue = Catalogue.of(reading(0, 1, NONE, 1), phases);
        return Expectation.of(Objective.parse(text), 0.95, catalogue);
    }

    private static Reading reading(int number, double value, double halfWidth, long n) {
        return reading(number, value, halfWidth, n, 1, 2, 3, NONE, 5, 6);
    }

    private static Reading reading(
            int number, double value, double halfWidth, long n, double... hours) {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("tier", "max");
        double[] unknown = new double[hours.length];
        Arrays.fill(unknown, NONE);
        return new Reading(
                number,
                List.of(new Measurement("ttft", labels, "mean", "s", value, halfWidth, 0.95, n)),
                List.of(),
                new TimeSeries(
                        Instant.EPOCH,
                        3600,
                        List.of(new Series("ttft.p99", labels, "s", hours, unknown))),
                0);
    }

    private static List<Reading> readings(double... values) {
        List<Reading> readings = new ArrayList<>();
        for (double value : values) {
            readings.add(reading(readings.size(), value, NONE, 1));
        }
        return readings;
    }

    /** Mean 2, standard deviation 1 of 3 values: t(2, 0.95) / sqrt(3) = 1.6858. */
    @ParameterizedTest
    @CsvSource({
        "<, 3.69 s, PASS", "<, 3.68 s, INCONCLUSIVE", "<, 0.32 s, INCONCLUSIVE", "<, 0.31 s, FAIL",
        ">, 0.31 s, PASS", ">, 0.32 s, INCONCLUSIVE", ">, 3.68 s, INCONCLUSIVE", ">, 3.69 s, FAIL",
    })
    void theWholeIntervalIsOnOneSideOrNothingIsSaid(String sign, String bound, Verdict verdict)
            throws MetricException {
        Judgement judged = Judgement.of(
                expects("mean(ttft, tier=max) " + sign + " " + bound), readings(1, 2, 3), 1);
        assertThat(judged.verdict()).isEqualTo(verdict);
        assertThat(judged.evidence()).isEqualTo(Evidence.REPLICATIONS);
        assertThat(judged.low()).isBetween(0.3141, 0.3143);
        assertThat(judged.high()).isBetween(3.6857, 3.6859);
    }

    /** A number that is the same in all replications is known; on the bound the sign decides. */
    @ParameterizedTest
    @CsvSource({"<, FAIL", "<=, PASS", ">, FAIL", ">=, PASS"})
    void onTheBound(String sign, Verdict verdict) throws MetricException {
        Expectation expected = expects("mean(ttft) " + sign + " 2 s");
        assertThat(Judgement.of(expected, readings(2, 2, 2, 2, 2), 1).verdict()).isEqualTo(verdict);
    }

    /** What never happened in few replications may be rare: 2^-n must be at most 5 %. */
    @Test
    void fewThatAreAllTheSameDecideNothing() throws MetricException {
        Judgement few = Judgement.of(expects("mean(ttft) < 9 s"), readings(0, 0, 0, 0), 1);
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(few.needed()).isEqualTo(5);
        assertThat(Judgement.of(expects("mean(ttft) < 9 s"), readings(0, 0, 0, 0, 0), 1)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(Judgement.sameNeeded(0.999)).isEqualTo(10);
        assertThat(Judgement.sameNeeded(0.5)).isEqualTo(1);
    }

    @Test
    void whatWasNotObservedNeverPasses() throws MetricException {
        Expectation expected = expects("mean(ttft) < 9 s");
        Judgement some = Judgement.of(expected, readings(1, NONE, 1.1, 1.2), 1);
        assertThat(some.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(some.unobserved()).isEqualTo(1);
        for (double[] values : new double[][] {{NONE, NONE}, {NONE}, {1, NONE}}) {
            assertThat(Judgement.of(expected, readings(values), 1).verdict())
                    .isEqualTo(Verdict.INCONCLUSIVE);
        }
        Reading other = new Reading(
                1, List.of(), List.of(), new TimeSeries(Instant.EPOCH, 3600, List.of()), 0);
        List<Reading> absent = new ArrayList<>(readings(1, 1.1));
        absent.add(other);
        assertThat(Judgement.of(expected, absent, 1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    private static Reading batched(Reading plain) {
        return new Reading(
                plain.replication(),
                plain.summary(),
                plain.occupancy(),
                plain.series(),
                plain.requests(),
                List.of(plain.summary().get(0).key()));
    }

    @Test
    void oneReplicationIsJudgedByItsCells() throws MetricException {
        Expectation expected = expects("mean(ttft) < 3 s");
        // half-width 1 with 4 cells at 95 %, two-sided: t(3) = 3.1824; one-sided t(3) = 2.3534
        Judgement judged = Judgement.of(expected, List.of(reading(0, 2, 1, 4)), 1);
        assertThat(judged.verdict()).isEqualTo(Verdict.PASS);
        assertThat(judged.evidence()).isEqualTo(Evidence.CELLS);
        assertThat(judged.high()).isBetween(2.7394, 2.7396);
        Reading cut = batched(reading(0, 2, 1, 4));
        Judgement batches = Judgement.of(expected, List.of(cut), 1);
        assertThat(batches.evidence()).isEqualTo(Evidence.BATCHES);
        assertThat(batches.high()).isEqualTo(judged.high());
        assertThat(Judgement.of(expected, List.of(cut, cut), 1).evidence())
                .isEqualTo(Evidence.REPLICATIONS);
        Judgement alone = Judgement.of(expected, List.of(reading(0, 2, NONE, 1)), 1);
        assertThat(alone.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(alone.evidence()).isEqualTo(Evidence.NONE);
    }

    /** Hours 1 to 5 count, of which hour 3 was not observed and hours 1 and 2 are below 5 s. */
    @Test
    void shareOfHours() throws MetricException {
        Expectation expected = expects("hours(ttft.p99, tier=max, below=5 s) > 90 %");
        assertThat(expected.target().in(reading(0, 1, NONE, 1))).isEqualTo(0.5);
        // the label is not needed where there is one only
        Expectation above = expects("hours(ttft.p99, above=5 s) > 90 %");
        assertThat(above.target().in(reading(0, 1, NONE, 1))).isEqualTo(0.25);
        Expectation late = expects("hours(ttft.p99, above=5 s, phase=late) > 90 %");
        assertThat(late.target().in(reading(0, 1, NONE, 1))).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hours(tft.p99, tier=max, below=4 s) > 9 % | did you mean 'ttft.p99'",
                "hours(ttft.p99, tier=min, below=4 s) > 9 % | there are {tier=max}",
                "hours(ttft.p99, tier=max) > 9 % | needs either below or above",
                "hours(ttft.p99, tier=max, below=4 W) > 9 % | a power",
                "hours(ttft.p99, tier=max, below=4 s, phase=lat) > 9 % | did you mean 'late'",
                "p99(tfft) < 2 s | did you mean 'ttft'",
                "maen(ttft) < 2 s | did you mean 'mean'",
                "mean(ttft, teir=max) < 2 s | did you mean 'tier'",
                "mean(ttft, tier=mex) < 2 s | did you mean 'max'",
                "mean(ttft) < 2 W | a power",
                "mean(ttft) is 2 s | asks nothing",
            })
    void whatIsNotThereIsToldWithWhatWouldBeRight(String text, String words) {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                MetricException.class, () -> expects(text))
                        .line())
                .contains(words);
    }

    /** 5 values of deviation 1, 0.5 below the bound: about (1.645 / 0.5)^2 + 1.4 = 13 decide. */
    @Test
    void howManyReplicationsWouldDecide() throws MetricException {
        double a = 1.5 - Math.sqrt(2);
        double b = 1.5 + Math.sqrt(2);
        Judgement judged = Judgement.of(expects("mean(ttft) < 2 s"), readings(a, 1.5, b), 1);
        assertThat(judged.needed()).isEqualTo(Math.ceil(2 * 10.8222 + 1.3528));
        Judgement never = Judgement.of(expects("mean(ttft) < 2 s"), readings(1, 3), 1);
        assertThat(never.needed()).isGreaterThan(Judgement.MOST_NEEDED);
    }

    /**
     * Four looks at a number that is exactly on its bound: without its share of the error each, one
     * of them would pass in about twice as many of the runs as may be.
     */
    @Test
    void severalLooksTakeTheirShareOfTheError() throws MetricException {
        Expectation expected = expects("mean(ttft) <= 2 s");
        SplittableRandom random = new SplittableRandom(5);
        int runs = 2000;
        int honest = 0;
        int greedy = 0;
        for (int run = 0; run < runs; run++) {
            double[] values = new double[32];
            for (int i = 0; i < values.length; i++) {
                values[i] = 2 + gaussian(random);
            }
            honest += passes(expected, values, 0.25);
            greedy += passes(expected, values, 1);
        }
        // 4.5 standard deviations above 5 % of 2000
        assertThat(honest).isBetween(20, 144);
        assertThat(greedy).isGreaterThan(200);
    }

    private static int passes(Expectation expected, double[] values, double share) {
        for (int n = 4; n <= values.length; n *= 2) {
            Verdict verdict = Judgement.of(expected, readings(Arrays.copyOf(values, n)), share)
                    .verdict();
            if (verdict != Verdict.INCONCLUSIVE) {
                return verdict == Verdict.PASS ? 1 : 0;
            }
        }
        return 0;
    }

    private static double gaussian(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    /** A p99 that differs by a third between replications may be 60 % too low in all of them. */
    @Test
    void aTailThatReplicationsAreTooShortForIsNotJudged() throws MetricException {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = random.doubles(200, 15, 51).toArray();
        List<Reading> readings = new ArrayList<>();
        for (double value : values) {
            readings.add(new Reading(
                    readings.size(),
                    List.of(new Measurement(
                            "wait", new TreeMap<>(), "p99", "s", value, NONE, 0.95, 1)),
                    List.of(),
                    new TimeSeries(Instant.EPOCH, 3600, List.of()),
                    0));
        }
        Catalogue catalogue = Catalogue.of(readings.get(0), List.of());
        Expectation below = Expectation.of(Objective.parse("p99(wait) < 36 s"), 0.95, catalogue);
        Judgement judgement = Judgement.of(below, readings, 1);
        assertThat(judgement.value()).isBetween(31.0, 34.0);
        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.isShort()).isTrue();
        Expectation far = Expectation.of(Objective.parse("p99(wait) < 60 s"), 0.95, catalogue);
        assertThat(Judgement.of(far, readings, 1).verdict()).isEqualTo(Verdict.PASS);
        Expectation above = Expectation.of(Objective.parse("p99(wait) > 20 s"), 0.95, catalogue);
        assertThat(Judgement.of(above, readings, 1).verdict()).isEqualTo(Verdict.PASS);
    }

    /** Of one replication it is that of all cells together: 30 +- 2.353 * 4 / 3.182. */
    @Test
    void theTailOfOneReplicationIsNoMeanOverItsCells() throws MetricException {
        Reading alone = new Reading(
                0,
                List.of(new Measurement("wait", new TreeMap<>(), "p99", "s", 30, 4, 0.95, 4)),
                List.of(),
                new TimeSeries(Instant.EPOCH, 3600, List.of()),
                0);
        Catalogue catalogue = Catalogue.of(alone, List.of());
        Expectation below = Expectation.of(Objective.parse("p99(wait) < 33 s"), 0.95, catalogue);
        Judgement judgement = Judgement.of(below, List.of(alone), 1);
        assertThat(judgement.evidence()).isEqualTo(Evidence.CELLS);
        assertThat(judgement.high()).isBetween(32.95, 32.97);
        assertThat(judgement.low()).isBetween(27.03, 27.05);
        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    }
}
