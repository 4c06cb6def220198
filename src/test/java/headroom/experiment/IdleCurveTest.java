package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.cell.SessionLogic;
import headroom.clients.TierSpec;
import headroom.workload.Workload;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The coding sessions of the shipped scenario against what TraceLab measured (arXiv 2606.30560 and
 * the artifacts beside it): how much of their input a cache could serve that drops what has been
 * idle for too long, and all that this follows from.
 *
 * <p>Lengths of sessions have a wide tail, so 120,000 of them leave an error of some 0.1 points.
 */
final class IdleCurveTest {
    private static final double[] LIFETIME_SECONDS = {60, 300, 3600};
    private static final double[] HIT_PERCENT = {85.4, 94.3, 98.6};
    private static final double[] SUSPENDED_TO_ACTIVE = {0.74, 1.9, 5.07};
    private static final double GENERATION_SECONDS = 11.5;
    private static final int SESSIONS = 60_000;
    /** With 800,000 sessions it is 85.83, 93.32 and 98.63 %: the second is just within. */
    private static final Offset<Double> ONE_POINT = within(1.0);

    private static final SortedMap<String, Workload> CODING = new TreeMap<>();
    private static SessionLogic shipped;

    @BeforeAll
    static void unfoldTheSessions() throws IOException {
        Plan plan = new Assembly(Scenarios.shipped("colossus-1"), Scenarios.FOLDER).plan();
        plan.cell().tiers().stream()
                .flatMap(tier -> tier.workloads().stream())
                .filter(Workload::coding)
                .forEach(w -> CODING.put(w.name(), w));
        assertThat(CODING).containsOnlyKeys("agent", "coding");
        plan.cell().tiers().forEach(IdleCurveTest::hasBothAlike);
        shipped = logic(Double.NaN);
    }

    /** The figures are those of both kinds in equal numbers, so every tier has to mix them so. */
    private static void hasBothAlike(TierSpec tier) {
        double difference = 0;
        for (int i = 0; i < tier.workloads().size(); i++) {
            String name = tier.workloads().get(i).name();
            double share = tier.mix().get(i);
            difference += name.equals("agent") ? share : name.equals("coding") ? -share : 0;
        }
        assertThat(difference).as(tier.name()).isZero();
    }

    private static SessionLogic logic(double lifetimeSeconds) {
        SessionLogic logic = new SessionLogic(LIFETIME_SECONDS);
        CODING.values().forEach(w -> {
            boolean own = Double.isNaN(lifetimeSeconds);
            double lifetime = own ? w.cacheLifetimeSeconds() : lifetimeSeconds;
            logic.add(living(w, lifetime), SESSIONS, 5);
        });
        return logic;
    }

    private static Workload living(Workload w, double lifetimeSeconds) {
        return new Workload(
                w.name(),
                w.modelIndex(),
                w.coding(),
                w.requests(),
                w.steps(),
                w.toolSeconds(),
                w.thinkSeconds(),
                w.initialContextTokens(),
                w.inputTokens(),
                w.outputTokens(),
                w.contextLimitTokens(),
                w.compactToTokens(),
                lifetimeSeconds);
    }

    @Test
    void idleTimeCostsWhatItWasMeasuredToCost() {
        for (int i = 0; i < LIFETIME_SECONDS.length; i++) {
            double hit = 100 * shipped.achievable(i);
            double all = 100 * logic(LIFETIME_SECONDS[i]).cached();
            double held = shipped.suspended(i, GENERATION_SECONDS);
            System.out.printf(
                    Locale.ROOT,
                    "%5.0f s: hit %.2f %% (measured %.1f), of all input %.2f %%, suspended to"
                            + " active %.2f (measured %.2f)%n",
                    LIFETIME_SECONDS[i],
                    hit,
                    HIT_PERCENT[i],
                    all,
                    held,
                    SUSPENDED_TO_ACTIVE[i]);
            assertThat(hit).isCloseTo(HIT_PERCENT[i], ONE_POINT);
            // session starts and compactions count here as well
            assertThat(all).isBetween(hit - 0.6, hit);
            assertThat(held).isCloseTo(SUSPENDED_TO_ACTIVE[i], within(0.1 * held));
        }
    }

    @Test
    void stepsHoldWhatWasMeasured() {
        System.out.printf(
                Locale.ROOT,
                "a step: %.0f in, %.0f new, %.0f fresh, %.0f out, compacted %.5f; %.2f steps a"
                        + " request, %.2f requests a session%n",
                shipped.inputPerStep(),
                shipped.newPerStep(),
                shipped.freshPerStep(),
                shipped.outputPerStep(),
                shipped.compactionsPerStep(),
                shipped.stepsPerRequest(),
                shipped.requestsPerSession());
        assertThat(shipped.inputPerStep()).isCloseTo(153_500, within(6_000.0));
        assertThat(shipped.freshPerStep()).isCloseTo(1_204, within(60.0));
        assertThat(shipped.outputPerStep()).isCloseTo(523, within(5.0));
        assertThat(shipped.stepsPerRequest()).isCloseTo(8.8, within(0.3));
        assertThat(shipped.requestsPerSession()).isCloseTo(9.2, within(0.4));
        // measured 0.00425: 1,519 in 357,161 steps
        assertThat(shipped.compactionsPerStep()).isCloseTo(0.00425, within(0.001));
    }

    @Test
    void gapsAreAsMeasured() {
        double[] tool = shipped.toolSeconds();
        double[] think = shipped.thinkSeconds();
        double sum = Arrays.stream(tool).sum();
        double longSum = Arrays.stream(tool).filter(t -> t > 60).sum();
        System.out.printf(
                Locale.ROOT,
                "tools: p50 %.2f s, p90 %.1f s, mean %.1f s, %.1f %% above 1 min hold %.0f %%;"
                        + " users: p50 %.0f s, p90 %.0f s, %.1f %% below 5 min,"
                        + " %.1f %% below 1 h%n",
                quantile(tool, 0.5),
                quantile(tool, 0.9),
                sum / tool.length,
                100 * above(tool, 60),
                100 * longSum / sum,
                quantile(think, 0.5),
                quantile(think, 0.9),
                100 - 100 * above(think, 300),
                100 - 100 * above(think, 3600));
        assertThat(quantile(tool, 0.5)).isCloseTo(0.3, within(0.02));
        assertThat(quantile(tool, 0.9)).isCloseTo(13.6, within(1.0));
        assertThat(sum / tool.length).isBetween(16.3, 18.9);
        assertThat(above(tool, 60)).isCloseTo(0.04, within(0.003));
        assertThat(longSum / sum).isCloseTo(0.85, within(0.03));
        assertThat(quantile(think, 0.5)).isCloseTo(86, within(2.0));
        assertThat(quantile(think, 0.9)).isCloseTo(1260, within(30.0));
        assertThat(above(think, 3600)).isCloseTo(0.036, within(0.005));
    }

    private static double quantile(double[] sorted, double p) {
        return sorted[(int) (p * sorted.length)];
    }

    private static double above(double[] sorted, double threshold) {
        return (double) Arrays.stream(sorted).filter(t -> t > threshold).count() / sorted.length;
    }
}
