package headroom.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.analytic.BirthDeath;
import headroom.analytic.ErlangC;
import headroom.measure.MetricKey;
import headroom.measure.Reading;
import headroom.stat.ControlVariates;
import headroom.stat.Estimate;
import headroom.stat.Tally;
import headroom.summary.Merged;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What is taken for chance is chance, and no more than that. */
final class ChancesTest {
    private static final String THREE = "servers: 3";
    private static final String CALLERS = "rate: 2.4 /s, size: {law: exponential, mean: 1 s}";
    private static final double[] SHORT = {20, 200};
    /** Windows in which nothing is wrong. */
    private static final List<Reading> RIGHT = right(SHORT, 2000);

    private static List<Reading> right(double[] seconds, int replications) {
        return Desk.windows(
                Desk.scenario(THREE, CALLERS), Desk.known(THREE, CALLERS), seconds, replications);
    }

    private static Estimate estimate(double[] values) {
        return Estimate.ofReplications(values, 0.95);
    }

    private static double variance(double[] values) {
        Tally tally = new Tally();
        Arrays.stream(values).forEach(tally::add);
        return tally.variance();
    }

    /** In each window by itself the known standard deviation is that of what is known. */
    @Test
    void eachPartHasMeanNoneAndTheVarianceThatIsKnown() {
        for (MetricKey key : List.of(Desk.WAITED, Desk.WAIT, Desk.NUMBER, Desk.WAITING)) {
            for (String known : List.of("arrivals", "departures")) {
                Tally errors = new Tally();
                Tally ratio = new Tally();
                double[] deviations = values(RIGHT, key, known, "deviation");
                double[] variances = values(RIGHT, key, known, "variance");
                double variance = Arrays.stream(variances).average().orElseThrow();
                for (double each : deviations) {
                    errors.add(each / Math.sqrt(variance));
                    ratio.add(each * each / variance);
                }
                double error = 1 / Math.sqrt(deviations.length);
                assertThat(errors.mean()).as("%s", key).isCloseTo(0, within(4 * error));
                double spread = 4 * error * ratio.standardDeviation();
                assertThat(ratio.mean()).as("%s", key).isCloseTo(1, within(spread));
            }
        }
    }

    private static double[] values(
            List<Reading> windows, MetricKey of, String known, String statistic) {
        TreeMap<String, String> labels = new TreeMap<>(of.labels());
        labels.put("known", known);
        return Merged.values(windows, new MetricKey(of.name() + ".chance", labels, statistic));
    }

    /** Over 500 macro-replications of four windows the errors are normal, as far as is tested. */
    @Test
    void theErrorsOfAllWindowsTogetherAreNormal() {
        int beyond = 0;
        int all = 0;
        for (int macro = 0; macro < 500; macro++) {
            for (Sample.Check each : Chances.of(
                            RIGHT.subList(4 * macro, 4 * macro + 4), Desk.WAITED)
                    .checks()) {
                beyond += Math.abs(each.errors()) > 1.96 ? 1 : 0;
                all += each.what().startsWith("busy") ? 0 : 1;
            }
        }
        assertThat(all).isEqualTo(5000);
        assertThat(beyond / 5000.0).isCloseTo(0.05, within(0.025));
    }

    /** Plain and corrected means are the same, whatever the start; here it is an empty desk. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 20})
    void whatIsTakenOffChangesNoMean(double warmUp) {
        List<Reading> windows = right(new double[] {warmUp, 400}, 400);
        for (MetricKey key : List.of(Desk.WAITED, Desk.WAIT, Desk.NUMBER, Desk.WAITING)) {
            double[] plain = Merged.values(windows, key);
            double[] left = Chances.of(windows, key).corrected(plain);
            double[] off = new double[plain.length];
            Arrays.setAll(off, r -> plain[r] - left[r]);
            Estimate mean = estimate(off);
            // the bias of a ratio goes too; it is that of one window, which is small
            double bias = 0.002 * estimate(plain).value();
            assertThat(mean.value())
                    .as("%s", key)
                    .isCloseTo(0, within(2 * mean.halfWidth() + bias));
            assertThat(variance(left)).isLessThan(variance(plain) / 5);
        }
    }

    /**
     * A window of T has the variance v / T with v from Poisson's equation, and without what is
     * known that of its ends: 2 Var H / T^2, H of h and of those in line, who came but wait on.
     */
    @Test
    void whatIsLeftIsWhatIsThereAtTheEnds() {
        double seconds = 500;
        double rate = 2.4;
        List<Reading> windows = right(new double[] {30, seconds}, 600);
        BirthDeath chain = BirthDeath.stationary(n -> rate, n -> Math.min(n, 3), 3);
        double waits = new ErlangC(3, rate, 1).waitProbability();
        double[] slopes = chain.poisson(n -> n >= 3 ? rate : 0, 200);
        double v = 0;
        double[] ends = new double[201];
        for (int n = 0; n < 200; n++) {
            double up = slopes[n] + (n >= 3 ? 1 : 0) - waits;
            // up from n and down to it again are equally frequent
            v += chain.probability(n) * (up * up + slopes[n] * slopes[n]) / rate;
            ends[n + 1] = ends[n] + slopes[n] + (n >= 3 ? 1 - waits : 0);
        }
        double mean = chain.mean(n -> ends[Math.min(n, 200)]);
        double square = chain.mean(n -> ends[Math.min(n, 200)] * ends[Math.min(n, 200)]);
        double left = 2 * (square - mean * mean) / (rate * rate);
        double[] plain = Merged.values(windows, Desk.WAITED);
        double[] corrected = Chances.of(windows, Desk.WAITED).corrected(plain);
        assertThat(variance(plain) * seconds / v).isCloseTo(1, within(0.25));
        // four standard errors of the variance of 1200 nearly exponential numbers
        assertThat(variance(corrected) * seconds * seconds / left).isCloseTo(1, within(0.33));
    }

    /** Variance of the mean number in M/M/1: 2 rho (1 + rho) / (mu (1 - rho)^4) / T. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.9})
    void poissonsEquationGivesTheKnownVariance(double load) {
        BirthDeath chain = BirthDeath.stationary(n -> load, n -> Math.min(n, 1), 1);
        double[] slopes = chain.poisson(n -> n, 400);
        double v = 0;
        for (int n = 0; chain.probability(n) > 1e-16; n++) {
            v += 2 * load * chain.probability(n) * slopes[n] * slopes[n];
            double down = n == 0 ? 0 : slopes[n - 1];
            double drift = load * slopes[n] - Math.min(n, 1) * down;
            assertThat(drift).isCloseTo(load / (1 - load) - n, within(1e-7));
        }
        double exact = 2 * load * (1 + load) / Math.pow(1 - load, 4);
        assertThat(v).isCloseTo(exact, within(1e-6 * exact));
    }

    @Test
    void intervalsOfFewReplicationsCover() {
        double exact = new ErlangC(3, 2.4, 1).waitProbability();
        int covered = 0;
        for (int macro = 0; macro < 500; macro++) {
            List<Reading> four = RIGHT.subList(4 * macro, 4 * macro + 4);
            double[] plain = Merged.values(four, Desk.WAITED);
            Estimate of = estimate(Chances.of(four, Desk.WAITED).corrected(plain));
            covered += Math.abs(of.value() - exact) <= of.halfWidth() ? 1 : 0;
        }
        // four standard errors of a share of 500
        assertThat(covered).isBetween(475 - 20, 475 + 20);
    }

    /** Each is wrong in one thing that the scenario, by which it is judged, does not say. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            service 1 % too long  | servers: 3 | rate: 2.4 /s, SIZE mean: 1.01 s}
            service 1 % too short | servers: 3 | rate: 2.4 /s, SIZE mean: 0.99 s}
            1 % too few arrivals  | servers: 3 | rate: 2.376 /s, SIZE mean: 1 s}
            one server too many   | servers: 4 | rate: 2.4 /s, SIZE mean: 1 s}
            jobs do not wait      | servers: 3, sharing: {} | rate: 2.4 /s, SIZE mean: 1 s}
            a server breaks       | servers: 3, breakdowns: {life: 1000 s, repair: 9 s} \
            | rate: 2.4 /s, SIZE mean: 1 s}
            a law of other shape  | servers: 3 | rate: 2.4 /s, size: 1 s
            a law a little wider  | servers: 3 \
            | rate: 2.4 /s, size: {law: hyperexponential, mean: 1 s, cv2: 1.5}
            arrivals too even     | servers: 3 \
            | rate: 2.4 /s, arrivals: {law: erlang, stages: 2}, SIZE mean: 1 s}
            """)
    void aDefectIsSeen(String defect, String station, String stream) {
        List<Reading> windows = Desk.windows(
                Desk.scenario(station, stream.replace("SIZE", "size: {law: exponential,")),
                Desk.known(THREE, CALLERS),
                new double[] {20, 10_000},
                20);
        assertThat(Chances.of(windows, Desk.WAITED).checks())
                .as(defect)
                .anyMatch(Sample.Check::fails);
    }

    @Test
    void withoutDefectNothingIsSeen() {
        List<Reading> windows = right(new double[] {20, 10_000}, 20);
        assertThat(Chances.of(windows, Desk.WAITED).checks()).noneMatch(Sample.Check::fails);
        assertThat(Chances.of(windows, Desk.WAITED).checks().get(10).errors()).isZero();
    }

    /** One server more at 95 changes no mean that a short run would tell, but who is busy. */
    @Test
    void aServerMoreIsNoMatterOfChance() {
        String callers = "rate: 95 /s, size: {law: exponential, mean: 1 s}";
        List<Reading> windows = Desk.windows(
                Desk.scenario("servers: 107", callers),
                Desk.known("servers: 106", callers),
                new double[] {20, 50},
                2);
        Sample.Check busy = Chances.of(windows, Desk.WAITED).checks().get(10);
        assertThat(busy.what()).isEqualTo("busy servers");
        assertThat(busy.errors()).isInfinite();
    }

    @Test
    void ofAQuantileNothingIsKnown() {
        MetricKey high = new MetricKey("jobs.wait", Desk.WAIT.labels(), "p99");
        assertThat(Chances.of(RIGHT.subList(0, 4), high).parts()).isEmpty();
        assertThat(Chances.of(RIGHT.subList(0, 4), high).checks()).isEmpty();
        assertThat(Chances.of(RIGHT.subList(0, 4), Desk.WAIT).parts()).hasSize(2);
    }

    /** Where services have another law, arrivals alone are known, and they are a control. */
    @ParameterizedTest
    @CsvSource({
        "1 s",
        "'{law: lognormal, mean: 1 s, cv2: 4}'",
        "'{law: uniform, from: 0 s, to: 2 s}'"
    })
    void ofOtherServicesArrivalsAreKnown(String size) {
        String callers = "rate: 2.4 /s, size: " + size;
        List<Reading> windows =
                Desk.windows(Desk.scenario(THREE, callers), Desk.known(THREE, callers), SHORT, 500);
        Chances chances = Chances.of(windows, Desk.WAITED);
        assertThat(chances.isAll()).isFalse();
        assertThat(chances.parts()).hasSize(1);
        assertThat(chances.checks()).noneMatch(Sample.Check::fails);
        double[] plain = Merged.values(windows, Desk.WAITED);
        ControlVariates with = ControlVariates.of(plain, chances.controls(), 0.95);
        assertThat(with.varianceReduction()).isGreaterThan(1.1);
        assertThat(with.estimate().value())
                .isCloseTo(with.plain().value(), within(with.plain().halfWidth()));
    }

    /** Nothing is known where it is not so by the scenario. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            servers: 2                                       | rate: 2.4 /s
            servers: 1                                       | rate: 0.99995 /s
            servers: 200000                                  | rate: 2.4 /s
            servers: unlimited                               | rate: 2.4 /s
            servers: 3, places: 9                            | rate: 2.4 /s
            servers: 3, sharing: {}                          | rate: 2.4 /s
            servers: 3, breakdowns: {life: 9 s, repair: 1 s} | rate: 1 /s
            servers: 3                                       | rate: 2.4 /s, patience: 1 s
            servers: 3                                       | rate: 2.4 /s, arrivals: {law: fixed}
            servers: 3                                       | population: 5
            servers: 3  | rate: 1.2 /s, next: [{to: desk, share: 0.2}]
            servers: 3                                       | rate: 1.2 /s, gangs: [{gpus: 2}]
            """)
    void nothingIsKnown(String station, String stream) {
        String exponential = ", size: {law: exponential, mean: 1 s}";
        assertThat(Desk.known(station, stream + exponential)).isEmpty();
        assertThat(Desk.known(THREE, "rate: 2.4 /s" + exponential)).isNotEmpty();
    }

    /** What is known and is not so makes the search take numbers as they are, at all values. */
    @Test
    void aSearchThatFindsADefectCorrectsNothing() throws Exception {
        SearchGrid grid = FakeRuns.least("k in 0:40");
        Sample.Sampler sampler = (position, replications) -> {
            double[] plain = new double[replications];
            double[] wrong = new double[replications];
            for (int r = 0; r < replications; r++) {
                plain[r] = 30.5 - position + 0.01 * (r % 3);
                wrong[r] = plain[r] - 10;
            }
            List<Sample.Check> checks = new ArrayList<>();
            checks.add(new Sample.Check("arrivals of f", position == 31 ? 5 : 1));
            return new Sample(
                    position,
                    List.of(wrong),
                    List.of(List.of()),
                    1,
                    new Sample.Chance(List.of(plain), checks));
        };
        Solve.Question question = FakeRuns.question(grid, 4, 1000, FakeRuns.atMost(0));
        assertThat(Solve.solve(question, sampler).answer()).isEqualTo(21);
        Sample.Sampler broken = (position, replications) -> {
            Sample right = sampler.sample(position, replications);
            List<Sample.Check> checks = List.of(new Sample.Check("arrivals of f", -5));
            return new Sample(
                    position,
                    right.values(),
                    right.controls(),
                    1,
                    new Sample.Chance(right.chance().plain(), checks));
        };
        Solution found = Solve.solve(question, broken);
        assertThat(found.answer()).isEqualTo(31);
        assertThat(found.findings()).singleElement().asString().contains("arrivals of f", "5.0");
        List<String> words = SolveWords.of(found, Optional.empty(), List.of());
        assertThat(words).noneMatch(each -> each.contains("taken off"));
    }
}
