package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import headroom.explain.SessionShape.Count;
import headroom.explain.SessionShape.Pace;
import headroom.kernel.Streams;
import headroom.variates.Lognormal;
import headroom.variates.QuantileTable;
import headroom.workload.Workload;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import umontreal.ssj.rng.RandomStream;

import java.io.IOException;
import java.nio.file.Path;

/** Means over sessions, against their closed forms. */
final class SessionShapeTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;
    private static final QuantileTable ZERO = QuantileTable.constant(0);
    private static final QuantileTable ONE = QuantileTable.constant(1);
    private static final QuantileTable INPUT = exponential(1000);
    private static final QuantileTable OUTPUT = exponential(300);

    private static QuantileTable exponential(double mean) {
        return QuantileTable.exponential(mean, 1, INFINITE);
    }

    @Test
    void lengthsOfSingleRequestsHaveTheMeansOfTheirLaws() {
        QuantileTable exponential = exponential(100_000);
        // median 1000, sigma 1.5
        double mean = 1000 * StrictMath.exp(1.125);
        Lognormal law = Lognormal.ofMedianAndMean(1000, mean);
        QuantileTable lognormal = QuantileTable.lognormal(law, 1, INFINITE);
        singleRequests(exponential, lognormal, 100_000, mean);
        singleRequests(lognormal, exponential, mean, 100_000);
        singleRequests(pareto(2.1), pareto(3), 1000 * 2.1 / 1.1, 1500);
        singleRequests(pareto(3), pareto(2.1), 1500, 1000 * 2.1 / 1.1);
    }

    private static QuantileTable pareto(double exponent) {
        return QuantileTable.of(
                p -> 1000 * StrictMath.pow(1 - p, -1 / exponent),
                tail -> 1000 * StrictMath.pow(tail, -1 / exponent),
                1,
                INFINITE);
    }

    private static void singleRequests(
            QuantileTable input, QuantileTable output, double inputs, double outputs) {
        SessionShape shape = shape(workload(false, ONE, ONE, input, output));
        assertThat(shape.total(Count.REQUESTS)).isCloseTo(1, withPercentage(1e-9));
        assertThat(shape.total(Count.PROMPT_TOKENS)).isCloseTo(inputs, withPercentage(0.1));
        assertThat(shape.total(Count.NEW_TOKENS)).isCloseTo(inputs, withPercentage(0.1));
        assertThat(shape.total(Count.OUTPUT_TOKENS)).isCloseTo(outputs, withPercentage(0.1));
    }

    @Test
    void productsOfTheLengthsOfSingleRequests() {
        SessionShape shape = shape(workload(false, ONE, ONE, INPUT, OUTPUT));
        assertThat(shape.total(Count.PROMPT_BY_OUTPUT))
                .isCloseTo(1000.0 * 300, withPercentage(0.2));
        assertThat(shape.total(Count.OUTPUT_SQUARED))
                .isCloseTo(2 * 300.0 * 300, withPercentage(0.2));
        assertThat(shape.total(Count.NEW_BY_PROMPT))
                .isCloseTo(2 * 1000.0 * 1000, withPercentage(0.2));
    }

    /** Of 1 to 20 requests a session, each as likely, the prompts hold all that came before. */
    @Test
    void promptsOfSessionsGrow() {
        QuantileTable requests =
                QuantileTable.quantiles(p -> Math.min(20, 1 + Math.floor(20 * p)), 1, 20);
        SessionShape shape = shape(workload(false, requests, ONE, INPUT, OUTPUT));
        // E[R] = 10.5, E[R(R + 1)/2] = 77, E[R(R - 1)/2] = 66.5
        assertThat(shape.total(Count.REQUESTS)).isCloseTo(10.5, withPercentage(0.1));
        assertThat(shape.total(Count.OUTPUT_TOKENS)).isCloseTo(10.5 * 300, withPercentage(0.1));
        double prompts = 77 * 1000 + 66.5 * 300;
        assertThat(shape.total(Count.PROMPT_TOKENS)).isCloseTo(prompts, withPercentage(1));
        assertThat(shape.total(Count.NEW_TOKENS)).isCloseTo(prompts, withPercentage(1));
        // an answer depends on nothing that came before
        assertThat(shape.total(Count.PROMPT_BY_OUTPUT)).isCloseTo(prompts * 300, withPercentage(1));
    }

    @Test
    void stepsOfCodingSessions() {
        Lognormal law = Lognormal.ofMedianAndMean(3, 9);
        QuantileTable steps = QuantileTable.lognormal(law, 1, 400);
        QuantileTable requests = QuantileTable.lognormal(law, 1, 100);
        SessionShape shape = shape(workload(true, requests, steps, INPUT, OUTPUT));
        double each = mean(requests) * mean(steps);
        assertThat(shape.total(Count.REQUESTS)).isCloseTo(each, withPercentage(0.5));
        assertThat(shape.total(Count.OUTPUT_TOKENS)).isCloseTo(each * 300, withPercentage(0.5));
    }

    /** Of whole numbers, by the midpoint rule. */
    private static double mean(QuantileTable law) {
        int points = 1_000_000;
        double sum = 0;
        for (int i = 0; i < points; i++) {
            sum += law.sampleWhole((i + 0.5) / points);
        }
        return sum / points;
    }

    /** Whoever thinks for longer than the horizon asks once. */
    @Test
    void whatComesAfterTheHorizonIsLeftOut() {
        Workload w = new Workload(
                "w",
                0,
                false,
                QuantileTable.constant(5),
                ONE,
                ZERO,
                QuantileTable.constant(3000),
                QuantileTable.constant(70),
                QuantileTable.constant(10),
                QuantileTable.constant(20),
                1_000_000,
                0,
                3000);
        SessionShape shape = SessionShape.of(w, new Pace(0, 0), new Hours(7200));
        // at 0, 3000 and 6000 s
        assertThat(shape.total(Count.REQUESTS)).isCloseTo(3, withPercentage(1e-9));
        assertThat(shape.total(Count.PROMPT_TOKENS))
                .isCloseTo(80 + 110 + 140, withPercentage(1e-9));
        assertThat(shape.total(Count.NEW_TOKENS)).isCloseTo(80 + 10 + 10, withPercentage(1e-9));
        assertThat(shape.meanSeconds()).isCloseTo(6000, withPercentage(1e-9));
        // the last pause belongs to the session only where it is part of the cycle
        assertThat(SessionShape.cycleSeconds(w, new Pace(0, 0)))
                .isCloseTo(5 * 3000, withPercentage(1e-9));
    }

    /** Sessions of a shipped scenario, against such as are drawn one after the other. */
    @ParameterizedTest
    @CsvSource({"chat, 40000, 2", "coding, 40000, 4"})
    void unfoldAsSessionsDrawnAtRandom(String name, int sessions, double percent)
            throws IOException {
        Outlook outlook = Explained.shipped(Path.of("scenarios/spike.yaml"));
        Workload w = outlook.plan.cell().tiers().stream()
                .flatMap(t -> t.workloads().stream())
                .filter(x -> x.name().equals(name))
                .findFirst()
                .orElseThrow();
        Pace pace = new Pace(0.02, 1e-5);
        double[] drawn = drawn(w, pace, sessions, outlook.hours.horizonSeconds());
        SessionShape shape = SessionShape.of(w, pace, outlook.hours);
        for (Count count : Count.values()) {
            assertThat(shape.total(count))
                    .as(count.name())
                    .isCloseTo(drawn[count.ordinal()], withPercentage(percent));
        }
    }

    /** Means over sessions, by {@link Count}. */
    private static double[] drawn(Workload w, Pace pace, int sessions, double horizonSeconds) {
        RandomStream random = new Streams(7, 0).of("sessions");
        double[] sums = new double[Count.values().length];
        for (int s = 0; s < sessions; s++) {
            // spread evenly, as most depends on them
            long requests = whole(w.requests(), (s + 0.5) / sessions);
            long context = Math.round(w.initialContextTokens().sample(random.nextDouble()));
            double age = 0;
            long left = whole(w.steps(), random.nextDouble());
            double gap = Double.POSITIVE_INFINITY;
            while (requests > 0 && age < horizonSeconds) {
                long output = whole(w.outputTokens(), random.nextDouble());
                long append = whole(w.inputTokens(), random.nextDouble());
                if (context + append + output > w.contextLimitTokens()) {
                    context = Math.min(context, w.compactToTokens());
                    long room = w.contextLimitTokens() - context - output;
                    append = Math.max(1, Math.min(append, room));
                    gap = Double.POSITIVE_INFINITY;
                }
                long fresh = gap <= w.cacheLifetimeSeconds() ? append : context + append;
                double[] counts = Count.of(context + append, fresh, output);
                for (int c = 0; c < sums.length; c++) {
                    sums[c] += counts[c] / sessions;
                }
                context += append + output;
                left--;
                gap = (left > 0 ? w.toolSeconds() : w.thinkSeconds()).sample(random.nextDouble());
                age += pace.perFreshTokenSeconds() * fresh
                        + pace.perOutputTokenSeconds() * output
                        + gap;
                if (left == 0) {
                    requests--;
                    left = whole(w.steps(), random.nextDouble());
                }
            }
        }
        return sums;
    }

    private static long whole(QuantileTable law, double u) {
        return Math.max(1, law.sampleWhole(u));
    }

    private static Workload workload(
            boolean coding,
            QuantileTable requests,
            QuantileTable steps,
            QuantileTable input,
            QuantileTable output) {
        return new Workload(
                "w",
                0,
                coding,
                requests,
                steps,
                ONE,
                ONE,
                ZERO,
                input,
                output,
                Integer.MAX_VALUE,
                0,
                0);
    }

    private static SessionShape shape(Workload w) {
        return SessionShape.of(w, new Pace(0, 0), new Hours(3600));
    }
}
