package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

import java.util.Locale;

/** What users ask for who think, have a session, and think again. */
final class ClosedDemandTest {
    private static final String CHAT = "{kind: chat, model: m, requests: %s, think: %s,"
            + " input: 900 tokens, output: 100 tokens, contextLimit: 10 k tokens,"
            + " cacheLifetime: 0 s}";

    /** Requests a second in the last of so many hours, of users of workloads one and two. */
    private static double asked(int hours, int users, String mix, String one, String two) {
        Outlook outlook = Explained.text(
                Explained.PLAIN,
                "horizon",
                hours + " h",
                "additions",
                "[]",
                "contract",
                "null",
                "demand.streams",
                "[]",
                "demand.workloads",
                "{one: " + one + ", two: " + two + "}",
                "demand.tiers",
                "[{name: t, users: " + users + ", closed: true, mix: " + mix + "}]");
        return outlook.fleet.at(0, hours - 1).requests();
    }

    /** Answers take 1 s and more of 600: 0.3 %. */
    @Test
    void theLastPauseBelongsToTheCycle() {
        String chat = String.format(Locale.ROOT, CHAT, 1, "10 min");
        double asked = asked(4, 20, "{one: 100 %}", chat, chat);
        assertThat(asked).isCloseTo(20 / 600.0, withinPercentage(0.5));
    }

    /** Half of the sessions last 5 h, half 5 min, whoever has them. */
    @Test
    void theSameUsersHaveSessionsOfAllWorkloads() {
        String hours = String.format(Locale.ROOT, CHAT, 5, "1 h");
        String minutes = String.format(Locale.ROOT, CHAT, 5, "1 min");
        double exact = 200 * 5 / (0.5 * 18_000 + 0.5 * 300);
        double asked = asked(24, 200, "{one: 50 %, two: 50 %}", hours, minutes);
        assertThat(asked).isCloseTo(exact, withinPercentage(0.5));
    }

    /** Half of the users have sessions of 5 h alone, half of 50 min. */
    @Test
    void usersWhoKeepToAWorkloadHaveItsCycle() {
        String hours = String.format(Locale.ROOT, CHAT, 5, "1 h");
        String minutes = String.format(Locale.ROOT, CHAT, 5, "10 min");
        double exact = 100 * 5 / 18_000.0 + 100 * 5 / 3_000.0;
        double asked = asked(24, 200, "{one: 50 %, two: 50 %}, mixBy: user", hours, minutes);
        assertThat(asked).isCloseTo(exact, withinPercentage(0.5));
    }

    /** A run of 2 h, and sessions with five pauses of 3 h: one every 15 h a user. */
    @Test
    void aSessionMayOutlastTheRun() {
        String hours = String.format(Locale.ROOT, CHAT, 5, "3 h");
        double asked = asked(2, 5400, "{one: 100 %}", hours, hours);
        // only first requests so far: those of sessions that have begun
        assertThat(asked).isCloseTo(5400 / 54_000.0, withinPercentage(0.5));
    }
}
