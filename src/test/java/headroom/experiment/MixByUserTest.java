package headroom.experiment;

import static headroom.experiment.ByHand.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Plan;
import headroom.measure.Allowance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users who keep to one kind of work, and caps that meet only some of them. */
final class MixByUserTest {
    private static final double DAY = 86_400;
    private static final int USERS = 400;

    private static final String BIG = "{kind: chat, model: m, requests: 1, think: 10 min, input:"
            + " 9900 tokens, output: 100 tokens, contextLimit: 20 k tokens, cacheLifetime: 0 s}";

    /** Seven in ten ask for 1,000 credits each time, three in ten for 10,000. */
    private static ByHand run(String mixBy) {
        String tier = closed(
                "t",
                USERS,
                "limits: [{name: day, kind: calendar, period: day, zone: UTC, credits: 200 k"
                        + " credits}], atLimit: {wait: 100 %}, mixBy: " + mixBy);
        return ByHand.run(
                tier.replace("{w: 100 %}", "{w: 70 %, big: 30 %}"), "demand.workloads.big", BIG);
    }

    /**
     * A request every ten minutes, 143 a day: 143,000 credits, or the cap after 20. Where each
     * session is of one or the other 54 in the mean come to the cap, of everybody.
     */
    @Test
    void aCapMeetsThoseWhoseWorkIsLarge() {
        ByHand run = run("user");
        double share = run.value("bound.users", "share", "tier", "t", "limit", "day");
        assertThat(share).isCloseTo(0.3, within(4 * Math.sqrt(0.21 / USERS)));
        double large = Math.rint(share * USERS);
        assertThat(share * USERS).isCloseTo(large, within(1e-6));
        assertThat(run.perSecond("t", "completed") * DAY)
                .isCloseTo(large * 20 + (USERS - large) * 143, within(1e-6));
        assertThat(run("session").value("bound.users", "share", "tier", "t", "limit", "day"))
                .isEqualTo(1);
    }

    /**
     * A hundred requests a week of 4,000 users, 2,381 in the first hour. Of the three in ten whose
     * week is of a million credits one in ten begins with the 900,000 used that are allowed.
     */
    @Test
    void usersBeginWithTheUsageOfTheirKind() {
        ByHand run = ByHand.run(
                "{name: t, users: 4000, activitySigma: 0, sessionsPerUserWeek: 100, mix: {w: 70 %,"
                        + " big: 30 %}, mixBy: user, limits: [{name: l, kind: account-phase,"
                        + " window: 7 d, credits: 900 k credits}], atLimit: {leave: 100 %}}",
                "horizon", "1 h", "demand.workloads.big", BIG);
        double expected = 4000 / 168.0 * 100 * 0.3 * 0.1;
        assertThat(run.perSecond("t", "capped") * 3600)
                .isCloseTo(expected, within(4 * Math.sqrt(expected)));
    }

    /**
     * Ten requests a day, of 1,000 credits or 10,000, and 50,000 credits: 10,000 and 50,000 for
     * seven and three in ten are 22,000; 3,700 credits on average, ten times, are 37,000.
     */
    @ParameterizedTest
    @CsvSource({"user, 22000", "session, 37000"})
    void whatLimitsAllowIsThatOfEachKind(String mixBy, double creditsPerDay) {
        String each = "{kind: chat, model: m, requests: 1, think: 10 min, output: 100 tokens,"
                + " contextLimit: 16 k tokens, input: ";
        String limit = ", kind: calendar, period: day, zone: UTC}";
        Plan plan = Small.plan(
                "demand.workloads",
                "{w: " + each + "500 tokens}, big: " + each + "9500 tokens}}",
                "demand.tiers",
                "[{name: t, users: 1000, sessionsPerUserWeek: 60, mix: {w: 70 %, big: 30 %},"
                        + " limits: [{name: a, requests: 10" + limit
                        + ", {name: b, credits: 50 k credits" + limit + "], mixBy: " + mixBy
                        + "}]");
        Allowance allowed = Allowance.of(
                plan.cell().tiers().get(0), plan.cell().models(), plan.cell().tiers());
        assertThat(allowed.creditsPerSecond() * DAY)
                .isCloseTo(creditsPerDay, within(1e-6 * creditsPerDay));
    }
}
