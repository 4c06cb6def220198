package headroom.cell;

import static headroom.cell.Reacting.DAY;
import static headroom.cell.Reacting.OUTPUT;
import static headroom.cell.Reacting.TOKENS;
import static headroom.cell.Reacting.at;
import static headroom.cell.Reacting.cell;
import static headroom.cell.Reacting.deployment;
import static headroom.cell.Reacting.did;
import static headroom.cell.Reacting.outcome;
import static headroom.cell.Reacting.run;
import static headroom.cell.Reacting.until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.clients.Outcome;
import headroom.clients.Population;
import headroom.clients.Reaction;
import headroom.clients.Reactions;
import headroom.clients.Reactions.Past;
import headroom.clients.Reactions.Ways;
import headroom.clients.TierSpec;
import headroom.kernel.Streams;
import headroom.quota.AtLimit;
import headroom.quota.Calendar;
import headroom.quota.Counts;
import headroom.quota.Counts.What;
import headroom.quota.Limit;
import headroom.quota.Limit.Kind;
import headroom.quota.Limit.Refusal;
import headroom.quota.PeakHours;

import org.junit.jupiter.api.Test;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Limits of kinds that are no usage caps, and where they begin, in whole cells. */
final class LimitKindsTest {
    private static Limit places(int cap, int sharing) {
        return new Limit(
                "places",
                new Kind.AtOnce(),
                Counts.REQUESTS,
                cap,
                sharing,
                Refusal.RATE_LIMIT,
                false,
                true);
    }

    private static Limit credits(Kind kind, double cap, long models, int sharing) {
        Counts counts = new Counts(What.CREDITS, Counts.Weights.EQUAL, models, Counts.NO_ESTIMATE);
        return new Limit("c", kind, counts, cap, sharing, Refusal.CAP, false, true);
    }

    /** At each limit what its own shares say. */
    private static Reactions each(Ways... ways) {
        return new Reactions(
                ways[0], List.of(ways), Past.PLAIN, null, null, null, Reactions.NO_MODEL);
    }

    private static Ways line() {
        return Ways.of(new AtLimit(0, 0, 0, 0, 0, 1));
    }

    /** Ends in their order, beside what was issued and sent. */
    private static final class Ends implements CellProbe {
        final Reacting.Instants seen = new Reacting.Instants();
        final List<Double> ends = new ArrayList<>();
        int most;

        @Override
        public void issued(int tier, int user, int request, double t) {
            seen.issued(tier, user, request, t);
        }

        @Override
        public void admitted(int tier, int user, int request, double t) {}

        @Override
        public void sent(int tier, int request, double t) {
            seen.sent(tier, request, t);
            most = Math.max(most, seen.sent.size() - ends.size());
        }

        @Override
        public void refused(int tier, int user, int limit, double t) {}

        @Override
        public void charged(int tier, int user, double credits, double factor, double t) {}

        @Override
        public void ended(int tier, int request, Outcome outcome, double t) {
            ends.add(t);
        }
    }

    /** With c places the i-th request goes when it is there and i - c before it have ended. */
    @Test
    void aLineAtPlacesGoesOnWhenOneIsFree() {
        Ends ends = new Ends();
        TierSpec t = new Reacting.Tier(1, 0.5, 1, List.of(places(2, 1)), each(line()))
                .spec("t", until(DAY / 8), 0);
        CellReport r = run(cell(List.of(t), PeakHours.never(), deployment(0, 1000, 1)), DAY, ends);
        assertThat(outcome(r, Outcome.COMPLETED)).isEqualTo(r.offered[0]).isGreaterThan(4000);
        int waited = 0;
        for (int i = 0; i < ends.seen.sent.size(); i++) {
            double issued = ends.seen.issued.get(i);
            double goes = i < 2 ? issued : Math.max(issued, ends.ends.get(i - 2));
            waited += goes > issued ? 1 : 0;
            assertThat(ends.seen.sent.get(i)).as("request " + i).isEqualTo(goes);
        }
        assertThat(waited).isGreaterThan(1000);
    }

    /** The same for all users together, of whom each has a line of its own. */
    @Test
    void linesOfAllUsersGoOnWhenASharedPlaceIsFree() {
        Ends ends = new Ends();
        TierSpec t = new Reacting.Tier(7, 0.5, 1, List.of(places(2, Limit.EVERYBODY)), each(line()))
                .spec("t", until(DAY / 8), 0);
        CellReport r = run(cell(List.of(t), PeakHours.never(), deployment(0, 1000, 1)), DAY, ends);
        assertThat(outcome(r, Outcome.COMPLETED)).isEqualTo(r.offered[0]).isGreaterThan(4000);
        assertThat(ends.most).isEqualTo(2);
        int waited = 0;
        for (int i = 2; i < ends.seen.sent.size(); i++) {
            double free = ends.ends.get(i - 2);
            double goes = ends.seen.sent.get(i);
            boolean atOnce = ends.seen.issued.contains(goes);
            waited += atOnce ? 0 : 1;
            assertThat(atOnce || goes == free).as("request " + i).isTrue();
        }
        assertThat(waited).isGreaterThan(1000);
    }

    /** Nobody can wait for a reset of places: who would is told to retry. */
    @Test
    void whoCannotBeToldWhenToComeRetries() {
        Reacting.Tier tier =
                new Reacting.Tier(1, 0.5, 1, List.of(places(1, 1)), each(Ways.of(new AtLimit(1))));
        TierSpec t = tier.spec("t", until(DAY / 8), 0);
        CellReport r = run(cell(List.of(t), PeakHours.never(), deployment(0, 1000, 1)), DAY, null);
        assertThat(outcome(r, Outcome.RATE_LIMITED)).isGreaterThan(1000);
        assertThat(r.deferred[0]).isZero();
    }

    /** A bucket of output, its level read off what goes by: 5 assumed of each answer. */
    private static final class Bucket implements CellProbe {
        /** Refused, answered, admitted and not answered. */
        final long[] seen = new long[3];

        private final double depth;
        private final double refill;
        private double level;
        private double last;
        private final Set<Integer> counted = new HashSet<>();

        Bucket(double depth, double refill) {
            this.depth = depth;
            this.refill = refill;
            level = depth;
        }

        private void refill(double t) {
            level = Math.min(depth, level + (t - last) * refill);
            last = t;
        }

        @Override
        public void issued(int tier, int user, int request, double t) {}

        @Override
        public void admitted(int tier, int user, int request, double t) {
            refill(t);
            assertThat(level).isGreaterThan(5 - 1e-6);
            level -= 5;
            counted.add(request);
        }

        @Override
        public void moved(int request, int to) {
            if (counted.remove(request)) {
                counted.add(to);
            }
        }

        @Override
        public void refused(int tier, int user, int limit, double t) {
            refill(t);
            assertThat(level).isLessThan(5 + 1e-6);
            seen[0]++;
        }

        @Override
        public void charged(int tier, int user, double credits, double factor, double t) {}

        @Override
        public void ended(int tier, int request, Outcome outcome, double t) {
            refill(t);
            if (counted.remove(request)) {
                boolean whole = outcome == Outcome.COMPLETED;
                level = Math.min(depth, level + 5 - (whole ? OUTPUT : 0));
                seen[whole ? 1 : 2]++;
            }
        }
    }

    /** A bucket of output whose answers are estimated, by the log: 5 assumed, 3 it is. */
    @Test
    void anEstimateIsSettledAtTheEndAndGivenBackWhenThereIsNone() {
        double depth = 20;
        double refill = 0.7;
        Counts counts = new Counts(What.OUTPUT_TOKENS, Counts.Weights.EQUAL, -1, 5);
        Limit bucket = new Limit(
                "b", new Kind.Bucket(depth), counts, refill, 1, Refusal.RATE_LIMIT, false, true);
        Bucket literal = new Bucket(depth, refill);
        TierSpec plain =
                new Reacting.Tier(1, 0.3, 1, List.of(bucket), at(1)).spec("t", until(1e9), 0);
        run(
                cell(List.of(timedOut(plain, 4)), PeakHours.never(), deployment(0, 1, 1)),
                DAY,
                literal);
        assertThat(literal.seen[0]).as("refused").isGreaterThan(100);
        assertThat(literal.seen[1]).as("answered").isGreaterThan(1000);
        assertThat(literal.seen[2]).as("timed out").isGreaterThan(1000);
    }

    private static TierSpec timedOut(TierSpec t, double seconds) {
        return new TierSpec(
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
                seconds,
                t.patience(),
                t.priority(),
                t.scaled(),
                t.peak(),
                t.groups(),
                t.shed(),
                t.closed(),
                false);
    }

    /** Ten requests fit the limit of the large model, seven that of the small one, then no more. */
    @Test
    void aSmallerModelTakesWhatItsOwnLimitAdmits() {
        Kind window = new Kind.Anchored(1000);
        List<Limit> limits = List.of(credits(window, 39, 1, 1), credits(window, 27, 2, 1));
        Ways down = new Ways(new AtLimit(0, 1e-9, 0, 0, 1 - 1e-9), 0, 1);
        TierSpec t =
                new Reacting.Tier(1, 0.5, 1, limits, each(down, down)).spec("t", until(500), 0);
        CellReport r = run(
                cell(
                        List.of(t),
                        PeakHours.never(),
                        deployment(0, 1000, 1e-6),
                        deployment(1, 1000, 1e-6)),
                900,
                null);
        assertThat(r.offered[0]).isGreaterThan(150);
        assertThat(outcome(r, Outcome.COMPLETED)).isEqualTo(10 + 7);
        assertThat(did(r, Reaction.DOWNGRADED)).isEqualTo(7);
        assertThat(outcome(r, Outcome.CAPPED)).isEqualTo(r.offered[0] - 17);
        assertThat(r.suppressedTokens[0]).isEqualTo((r.offered[0] - 17.0) * TOKENS);
    }

    /** Long windows hold at the start what the mean rate has left in them; short ones nothing. */
    @Test
    void longWindowsAreUnderWayAtTheStart() {
        double rate = 0.2 / 12 * TOKENS;
        Calendar month = Calendar.over(
                Calendar.Period.MONTH, ZoneId.of("Europe/Berlin"), Reacting.MONDAY, DAY);
        // Monday 27 April 00:00 UTC is 26 days and 2 hours into April in Berlin
        double elapsed = 26 * DAY + 2 * Reacting.HOUR;
        double cap = 1e7;
        Kind calendar = new Kind.CalendarPeriod(month);
        assertThat(used(credits(calendar, cap, -1, 1), 5))
                .isCloseTo(rate * elapsed / cap, within(1e-12));
        assertThat(used(credits(calendar, cap, -1, 3), 5))
                .isCloseTo(3 * rate * elapsed / cap, within(1e-12));
        assertThat(used(credits(calendar, cap, -1, Limit.EVERYBODY), 5))
                .isCloseTo(12 * rate * elapsed / cap, within(1e-12));
        assertThat(used(credits(calendar, cap, 2, 1), 5)).as("another model").isZero();
        assertThat(used(credits(calendar, 10, -1, 1), 5)).as("no more than all").isEqualTo(1);
        Kind week = new Kind.Anchored(7 * DAY);
        double mean = 0;
        for (int user = 0; user < 12; user++) {
            mean += used(credits(week, cap, -1, 1), user) / 12;
        }
        assertThat(mean).isBetween(0.2 * rate * 7 * DAY / cap, 0.8 * rate * 7 * DAY / cap);
        for (Kind none : List.of(
                new Kind.Anchored(5 * Reacting.HOUR),
                new Kind.SlidingLog(7 * DAY, 9),
                new Kind.SlidingCounter(7 * DAY))) {
            assertThat(used(credits(none, cap, -1, 1), 5)).as(none.toString()).isZero();
        }
    }

    private static double used(Limit limit, int user) {
        TierSpec t = new Reacting.Tier(12, 0.2, 1, List.of(limit), at(1)).spec("t", until(1e9), 0);
        CellSpec spec = cell(List.of(t), PeakHours.never(), deployment(0, 1, 1));
        Population p = Population.all(spec.tiers(), spec.models(), new Streams(5, 0))[0];
        return p.quota.usedShare(user, 0);
    }
}
