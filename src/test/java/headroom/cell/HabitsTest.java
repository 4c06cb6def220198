package headroom.cell;

import static headroom.cell.Reacting.DAY;
import static headroom.cell.Reacting.HOUR;
import static headroom.cell.Reacting.MONDAY;
import static headroom.cell.Reacting.TOKENS;
import static headroom.cell.Reacting.at;
import static headroom.cell.Reacting.cap;
import static headroom.cell.Reacting.cell;
import static headroom.cell.Reacting.deployment;
import static headroom.cell.Reacting.did;
import static headroom.cell.Reacting.outcome;
import static headroom.cell.Reacting.run;
import static headroom.cell.Reacting.until;
import static headroom.cell.Reacting.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.clients.Outcome;
import headroom.clients.Reaction;
import headroom.clients.Reactions;
import headroom.clients.Reactions.Past;
import headroom.clients.Reactions.Ways;
import headroom.clients.TierSpec;
import headroom.quota.AtLimit;
import headroom.quota.PeakHours;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** What users do about limits, against closed forms and literal rules. */
final class HabitsTest {
    /** Willing users upgrade at the hit given, and are never capped again by an unlimited plan. */
    @Test
    void thoseWhoUpgradeHaveTheLimitsOfTheOtherTier() {
        int users = 40;
        Reactions up = new Reactions(
                Ways.of(new AtLimit(0, 1)),
                List.of(),
                Past.PLAIN,
                new Reactions.Upgrade(1, 3, 0.5, 0.001),
                null,
                null,
                Reactions.NO_MODEL);
        List<TierSpec> tiers = List.of(
                new Reacting.Tier(users, 0.5, 1, List.of(cap(5 * TOKENS)), up)
                        .spec("small", until(1e9), 0),
                new Reacting.Tier(3, 0.01, 1, List.of(), at(1)).spec("large", until(1e9), 0));
        CellSpec spec = cell(tiers, PeakHours.never(), deployment(0, 1000, 0.01));
        int[] refusals = new int[users];
        Refusals counted = new Refusals(refusals);
        CellReport r = run(spec, 10 * DAY, counted);
        assertThat(did(r, Reaction.UPGRADED)).isEqualTo(users / 2);
        assertThat(Arrays.stream(refusals).filter(n -> n == 3).count()).isEqualTo(users / 2);
        assertThat(Arrays.stream(refusals).filter(n -> n > 100).count()).isEqualTo(users / 2);
        assertThat(r.upgradeDollars[0])
                .isBetween(0.9 * 10 * DAY * 20 * 0.001, 10 * DAY * 20 * 0.001);
    }

    private record Refusals(int[] ofUser) implements CellProbe {
        @Override
        public void issued(int tier, int user, int request, double timeSeconds) {}

        @Override
        public void admitted(int tier, int user, int request, double timeSeconds) {}

        @Override
        public void refused(int tier, int user, int limit, double timeSeconds) {
            ofUser[user]++;
        }

        @Override
        public void charged(int tier, int user, double credits, double factor, double at) {}

        @Override
        public void ended(int tier, int request, Outcome outcome, double timeSeconds) {}
    }

    private static PeakHours hours(int from, int to) {
        PeakHours.Rule rule = new PeakHours.Rule(
                EnumSet.allOf(DayOfWeek.class),
                LocalTime.of(from, 0),
                LocalTime.of(to, 0),
                ZoneOffset.UTC);
        return PeakHours.over(rule, MONDAY, 20 * DAY);
    }

    /** Of N sessions of peak hours a share phi0 (1 - m^-e) moves, and none into peak hours. */
    @Test
    void peakHoursLoseTheShareThatTheElasticitySays() {
        double multiplier = 2.5;
        double phi = 0.6 * (1 - 1 / Math.sqrt(multiplier));
        Peak some = shifted(multiplier, new Reactions.Shift(0.6, 0.5));
        Peak none = shifted(multiplier, null);
        long moved = did(some.report(), Reaction.SHIFTED);
        assertThat(none.issued()).isGreaterThan(20_000);
        double sigma = Math.sqrt(none.issued() * phi * (1 - phi));
        assertThat((double) moved).isCloseTo(none.issued() * phi, within(4 * sigma));
        assertThat(none.issued() - some.issued()).isEqualTo(moved);
        assertThat(shifted(1, new Reactions.Shift(0.6, 0.5)).report())
                .usingRecursiveComparison()
                .isEqualTo(shifted(1, null).report());
    }

    /** A report, and how many requests were issued within peak hours. */
    private record Peak(CellReport report, long issued) {}

    private static Peak shifted(double multiplier, Reactions.@Nullable Shift shift) {
        PeakHours peak = hours(5, 11);
        Reactions moves = new Reactions(
                Ways.of(new AtLimit(1)), List.of(), Past.PLAIN, null, shift, null, -1);
        TierSpec t = new Reacting.Tier(1, 0.1, 1, List.of(), moves).spec("t", until(20 * DAY), 0);
        Reacting.Instants seen = new Reacting.Instants();
        CellReport r = run(
                cell(List.of(t), peak, deployment(0, 1000, 0.01)),
                10 * DAY,
                seen,
                new CellCommand.PeakMultiplier(0, multiplier));
        return new Peak(r, seen.issued.stream().filter(peak::at).count());
    }

    /** A window opened by a ping at six ends at eleven, and so on for every user who pings. */
    @Test
    void pingsAnchorTheWindow() {
        Reactions early = new Reactions(
                Ways.of(new AtLimit(1)),
                List.of(),
                Past.PLAIN,
                null,
                null,
                new Reactions.Ping(0.25, hours(6, 8), workload(0, 1)),
                -1);
        Reacting.Instants seen = new Reacting.Instants();
        TierSpec t =
                new Reacting.Tier(8, 1e-9, 1, List.of(cap(TOKENS)), early).spec("t", until(1e9), 0);
        CellReport r =
                run(cell(List.of(t), PeakHours.never(), deployment(0, 9, 0.01)), 3 * DAY, seen);
        assertThat(did(r, Reaction.PINGED)).isEqualTo(6);
        assertThat(seen.sent)
                .containsExactly(
                        6.5 * HOUR,
                        7.5 * HOUR,
                        DAY + 6.5 * HOUR,
                        DAY + 7.5 * HOUR,
                        2 * DAY + 6.5 * HOUR,
                        2 * DAY + 7.5 * HOUR);
    }

    /** Without a replica of its own model all goes to the other, none of its prefix cached. */
    @Test
    void anOverloadedModelIsLeftForTheOther() {
        Reactions falls =
                new Reactions(Ways.of(new AtLimit(1)), List.of(), Past.PLAIN, null, null, null, 1);
        TierSpec t = new Reacting.Tier(5, 0.1, 4, List.of(), falls).spec("t", until(DAY), 0);
        CellReport r =
                run(cell(List.of(t), PeakHours.never(), deployment(1, 1000, 0.01)), 2 * DAY, null);
        assertThat(r.offered[0]).isGreaterThan(10_000);
        assertThat(did(r, Reaction.FELL_BACK)).isEqualTo(r.offered[0]);
        assertThat(outcome(r, Outcome.COMPLETED)).isEqualTo(r.offered[0]);
        // the second step of four finds 1 + 3 cached at the other model, and so on
        assertThat(r.tokens[0][CellReport.CACHED]).isEqualTo(r.offered[0] / 4 * (4 + 8 + 12));
    }
}
