package headroom.cell;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.clients.Reactions;
import headroom.clients.TierSpec;
import headroom.kernel.Streams;
import headroom.quota.AtLimit;
import headroom.quota.Limit;
import headroom.quota.PeakHours;
import headroom.quota.Terms;

import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** The peak-hour multiplier acts on the five-hour window alone, in peak hours alone. */
final class PeakMultiplierTest {
    private static final double NONE = Double.POSITIVE_INFINITY;
    private static final double HORIZON_SECONDS = 2 * 86_400;

    private static final PeakHours PEAK = PeakHours.over(
            new PeakHours.Rule(
                    EnumSet.allOf(DayOfWeek.class),
                    LocalTime.of(5, 0),
                    LocalTime.of(11, 0),
                    ZoneOffset.UTC),
            Instant.parse("2026-04-27T00:00:00Z"),
            HORIZON_SECONDS);

    /** Nobody shifts a session or pings because of the multiplier: what is left is the meters'. */
    private static final Reactions PLAIN = Reactions.only(new AtLimit(0.5, 0.4, 0.1));

    /** A drawn cell whose users all have the same caps and peak rule. */
    private static CellSpec spec(CellSpec drawn, double fiveHour, double weekly, boolean peak) {
        List<Limit> limits = new Terms(fiveHour, weekly, false, NONE, NONE, NONE).limits();
        List<TierSpec> tiers = new ArrayList<>();
        for (TierSpec t : drawn.tiers()) {
            tiers.add(new TierSpec(
                    t.name(),
                    t.users(),
                    t.sessionsPerSecond(),
                    t.activitySigma(),
                    t.demand(),
                    t.law(),
                    t.workloads(),
                    t.mix(),
                    limits,
                    PLAIN,
                    t.returnDelay(),
                    t.retry(),
                    t.timeoutSeconds(),
                    t.patience(),
                    t.priority(),
                    t.scaled(),
                    peak,
                    List.of(),
                    TierSpec.Shed.LAST,
                    false,
                    false));
        }
        return new CellSpec(
                drawn.models(),
                drawn.deployments(),
                tiers,
                null,
                drawn.router(),
                PEAK,
                drawn.overload(),
                drawn.watch(),
                drawn.objectives());
    }

    private static CellReport run(CellSpec spec, double multiplier, double untilSeconds) {
        Cell cell = new Cell(0, spec, new Streams(5, 0), null);
        for (int d = 0; d < spec.deployments().size(); d++) {
            cell.command(new CellCommand.ReplicaUp(0, d));
        }
        cell.command(new CellCommand.PeakMultiplier(0, multiplier));
        cell.advance(untilSeconds);
        cell.end(untilSeconds);
        CellReport report = cell.newReport();
        cell.drain(untilSeconds, report);
        return report;
    }

    private static void same(CellReport a, CellReport b) {
        assertThat(a).usingRecursiveComparison().isEqualTo(b);
    }

    private static long refused(CellReport r) {
        return Arrays.stream(r.refused).mapToLong(tier -> tier[0]).sum();
    }

    @Test
    void itTightensTheFiveHourWindowInPeakHoursOnly() {
        long more = 0;
        for (long seed = 1; seed <= 10; seed++) {
            CellSpec drawn = RandomCells.of(seed, HORIZON_SECONDS).spec();
            CellSpec five = spec(drawn, 4000, NONE, true);
            same(run(five, 4, 5 * 3600), run(five, 1, 5 * 3600));
            more += refused(run(five, 4, HORIZON_SECONDS)) - refused(run(five, 1, HORIZON_SECONDS));
        }
        assertThat(more).as("more requests refused").isGreaterThan(100);
    }

    @Test
    void itLeavesTheWeekAndExemptTiersAlone() {
        long weekly = 0;
        for (long seed = 1; seed <= 10; seed++) {
            CellSpec drawn = RandomCells.of(seed, HORIZON_SECONDS).spec();
            CellSpec week = spec(drawn, NONE, 20_000, true);
            CellReport one = run(week, 1, HORIZON_SECONDS);
            same(run(week, 4, HORIZON_SECONDS), one);
            weekly += refused(one);
            CellSpec exempt = spec(drawn, 4000, 20_000, false);
            same(run(exempt, 4, HORIZON_SECONDS), run(exempt, 1, HORIZON_SECONDS));
        }
        assertThat(weekly).as("the weekly cap binds").isGreaterThan(100);
    }
}
