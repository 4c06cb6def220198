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
import static headroom.cell.Reacting.run;
import static headroom.cell.Reacting.until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.clients.Outcome;
import headroom.clients.Reaction;
import headroom.clients.Reactions;
import headroom.clients.Reactions.Past;
import headroom.clients.Reactions.Upgrade;
import headroom.clients.Reactions.Ways;
import headroom.clients.TierSpec;
import headroom.quota.AtLimit;
import headroom.quota.Counts;
import headroom.quota.Limit;
import headroom.quota.Limit.Kind;
import headroom.quota.Limit.Refusal;
import headroom.quota.PeakHours;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What users do where one limit stands behind another, peak hours count, or plans differ. */
final class NestedLimitsTest {
    private static final Ways LINE = new Ways(new AtLimit(0, 0, 0, 0, 0, 1), 0, Reactions.NO_MODEL);

    private static Limit bucketOf(double perSecond, double burst, int sharing, boolean peak) {
        return new Limit(
                "bucket",
                new Kind.Bucket(burst),
                Counts.REQUESTS,
                perSecond,
                sharing,
                Refusal.RATE_LIMIT,
                peak,
                true);
    }

    /** Two requests a window, the second when the place of the first is free. */
    @Test
    void aLineAtACapGoesOnWhenAPlaceIsFree() {
        Limit place = new Limit(
                "place", new Kind.AtOnce(), Counts.REQUESTS, 1, 1, Refusal.RATE_LIMIT, false, true);
        Reactions queue =
                new Reactions(LINE, List.of(), Past.PLAIN, null, null, null, Reactions.NO_MODEL);
        Reacting.Instants seen = new Reacting.Instants();
        TierSpec t = new Reacting.Tier(1, 0.01, 1, List.of(cap(2 * TOKENS), place), queue)
                .spec("t", until(1e9), 0);
        run(cell(List.of(t), PeakHours.never(), deployment(0, 9, 10)), 2 * DAY, seen);
        assertThat(seen.sent).hasSizeBetween(18, 20);
        for (int i = 2; i < seen.sent.size(); i += 2) {
            assertThat(seen.sent.get(i)).isEqualTo(seen.sent.get(i - 2) + 5 * HOUR);
        }
        for (int i = 3; i < seen.sent.size(); i += 2) {
            assertThat(seen.sent.get(i)).isCloseTo(seen.sent.get(i - 1) + 30, within(1e-6));
        }
    }

    /** Shaping in peak hours, where each request takes three tokens, against its definition. */
    @Test
    void aLineAtABucketShapesByWhatPeakHoursCount() {
        Reactions queue = new Reactions(
                LINE, List.of(LINE), Past.PLAIN, null, null, null, Reactions.NO_MODEL);
        double depth = 5;
        double cost = 3;
        Reacting.Instants seen = new Reacting.Instants();
        TierSpec t = new Reacting.Tier(1, 0.3, 1, List.of(bucketOf(1, depth, 1, true)), queue)
                .spec("t", until(1e9), 0);
        run(
                cell(List.of(t), PeakHours.always(), deployment(0, 1000, 0.01)),
                HOUR,
                seen,
                new CellCommand.PeakMultiplier(0, cost));
        double tokens = depth;
        double last = 0;
        for (int i = 0; i < seen.sent.size(); i++) {
            double free = Math.max(seen.issued.get(i), last);
            tokens = Math.min(depth, tokens + (free - last));
            double goes = tokens >= cost ? free : free + cost - tokens;
            tokens = Math.min(depth, tokens + (goes - free)) - cost;
            last = goes;
            assertThat(seen.sent.get(i)).as("job " + i).isCloseTo(goes, within(1e-6));
        }
        assertThat(seen.sent).hasSizeGreaterThan(900);
    }

    /** The larger plan has fewer limits than the one that is left, and another of them binds. */
    @Test
    void whoeverUpgradesIntoARateLimitIsToldItsWait() {
        Reactions upgrade = new Reactions(
                Ways.of(new AtLimit(1)),
                List.of(),
                Past.PLAIN,
                new Upgrade(1, 1, 1, 0),
                null,
                null,
                Reactions.NO_MODEL);
        TierSpec small = new Reacting.Tier(
                        20, 0.01, 1, List.of(bucket(1e3, 1e3), cap(TOKENS)), upgrade)
                .spec("small", until(1e9), 0);
        Limit shared = bucketOf(0.01, 1, Limit.EVERYBODY, false);
        TierSpec large =
                new Reacting.Tier(1, 1, 1, List.of(shared), at(1)).spec("large", until(1e9), 0);
        CellReport r = run(
                cell(List.of(small, large), PeakHours.never(), deployment(0, 1000, 0.01)),
                DAY,
                null);
        assertThat(did(r, Reaction.UPGRADED)).isEqualTo(20);
        assertThat(r.outcomes[0][Outcome.CAPPED.ordinal()]).isZero();
        assertThat(r.outcomes[0][Outcome.RATE_LIMITED.ordinal()]).isGreaterThan(500);
    }

    /** Limits of the larger plan count as those of the same name, wherever they stand. */
    @Test
    void whatRefusesAfterAnUpgradeIsCountedByItsName() {
        Reactions upgrade = new Reactions(
                Ways.of(new AtLimit(0.5, 0.5)),
                List.of(),
                Past.PLAIN,
                new Upgrade(1, 1, 0.5, 0),
                null,
                null,
                Reactions.NO_MODEL);
        TierSpec small = new Reacting.Tier(
                        20, 0.02, 1, List.of(bucket(1e3, 1e3), cap(TOKENS)), upgrade)
                .spec("small", until(1e9), 0);
        Limit day = new Limit(
                "day", new Kind.Phased(DAY), Counts.CREDITS, 9, 1, Refusal.CAP, false, false);
        TierSpec large = new Reacting.Tier(1, 0, 1, List.of(cap(2 * TOKENS), day), at(1))
                .spec("large", until(1e9), 0);
        CellReport r = run(
                cell(List.of(small, large), PeakHours.never(), deployment(0, 1000, 0.01)),
                DAY,
                null);
        assertThat(did(r, Reaction.UPGRADED)).isEqualTo(10);
        assertThat(r.refused[0][0]).as("bucket").isZero();
        assertThat(r.limits[0].boundHours[0]).as("bucket").isZero();
        assertThat(r.limits[0].lockedSeconds[0]).as("bucket").isZero();
        assertThat(r.refused[0][1]).as("cap").isGreaterThan(100);
        assertThat(r.refused[0][2]).as("day").isGreaterThan(100);
        assertThat(r.limits[0].boundPeriods[2] + r.limits[0].boundHours[2]).isPositive();
    }

    /** Users of nobody in particular are refused and charged like others. */
    @Test
    void openArrivalsMeetARateLimit() {
        TierSpec open = new Reacting.Tier(0, 0.9, 1, List.of(bucket(0.1, 5)), at(1))
                .spec("open", until(1e9), 0);
        CellReport r =
                run(cell(List.of(open), PeakHours.never(), deployment(0, 1000, 0.01)), HOUR, null);
        assertThat(r.outcomes[0][Outcome.COMPLETED.ordinal()]).isBetween(350L, 366L);
        assertThat(r.credits[0]).isEqualTo((double) TOKENS * (r.good[0]));
    }

    /** A request in the slow lane is expected as late, and shed, as one of that priority. */
    @Test
    void theSlowLaneIsShedAsThePriorityItIs() {
        Limit spent = new Limit(
                "spent", new Kind.Phased(1e9), Counts.CREDITS, 1e-6, 1, Refusal.CAP, false, false);
        long slow = shed(new Reacting.Tier(1, 0.2, 1, List.of(spent), at(0, 0, 0, 1)), 0);
        long last = shed(new Reacting.Tier(1, 0.2, 1, List.of(), at(1)), 7);
        long first = shed(new Reacting.Tier(1, 0.2, 1, List.of(), at(1)), 0);
        assertThat(slow).isEqualTo(last).isGreaterThan(first + 100);
    }

    private static long shed(Reacting.Tier watched, int priority) {
        TierSpec t = watched.spec("a", until(1e9), priority);
        TierSpec hasty = new TierSpec(
                t.name(),
                t.users(),
                t.sessionsPerSecond(),
                t.activitySigma(),
                t.demand(),
                t.law(),
                t.workloads(),
                t.mix(),
                t.limits(),
                t.reactions(),
                t.returnDelay(),
                t.retry(),
                t.timeoutSeconds(),
                t.patience(),
                t.priority(),
                t.scaled(),
                t.peak(),
                t.groups(),
                new TierSpec.Shed(Integer.MAX_VALUE, 10),
                t.closed(),
                false);
        TierSpec others = new Reacting.Tier(1, 0.15, 1, List.of(), at(1)).spec("b", until(1e9), 3);
        CellSpec spec = cell(List.of(hasty, others), PeakHours.never(), deployment(0, 1, 1));
        return run(spec, DAY, null).shed[0];
    }
}
