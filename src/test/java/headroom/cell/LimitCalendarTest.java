package headroom.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand.LimitReset;
import headroom.cell.CellCommand.LimitTerms;
import headroom.cell.LimitCalendar.Change;
import headroom.cell.LimitCalendar.Promotion;
import headroom.cell.LimitCalendar.Reset;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.quota.PeakHours;

import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Dates laid out as commands, against the rules read instant by instant. */
final class LimitCalendarTest {
    private static final double DAY = 86_400;
    private static final double HORIZON = 40 * DAY;
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final FastStream random = new Streams(4, 0).of("calendar");
    private final List<Change> changes = new ArrayList<>();
    private final List<Promotion> promotions = new ArrayList<>();

    private double instant() {
        return 3600.0 * random.nextInt(-48, 42 * 24);
    }

    private PeakHours hours() {
        if (random.nextInt(0, 2) == 0) {
            return PeakHours.always();
        }
        PeakHours.Rule rule = new PeakHours.Rule(
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.of(random.nextInt(1, 7))),
                LocalTime.of(random.nextInt(0, 23), 0),
                LocalTime.of(random.nextInt(0, 23), 0),
                ZoneId.of("America/Los_Angeles"));
        return PeakHours.over(rule, START, HORIZON);
    }

    private LimitCalendar randomCalendar() {
        changes.clear();
        promotions.clear();
        LimitCalendar calendar = new LimitCalendar();
        for (int i = random.nextInt(0, 6); i > 0; i--) {
            Change change = new Change(
                    instant(),
                    random.nextInt(0, 1),
                    random.nextInt(0, 1),
                    random.nextInt(1, 3),
                    random.nextInt(0, 2) > 0);
            changes.add(change);
            calendar.change(change);
        }
        for (int i = random.nextInt(0, 3); i > 0; i--) {
            double from = instant();
            int limit = random.nextInt(0, 1);
            Promotion promotion = new Promotion(
                    from,
                    from + 3600.0 * random.nextInt(1, 300),
                    hours(),
                    random.nextInt(0, 1),
                    limit,
                    2,
                    random.nextInt(0, 1) == 0 ? List.of() : List.of(1 - limit));
            promotions.add(promotion);
            calendar.promotion(promotion);
        }
        return calendar;
    }

    /** Scale, weight and force of a limit at an instant, by the definition. */
    private double[] literal(int tier, int limit, double time) {
        double[] terms = {1, 1, 1};
        double since = -1e99;
        for (Change c : changes) {
            boolean mine = c.tier() == tier && c.limit() == limit;
            if (mine && c.atSeconds() <= time && c.atSeconds() >= since) {
                since = c.atSeconds();
                terms[0] = c.scale();
                terms[2] = c.enforced() ? 1 : 0;
            }
        }
        for (Promotion p : promotions) {
            boolean inside = p.fromSeconds() <= time && time < p.untilSeconds();
            if (inside && p.hours().at(time) && p.tier() == tier) {
                terms[0] *= p.limit() == limit ? 2 : 1;
                terms[1] *= p.unmetered().contains(limit) ? 0.5 : 1;
            }
        }
        return terms;
    }

    @Test
    void everyHourHasTheTermsOfTheRules() {
        int terms = 0;
        int resets = 0;
        for (int run = 0; run < 150; run++) {
            List<CellCommand> commands = randomCalendar().commands(HORIZON);
            double[][] now = {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}};
            int next = 0;
            for (double time = 0; time < HORIZON; time += 3600) {
                while (next < commands.size() && commands.get(next).timeSeconds() <= time) {
                    CellCommand command = commands.get(next++);
                    if (command instanceof LimitTerms t) {
                        double[] those = now[2 * t.tier() + t.limit()];
                        double[] then = {t.scale(), t.weight(), t.enforced() ? 1 : 0};
                        assertThat(then).as("no command without effect").isNotEqualTo(those);
                        boolean comes = those[2] == 0 && then[2] == 1;
                        assertThat(next < commands.size()
                                        && commands.get(next)
                                                .equals(new LimitReset(time, t.tier(), t.limit())))
                                .as("forgets what was used before it came")
                                .isEqualTo(comes);
                        resets += comes ? 1 : 0;
                        terms++;
                        now[2 * t.tier() + t.limit()] = then;
                    }
                }
                for (int i = 0; i < 4; i++) {
                    assertThat(now[i]).isEqualTo(literal(i / 2, i % 2, time));
                }
            }
            assertThat(next).isEqualTo(commands.size());
        }
        assertThat(terms).isGreaterThan(1000);
        assertThat(resets).isGreaterThan(30);
    }

    @Test
    void resetsComeInTheOrderOfTheirDates() {
        LimitCalendar calendar = new LimitCalendar();
        calendar.reset(new Reset(9 * DAY, 0, 1));
        calendar.reset(new Reset(3 * DAY, 0, 0));
        calendar.reset(new Reset(99 * DAY, 0, 0));
        calendar.change(new Change(5 * DAY, 0, 0, 3, true));
        assertThat(calendar.commands(HORIZON))
                .containsExactly(
                        new LimitReset(3 * DAY, 0, 0),
                        new LimitTerms(5 * DAY, 0, 0, 3, 1, true),
                        new LimitReset(9 * DAY, 0, 1));
    }

    /** A cap of 2x with usage at half weight elsewhere: filling it costs the others 1x. */
    @Test
    void aFullBonusCostsTheOtherLimitsNothing() {
        LimitCalendar calendar = new LimitCalendar();
        calendar.promotion(new Promotion(0, DAY, PeakHours.always(), 0, 0, 2.5, List.of(1)));
        LimitTerms raised = (LimitTerms) calendar.commands(HORIZON).get(0);
        LimitTerms other = (LimitTerms) calendar.commands(HORIZON).get(1);
        assertThat(raised.scale() * other.weight()).isCloseTo(1, within(1e-15));
        assertThat(calendar.commands(HORIZON)).hasSize(4);
    }
}
