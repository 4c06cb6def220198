package headroom.experiment;

import static headroom.experiment.ByHand.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
