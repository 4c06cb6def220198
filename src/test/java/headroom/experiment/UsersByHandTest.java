package headroom.experiment;

import static headroom.experiment.ByHand.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

/** Shares and minutes of users, worked out by hand. */
final class UsersByHandTest {
    private static final double MINUTES_A_WEEK = 10_080;

    /** One request in five hours, asked for at 10 min and again at 20 min: locked out from then. */
    @ParameterizedTest
    @CsvSource({"30 min, 30", "90 min, 90", "2 h, 120"})
    void theOnlyLimitLocksOutAsLongAsAllOfThem(String horizon, double minutes) {
        ByHand run = ByHand.run(
                closed("t", 20, "limits: [{name: l, kind: first-use, window: 5 h, requests: 1}]"),
                "horizon",
                horizon);
        double expected = (minutes - 20) / minutes * MINUTES_A_WEEK;
        assertThat(run.lockout("t")).isCloseTo(expected, within(1e-2));
        assertThat(run.value("lockout", "mean", "tier", "t", "limit", "l"))
                .isCloseTo(expected, within(1e-2));
    }

    /**
     * Two users are served alike, the one past its cap but for ten requests. A request takes a
     * thousand credits in each hour, whether or not the cap counts any of that user.
     */
    @ParameterizedTest
    @CsvSource({"slow", "pay"})
    void whoGoesOnPastACapIsServed(String way) {
        String day = "limits: [{name: day, kind: calendar, period: day, zone: UTC, requests: ";
        ByHand run = ByHand.run(closed("a", 1, day + "10}], atLimit: {" + way + ": 100 %}") + ", "
                + closed("b", 1, day + "1 M}]"));
        assertThat(run.value("jain", "mean", "over", "users")).isCloseTo(1, within(1e-6));
        assertThat(run.value("top5", "share")).isCloseTo(0.05, within(1e-6));
        double[] overbooking = run.hours("overbooking");
        assertThat(overbooking[12]).isCloseTo(overbooking[0], within(1e-9 * overbooking[0]));
    }

    /**
     * Users of two tiers are served alike; one may use a tenth of what the other may until its cap
     * is raised tenfold: from the start, halfway, so that it may use 55 % on average, or never.
     */
    @ParameterizedTest
    @CsvSource({"0 h, 1", "12 h, 0.55", "24 h, 0.1"})
    void fairnessByCapsGoesByTheLimitsInForce(String at, double share) {
        String day = "limits: [{name: day, kind: calendar, period: day, zone: UTC, requests: ";
        ByHand run = ByHand.run(
                closed("a", 1, day + "1000}]") + ", " + closed("b", 1, day + "10000}]"),
                "policies",
                "{changes: [{at: " + at + ", tiers: [a], scale: 10}]}");
        double expected = Math.pow(1 + share, 2) / (2 * (1 + share * share));
        assertThat(run.value("jain", "mean", "over", "caps")).isCloseTo(expected, within(1e-6));
    }

    /**
     * Eleven users in ten cells, of whom one starts 99.9 % of 110,000 sessions a week and is locked
     * out every day after its first thousand.
     */
    @Test
    void anOrganisationInEveryCellIsOneUser() {
        ByHand run = ByHand.run(
                "{name: t, users: 11, activitySigma: 0, mix: {w: 100 %},"
                        + " sessionsPerUserWeek: 10000, largest: {shares: [99.9 %]},"
                        + " limits: [{name: day, kind: calendar, period: day, zone: UTC,"
                        + " requests: 1000}], atLimit: {wait: 100 %}}",
                "cells", "10", "horizon", "7 d");
        double one = 1 / 11.0;
        for (String share : new String[] {"bound.users", "bound.active"}) {
            assertThat(run.value(share, "share", "tier", "t", "limit", "day"))
                    .as(share)
                    .isCloseTo(one, within(1e-9));
        }
        assertThat(run.value("capped.users", "share", "tier", "t")).isCloseTo(one, within(1e-9));
        assertThat(run.value("lockout.users", "share", "tier", "t")).isCloseTo(one, within(1e-9));
        double free = 1000 / (0.999 * 110_000 / 7);
        double minutes = (1 - free) * MINUTES_A_WEEK;
        assertThat(run.value("lockout.locked", "mean", "tier", "t"))
                .isCloseTo(minutes, within(0.005 * minutes));
        assertThat(run.lockout("t")).isCloseTo(minutes / 11, within(0.005 * minutes / 11));
        assertThat(run.value("lockout", "mean", "tier", "t", "limit", "day"))
                .isCloseTo(minutes / 11, within(0.005 * minutes / 11));
        double[] locked = run.hours("locked.users", "tier", "t");
        assertThat(Arrays.stream(locked).average().orElseThrow())
                .isCloseTo(1 - free, within(0.005));
        assertThat(locked[23]).as("users in the last hour of a day").isCloseTo(1, within(1e-9));
    }
}
