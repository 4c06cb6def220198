package headroom.cell;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.analytic.ErlangB;
import headroom.clients.Outcome;
import headroom.clients.TierSpec;
import headroom.kernel.Streams;
import headroom.serving.EngineRules;
import headroom.stat.Tally;
import headroom.variates.QuantileTable;
import headroom.workload.RetryPolicy;
import headroom.workload.Workload;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What clients and servers do under overload, in cells with a closed form. Each estimate lies
 * within 5 standard errors of its batch means, and within 2 %.
 */
final class OverloadLawsTest {
    /** Arrivals of two tiers [1/s]. */
    private static final double LOW = 0.7;

    private static final double HIGH = 0.6;
    private static final RetryPolicy ONCE = new RetryPolicy(0, 1, 1);

    private static final TierSpec.Shed NEVER = TierSpec.Shed.LAST;

    /** A tier of single requests, with other laws of pauses and of outputs. */
    private static TierSpec bent(
            TierSpec t, Workload w, RetryPolicy retry, TierSpec.Shed shed, int closedUsers) {
        return new TierSpec(
                t.name(),
                Math.max(1, closedUsers),
                t.sessionsPerSecond(),
                t.activitySigma(),
                t.demand(),
                t.law(),
                List.of(w),
                t.mix(),
                t.limits(),
                t.reactions(),
                t.returnDelay(),
                retry,
                t.timeoutSeconds(),
                t.patience(),
                t.priority(),
                false,
                false,
                List.of(),
                shed,
                closedUsers > 0,
                false);
    }

    private static TierSpec bent(TierSpec t, RetryPolicy retry, TierSpec.Shed shed) {
        return bent(t, t.workloads().get(0), retry, shed, 0);
    }

    private static TierSpec late(String name, double perSecond, double deadlineSeconds) {
        TierSpec t = Simple.tier(name, perSecond, 1, Simple.NONE, 0);
        return bent(t, ONCE, new TierSpec.Shed(Integer.MAX_VALUE, deadlineSeconds));
    }

    private static Workload with(Workload w, QuantileTable think, QuantileTable output) {
        return new Workload(
                w.name(),
                0,
                false,
                w.requests(),
                w.steps(),
                w.toolSeconds(),
                think,
                w.initialContextTokens(),
                w.inputTokens(),
                output,
                w.contextLimitTokens(),
                w.compactToTokens(),
                0);
    }

    private static CellSpec cell(TierSpec... tiers) {
        return Simple.cell(
                List.of(Simple.exponentialServer()),
                List.of(tiers),
                Simple.unbounded(),
                Simple.FIRST);
    }

    private static Tally batches(
            CellSpec spec, double batchSeconds, ToDoubleFunction<CellReport> figure) {
        return QueueingLawsTest.batches(spec, batchSeconds, figure);
    }

    private static double shed(CellReport r, int tier) {
        return r.outcomes[tier][Outcome.OVERLOADED.ordinal()] / (double) r.offered[tier];
    }

    /** Nobody leaves the queue of M/M/1, so a response exceeds T with probability e^-(m-a)T. */
    @Test
    void whoDoesNotCancelKeepsTheServerBusy() {
        double a = 0.7;
        double timeout = 4;
        RetryPolicy keeps = new RetryPolicy(
                0,
                1,
                1,
                RetryPolicy.Law.FULL_JITTER,
                RetryPolicy.Budget.NONE,
                RetryPolicy.Throttle.NONE,
                false);
        CellSpec spec = cell(bent(Simple.tier("t", a, 1, timeout, 0), keeps, NEVER));
        QueueingLawsTest.agrees(
                batches(
                        spec,
                        20_000,
                        r -> r.outcomes[0][Outcome.TIMED_OUT.ordinal()] / (double) r.offered[0]),
                StrictMath.exp(-(1 - a) * timeout));
    }

    /**
     * Prompts that each fill a step of 1 s on average, with room for many, so the k-th expects its
     * first token after k s: deadlines of 2.5 s and 5.5 s let the tiers in up to 2 and 5 in all.
     */
    @Test
    void deadlinesBoundTheQueueOfPromptsAndShedTheLesserTierFirst() {
        EngineRules noisy = Simple.exponentialServer().engine().rules();
        List<TierSpec> tiers = Stream.of(late("low", LOW, 2.5), late("high", HIGH, 5.5))
                .map(t -> bent(t, filling(t.workloads().get(0)), ONCE, t.shed(), 0))
                .toList();
        shedAsABirthDeathProcess(Simple.cell(
                List.of(Simple.deployment(100, 1, noisy)),
                tiers,
                Simple.unbounded(),
                Simple.FIRST));
    }

    /** Answers of 1 s on average, of 1,000 tokens: the k-th there expects to wait k - 1 s. */
    @Test
    void deadlinesBoundTheQueueForAPlaceAndShedTheLesserTierFirst() {
        QuantileTable tokens = QuantileTable.exponential(1000, 1, 1e6);
        List<TierSpec> tiers = Stream.of(late("low", LOW, 1.5), late("high", HIGH, 4.5))
                .map(t -> bent(
                        t,
                        with(t.workloads().get(0), QuantileTable.constant(0), tokens),
                        ONCE,
                        t.shed(),
                        0))
                .toList();
        shedAsABirthDeathProcess(Simple.cell(
                List.of(Simple.deployment(1, 1e-3, EngineRules.PLAIN)),
                tiers,
                Simple.unbounded(),
                Simple.FIRST));
    }

    /** Prompts as long as the budget of a step with room for 100 sequences. */
    private static Workload filling(Workload w) {
        return new Workload(
                w.name(),
                0,
                false,
                w.requests(),
                w.steps(),
                w.toolSeconds(),
                w.thinkSeconds(),
                w.initialContextTokens(),
                QuantileTable.constant(101),
                w.outputTokens(),
                w.contextLimitTokens(),
                w.compactToTokens(),
                0);
    }

    private static void shedAsABirthDeathProcess(CellSpec spec) {
        double[] p = new double[6];
        double sum = 0;
        for (int n = 0; n <= 5; n++) {
            p[n] = n == 0 ? 1 : p[n - 1] * (n <= 2 ? LOW + HIGH : HIGH);
            sum += p[n];
        }
        QueueingLawsTest.agrees(batches(spec, 10_000, r -> shed(r, 0)), 1 - (p[0] + p[1]) / sum);
        QueueingLawsTest.agrees(batches(spec, 40_000, r -> shed(r, 1)), p[5] / sum);
    }

    /**
     * With pauses that are long against the service attempts are Poisson, at a rate l (1 -
     * p^(m+1))/(1 - p) that brings about the p it is made of, that of Erlang's loss formula.
     */
    @Test
    void retriesRaiseTheAttemptsToTheFixedPointOfTheFluid() {
        int servers = 8;
        int retries = 1;
        double offered = 6;
        double attempts = offered;
        for (int i = 0; i < 1000; i++) {
            double p = ErlangB.blocking(servers, attempts * 1.0005);
            attempts = offered * (1 - StrictMath.pow(p, retries + 1)) / (1 - p);
        }
        RetryPolicy late = new RetryPolicy(
                retries,
                100,
                100,
                RetryPolicy.Law.EXPONENTIAL,
                RetryPolicy.Budget.NONE,
                RetryPolicy.Throttle.NONE,
                true);
        TierSpec t = Simple.tier("t", offered, 1000, Simple.NONE, 0);
        CellSpec spec = Simple.cell(
                List.of(Simple.deployment(servers, 1e-3, EngineRules.PLAIN)),
                List.of(bent(t, late, NEVER)),
                new CellSpec.Overload(Integer.MAX_VALUE, servers),
                Simple.FIRST);
        QueueingLawsTest.agrees(
                batches(spec, 1500, r -> (r.attempts.sent[0] + r.shed[0]) / 1500.0), attempts);
    }

    /**
     * Engset: 12 users who think 2 s on average and are refused when all 4 servers of 1 s are busy,
     * and then think again. A request finds k of the other users served as in a system of 11.
     */
    @Test
    void usersOfAClosedTierComeBackAfterARefusal() {
        int users = 12;
        int servers = 4;
        TierSpec t = Simple.tier("t", 0, 1000, Simple.NONE, 0);
        Workload w = t.workloads().get(0);
        Workload thinks = with(w, QuantileTable.exponential(2), w.outputTokens());
        TierSpec closed = bent(t, thinks, ONCE, NEVER, users);
        CellSpec spec = Simple.cell(
                List.of(Simple.deployment(servers, 1e-3, EngineRules.PLAIN)),
                List.of(closed),
                new CellSpec.Overload(Integer.MAX_VALUE, servers),
                Simple.FIRST);
        double term = 1;
        double sum = 1;
        for (int k = 1; k <= servers; k++) {
            term *= (users - k) * 1.0005 / 2 / k;
            sum += term;
        }
        QueueingLawsTest.agrees(batches(spec, 3000, r -> shed(r, 0)), term / sum);
    }

    /** Without any replica every attempt fails: retries are all that the budget gives, to one. */
    @Test
    void aBudgetBoundsRetriesExactly() {
        RetryPolicy.Budget budget = new RetryPolicy.Budget(0.125, 16);
        RetryPolicy bound = new RetryPolicy(
                1000, 1, 1, RetryPolicy.Law.FULL_JITTER, budget, RetryPolicy.Throttle.NONE, true);
        Cell cell = new Cell(
                0,
                cell(bent(Simple.tier("t", 2, 1, Simple.NONE, 0), bound, NEVER)),
                new Streams(1, 0),
                null);
        cell.advance(10_000);
        CellReport r = cell.newReport();
        cell.drain(10_000, r);
        // those alive back off: their retry is granted, not yet made
        double retries = r.shed[0] - r.offered[0] + cell.alive();
        double given = budget.burst() + budget.share() * r.offered[0];
        assertThat(r.attempts.firstShed[0]).isEqualTo(r.offered[0]);
        assertThat(retries).isBetween(given - 1, given);
        assertThat(r.attempts.denied[0]).isGreaterThan(r.offered[0] / 2);
    }
}
