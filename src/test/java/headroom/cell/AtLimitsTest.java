package headroom.cell;

import static headroom.cell.Reacting.DAY;
import static headroom.cell.Reacting.HOUR;
import static headroom.cell.Reacting.TOKENS;
import static headroom.cell.Reacting.at;
import static headroom.cell.Reacting.bucket;
import static headroom.cell.Reacting.cap;
import static headroom.cell.Reacting.cell;
import static headroom.cell.Reacting.deployment;
import static headroom.cell.Reacting.did;
import static headroom.cell.Reacting.outcome;
import static headroom.cell.Reacting.run;
import static headroom.cell.Reacting.until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.clients.Outcome;
import headroom.clients.Reaction;
import headroom.clients.Reactions;
import headroom.clients.Reactions.Past;
import headroom.clients.Reactions.Ways;
import headroom.clients.TierSpec;
import headroom.quota.AtLimit;
import headroom.quota.Calendar;
import headroom.quota.Counts;
import headroom.quota.Limit;
import headroom.quota.Limit.Kind;
import headroom.quota.Limit.Refusal;
import headroom.quota.Overage;
import headroom.quota.PeakHours;
import headroom.stat.LatencyHistogram;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** What users do at a limit, against closed forms and literal rules. */
final class AtLimitsTest {
    @Test
    void whatIsPutOffComesBackAndWhatLeavesIsSuppressed() {
        Reacting.Tier tier = new Reacting.Tier(50, 0.2, 1, List.of(cap(10 * TOKENS)), at(0.5, 0.5));
        CellReport r = run(tier, 4 * DAY);
        assertThat(outcome(r, Outcome.CENSORED)).isZero();
        assertThat(r.deferred[0]).isGreaterThan(400);
        assertThat(r.deferredTokens[0]).isEqualTo((double) r.deferred[0] * TOKENS);
        assertThat(r.returnedTokens[0]).isEqualTo(r.deferredTokens[0]);
        assertThat(outcome(r, Outcome.CAPPED)).isGreaterThan(1000);
        assertThat(r.suppressedTokens[0]).isEqualTo((double) outcome(r, Outcome.CAPPED) * TOKENS);
        assertThat(r.lostTokens[0]).isZero();
    }

    @Test
    void whatARateLimitRefusesIsLostNotSuppressed() {
        Reacting.Tier tier = new Reacting.Tier(5, 0.2, 1, List.of(bucket(0.01, 1)), at(1));
        CellReport r = run(tier, DAY);
        assertThat(outcome(r, Outcome.RATE_LIMITED)).isGreaterThan(1000);
        assertThat(r.lostTokens[0]).isEqualTo((double) outcome(r, Outcome.RATE_LIMITED) * TOKENS);
        assertThat(r.suppressedTokens[0]).isZero();
    }

    /** A cap of any size that is never met is as none, whatever users would do at it. */
    @Test
    void anInfiniteCapChangesNothing() {
        Reactions all = new Reactions(
                new Ways(new AtLimit(0.2, 0.1, 0.2, 0.2, 0.2, 0.1), 0.5, 1),
                List.of(),
                Past.PLAIN,
                null,
                null,
                null,
                Reactions.NO_MODEL);
        CellReport plain = run(new Reacting.Tier(9, 0.2, 3, List.of(), at(1)), DAY);
        CellReport capped = run(new Reacting.Tier(9, 0.2, 3, List.of(cap(1e18)), all), DAY);
        assertThat(capped).usingRecursiveComparison().isEqualTo(plain);
        assertThat(outcome(plain, Outcome.COMPLETED)).isGreaterThan(10_000);
    }

    /** Slow from the first cap met on is as a tier of that priority, by latencies to the bit. */
    @Test
    void theSlowLaneIsThePriorityItSays() {
        Limit week = new Limit(
                "week", new Kind.Phased(1e9), Counts.CREDITS, 1e-6, 1, Refusal.CAP, false, false);
        LatencyHistogram[] slow =
                twoTiers(new Reacting.Tier(1, 0.2, 1, List.of(week), at(0, 0, 0, 1)), 0);
        LatencyHistogram[] last = twoTiers(new Reacting.Tier(1, 0.2, 1, List.of(), at(1)), 7);
        LatencyHistogram[] first = twoTiers(new Reacting.Tier(1, 0.2, 1, List.of(), at(1)), 0);
        for (int tier = 0; tier < 2; tier++) {
            assertThat(slow[tier].meanSeconds()).isEqualTo(last[tier].meanSeconds());
            assertThat(slow[tier].meanSeconds()).isNotEqualTo(first[tier].meanSeconds());
        }
    }

    private static LatencyHistogram[] twoTiers(Reacting.Tier watched, int priority) {
        Reacting.Tier others = new Reacting.Tier(1, 0.1, 1, List.of(), at(1));
        CellSpec spec = cell(
                List.of(watched.spec("a", until(1e9), priority), others.spec("b", until(1e9), 3)),
                PeakHours.never(),
                deployment(0, 1, 1));
        return run(spec, DAY, null).e2e;
    }

    /** With room for any step, only first steps are refused, and none else. */
    @Test
    void graceLetsTurnsFinishWithinItsShare() {
        double cap = 40 * TOKENS;
        CellReport none = graced(cap, 0);
        CellReport some = graced(cap, 0.1);
        CellReport all = graced(cap, 10);
        assertThat(did(none, Reaction.GRACED)).isZero();
        assertThat(did(some, Reaction.GRACED)).isGreaterThan(100);
        assertThat(did(all, Reaction.GRACED)).isGreaterThan(did(some, Reaction.GRACED));
        // a human request that has begun ends, so that all steps of each come together
        assertThat(outcome(all, Outcome.COMPLETED) % 12).isZero();
        assertThat(outcome(none, Outcome.COMPLETED) % 12).isNotZero();
    }

    private static CellReport graced(double cap, double grace) {
        Most most = new Most();
        Reactions r = new Reactions(
                new Ways(new AtLimit(0, 1), grace, Reactions.NO_MODEL),
                List.of(),
                Past.PLAIN,
                null,
                null,
                null,
                Reactions.NO_MODEL);
        TierSpec t =
                new Reacting.Tier(20, 0.01, 12, List.of(cap(cap)), r).spec("t", until(2 * DAY), 0);
        CellReport report =
                run(cell(List.of(t), PeakHours.never(), deployment(0, 1000, 0.01)), 3 * DAY, most);
        assertThat(most.admittedAt).isLessThan(cap * (1 + grace));
        return report;
    }

    /** The most that any user had used of a five-hour window when it was admitted. */
    private static final class Most implements CellProbe {
        private final double[] start = new double[100];
        private final double[] used = new double[100];
        double admittedAt;

        Most() {
            Arrays.fill(start, Double.NEGATIVE_INFINITY);
        }

        @Override
        public void issued(int tier, int user, int request, double timeSeconds) {}

        @Override
        public void admitted(int tier, int user, int request, double timeSeconds) {
            roll(user, timeSeconds);
            admittedAt = Math.max(admittedAt, used[user]);
        }

        private void roll(int user, double timeSeconds) {
            if (timeSeconds >= start[user] + 5 * HOUR) {
                start[user] = timeSeconds;
                used[user] = 0;
            }
        }

        @Override
        public void refused(int tier, int user, int limit, double timeSeconds) {}

        @Override
        public void charged(int tier, int user, double credits, double factor, double at) {
            roll(user, at);
            used[user] += credits * factor;
        }

        @Override
        public void ended(int tier, int request, Outcome outcome, double timeSeconds) {}
    }

    /** Everybody pays until the cap of the month is reached, and waits from then on. */
    @Test
    void nobodyPaysMoreInAMonthThanItsCapAndOneRequest() {
        Reactions pays = new Reactions(
                Ways.of(new AtLimit(0, 0, 1)),
                List.of(),
                new Past(
                        7,
                        new Overage.Terms(20.5 * TOKENS, Calendar.beginningAt(5 * DAY, 11 * DAY))),
                null,
                null,
                null,
                Reactions.NO_MODEL);
        int users = 10;
        Reacting.Tier tier = new Reacting.Tier(users, 0.05, 1, List.of(cap(TOKENS)), pays);
        TierSpec t = tier.spec("t", until(16 * DAY), 0);
        CellSpec spec = cell(List.of(t), PeakHours.never(), deployment(0, 1000, 0.01));
        CellReport r = run(spec, 20 * DAY, null);
        // each request costs a dollar a token: 21 of them reach 20.5 times its tokens
        assertThat(r.pastLimits[0]).isEqualTo(3 * 21 * users);
        assertThat(r.overageDollars[0]).isEqualTo(3.0 * 21 * users * TOKENS);
        assertThat(r.deferred[0]).isGreaterThan(100);
    }

    /** Shaping by a bucket, job by job, against the recursion of its definition. */
    @Test
    void aLineAtABucketShapesAsItsDefinitionSays() {
        Ways line = new Ways(new AtLimit(0, 0, 0, 0, 0, 1), 0, Reactions.NO_MODEL);
        Reactions queue = new Reactions(
                line, List.of(line), Past.PLAIN, null, null, null, Reactions.NO_MODEL);
        double refill = 1;
        double depth = 5;
        Reacting.Instants seen = new Reacting.Instants();
        TierSpec t = new Reacting.Tier(1, 0.9, 1, List.of(bucket(refill, depth)), queue)
                .spec("t", until(1e9), 0);
        run(cell(List.of(t), PeakHours.never(), deployment(0, 1000, 0.01)), DAY, seen);
        assertThat(seen.sent).hasSizeGreaterThan(70_000);
        double tokens = depth;
        double last = 0;
        int waited = 0;
        for (int i = 0; i < seen.sent.size(); i++) {
            double free = Math.max(seen.issued.get(i), last);
            tokens = Math.min(depth, tokens + (free - last) * refill);
            double goes = tokens >= 1 ? free : free + (1 - tokens) / refill;
            tokens = Math.min(depth, tokens + (goes - free) * refill) - 1;
            last = goes;
            waited += goes > seen.issued.get(i) ? 1 : 0;
            assertThat(seen.sent.get(i)).as("job " + i).isCloseTo(goes, within(1e-6));
        }
        assertThat(waited).isGreaterThan(10_000);
    }
}
