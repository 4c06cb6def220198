package headroom.experiment;

import static headroom.experiment.ByHand.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiers whose users have one session all the time, each of ten minutes: 20 users ask 1/30 s. */
final class ClosedTiersTest {
    private static final double PER_SECOND = 20 / 600.0;

    /** Windows that are under way when a run begins have nothing used of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "meters: {weekly: 1 T credits}",
                "meters: {weekly: 1 T credits, weeklyAnchor: first-use}",
                "limits: [{name: day, kind: calendar, period: day, zone: UTC, requests: 1 M}]"
            })
    void aLimitThatNobodyReachesLocksNobodyOut(String limits) {
        ByHand run =
                ByHand.run(closed("t", 20, limits), "start", "2026-03-04T12:00Z", "horizon", "3 d");
        assertThat(run.perSecond("t", "completed")).isCloseTo(PER_SECOND, within(1e-4));
        assertThat(run.perSecond("t", "deferred")).isZero();
        assertThat(run.perSecond("t", "capped")).isZero();
    }

    /** Every user has ten answers of a thousand credits, and no more before the week is over. */
    @Test
    void oneThatIsReachedBindsFromTheFirstAnswers() {
        ByHand run = ByHand.run(
                closed("t", 20, "meters: {weekly: 10 k credits}, atLimit: {leave: 100 %}"),
                "horizon",
                "7 d");
        // the week of an account ends once within the run
        assertThat(run.perSecond("t", "completed") * 7 * 86_400).isCloseTo(20 * 20, within(1e-6));
    }

    /** A ping a day is one request more of each user, and leaves nothing behind. */
    @Test
    void aPingIsOverWhenItIsAnswered() {
        ByHand run = ByHand.run(
                closed("t", 20, "reactions: {ping: {share: 100 %, zone: UTC}}"), "horizon", "4 d");
        double pings = run.value("reactions", "mean", "tier", "t", "reaction", "pinged");
        assertThat(pings * 4 * 86_400).isCloseTo(20 * 4, within(1e-6));
        assertThat(run.perSecond("t", "offered")).isCloseTo(PER_SECOND + pings, within(1e-4));
    }
}
