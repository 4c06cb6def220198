package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.Series;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;

/** Each dated change of the replayed timeline takes effect at its date: two weeks around it. */
final class PolicyTimelineTest {
    private static final int WEEK = 7 * 24;

    /** A week before and a week after a date, of a demand that does not grow and fills limits. */
    private static Weeks around(String date, String... more) throws IOException {
        String[] overrides = {
            "start", LocalDate.parse(date).minusDays(7) + "T00:00Z",
            "horizon", "14 d",
            "warmUp", "0 s",
            "phases", "{}",
            "cells", "500",
            "sample", "1/500",
            "demand.growth", "0 %/month",
            "demand.tiers[pro].sessionsPerUserWeek", "4",
            "demand.tiers[max-5x].sessionsPerUserWeek", "20",
            "demand.tiers[max-20x].sessionsPerUserWeek", "40"
        };
        String[] all = Arrays.copyOf(overrides, overrides.length + more.length);
        System.arraycopy(more, 0, all, overrides.length, more.length);
        return new Weeks(Scenarios.run(Scenarios.shipped("policy-timeline", all), 2));
    }

    /** The two weeks of a run. */
    private record Weeks(RunResult run) {
        /** Attempts that a limit of a tier refused in a week. */
        double refused(String tier, String limit, int week) {
            for (Series column : run.series().columns()) {
                if (column.name().equals("refused")
                        && column.labels().containsValue(tier)
                        && column.labels().containsValue(limit)) {
                    return Arrays.stream(column.values(), week * WEEK, (week + 1) * WEEK)
                            .sum();
                }
            }
            throw new IllegalArgumentException(tier + " " + limit);
        }

        /** Input tokens that were not cached, over both weeks [1/s]. */
        double freshTokensPerSecond() {
            return run.number("mean(tokens, kind=input)").value();
        }

        /** The same of all plans that are paid for. */
        double refused(String limit, int week) {
            return refused("pro", limit, week)
                    + refused("max-5x", limit, week)
                    + refused("max-20x", limit, week);
        }
    }

    @Test
    void weeklyCapsBindFromTheEndOfAugust2025() throws IOException {
        Weeks weeks = around("2025-08-28");
        assertThat(weeks.refused("weekly", 0)).isZero();
        assertThat(weeks.refused("max-5x", "weekly", 1)).isGreaterThan(10);
    }

    @Test
    void theLargestModelHasAWeekOfItsOwnUntilNovember2025() throws IOException {
        Weeks begun = around("2025-08-28");
        assertThat(begun.refused("max-20x", "weeklyLarge", 0)).isZero();
        assertThat(begun.refused("max-20x", "weeklyLarge", 1)).isGreaterThan(10);
        Weeks over = around("2025-11-24");
        assertThat(over.refused("max-20x", "weeklyLarge", 0)).isGreaterThan(10);
        assertThat(over.refused("max-20x", "weeklyLarge", 1)).isZero();
        assertThat(over.refused("max-20x", "weeklyMiddle", 0)).isZero();
    }

    /** Nothing stays cached, and a step of coding takes some twenty times the input. */
    @Test
    void aBugOfTheClientInApril2026TakesManyTimesTheInput() throws IOException {
        Weeks weeks = around("2026-04-16");
        Weeks without = around("2026-04-16", "demand.events", "[]");
        assertThat(weeks.refused("fiveHour", 0)).isEqualTo(without.refused("fiveHour", 0));
        assertThat(weeks.refused("fiveHour", 1)).isGreaterThan(3 * without.refused("fiveHour", 1));
        assertThat(weeks.freshTokensPerSecond()).isGreaterThan(2 * without.freshTokensPerSecond());
    }

    @Test
    void inJune2026TheApiAdmitsAsMuchForTheOtherModel() throws IOException {
        Weeks weeks = around("2026-06-26");
        assertThat(weeks.refused("api", "inputTokensMiddle", 1))
                .isLessThan(0.01 * weeks.refused("api", "inputTokensMiddle", 0));
        assertThat(weeks.refused("api", "inputTokens", 0))
                .isLessThan(0.01 * weeks.refused("api", "inputTokensMiddle", 0));
    }

    /** Without the promotion it would be as many in the second week, within a tenth. */
    @Test
    void thePromotionOfMarch2026RelievesTheFiveHours() throws IOException {
        Weeks weeks = around("2026-03-13", "sample", "8/500");
        assertThat(weeks.refused("fiveHour", 1)).isLessThan(0.75 * weeks.refused("fiveHour", 0));
        assertThat(weeks.refused("weekly", 1)).isLessThan(weeks.refused("weekly", 0));
    }

    @Test
    void thePeakMultiplierBindsFromTheEndOfMarch2026() throws IOException {
        Weeks weeks = around("2026-03-26");
        Weeks without = around("2026-03-26", "controllers.peakMultiplier.enabled", "false");
        double[] multiplier = Scenarios.hours(weeks.run(), "peak.multiplier");
        assertThat(Arrays.copyOf(multiplier, WEEK)).containsOnly(1);
        assertThat(Arrays.copyOfRange(multiplier, WEEK, 2 * WEEK)).containsOnly(2);
        assertThat(weeks.refused("fiveHour", 0)).isEqualTo(without.refused("fiveHour", 0));
        assertThat(weeks.refused("fiveHour", 1))
                .isGreaterThan(1.1 * without.refused("fiveHour", 1));
    }

    @Test
    void inMay2026FiveHoursDoubleAndTheInputOfTheApiGrowsSixteenfold() throws IOException {
        Weeks weeks = around("2026-05-06");
        assertThat(weeks.refused("fiveHour", 1)).isLessThan(0.5 * weeks.refused("fiveHour", 0));
        assertThat(weeks.refused("api", "inputTokens", 1))
                .isLessThan(0.01 * weeks.refused("api", "inputTokens", 0));
        assertThat(Scenarios.hours(weeks.run(), "peak.multiplier")[WEEK]).isEqualTo(1);
    }

    @Test
    void theWeekGrowsByHalfInMay2026AndShrinksBackInJuly() throws IOException {
        Weeks grown = around("2026-05-13");
        assertThat(grown.refused("weekly", 1)).isLessThan(0.75 * grown.refused("weekly", 0));
        Weeks shrunk = around("2026-07-13");
        assertThat(shrunk.refused("weekly", 1)).isGreaterThan(1.5 * shrunk.refused("weekly", 0));
    }

    @Test
    void theLargestPlanIsBoundByItsWeekAloneFromOctober2026() throws IOException {
        Weeks weeks = around("2026-10-01");
        assertThat(weeks.refused("max-20x", "fiveHour", 1)).isZero();
        assertThat(weeks.refused("max-20x", "weekly", 1))
                .isGreaterThan(1.3 * weeks.refused("max-20x", "weekly", 0));
    }

    /** Who reaches a limit goes on: nobody is turned away by it, and those who are slow ask on. */
    @Test
    void fromNovember2026WhoReachesALimitGoesOnSlowly() throws IOException {
        Weeks weeks = around("2026-11-01");
        for (String limit : new String[] {"fiveHour", "weekly"}) {
            assertThat(weeks.refused("pro", limit, 0)).isPositive();
            assertThat(weeks.refused("pro", limit, 1)).isZero();
            assertThat(weeks.refused("pro", limit + "Slow", 0)).isZero();
        }
        assertThat(weeks.refused("pro", "fiveHourSlow", 1))
                .isGreaterThan(10 * weeks.refused("pro", "fiveHour", 0));
    }
}
