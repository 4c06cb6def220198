package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a cap sessions use whose tokens are known. */
final class CapUseTest {
    private static double meanShare(String lifetime, String limit, String... models) {
        String[] all = {
            "horizon",
            "10 d",
            "demand.workloads",
            "{chat: {kind: chat, model: m, requests: 1, think: 10 s, input: 900 tokens, output:"
                    + " 100 tokens, contextLimit: 10 k tokens, cacheLifetime: " + lifetime + "}}",
            "demand.tiers",
            "[{name: t, users: 1000, activitySigma: 0, sessionsPerUserWeek: 336, mix: {chat:"
                    + " 100 %}, limits: [{name: l, kind: account-phase, window: 5 h, " + limit
                    + "}]}]",
            "models.m.credits",
            models[0],
            "models.m.price",
            models[1]
        };
        Outlook outlook = Explained.text(Explained.PLAIN, all);
        return outlook.caps(outlook.whole).get(0).windows().meanShare();
    }

    /** A request of 900 tokens in, kept or not, and 100 out. */
    @ParameterizedTest
    @CsvSource({
        "5 min, credits: 20 k credits, 1625, 1400",
        "5 min, dollars: $0.02, 2800, 1900",
        "0 s, credits: 20 k credits, 1400, 1400",
        "0 s, dollars: $0.02, 1900, 1900"
    })
    void whatIsKeptCountsMore(String lifetime, String limit, double kept, double asInput) {
        String price = "{input: $1/Mtoken, %s cachedInput: $0/Mtoken, output: $10/Mtoken}";
        double with = meanShare(
                lifetime,
                limit,
                "{input: 1, cacheWrite: 1.25, output: 5}",
                String.format(price, "cacheWrite: $2/Mtoken,"));
        double without =
                meanShare(lifetime, limit, "{input: 1, output: 5}", String.format(price, ""));
        assertThat(with / without).isCloseTo(kept / asInput, within(1e-9));
    }

    private static CapUse.Windows byUser(String mixBy) {
        String each = "{kind: chat, model: m, requests: 1, think: 10 s, contextLimit: 10 k tokens,"
                + " output: 1 tokens, input: ";
        Outlook outlook = Explained.text(
                Explained.PLAIN,
                "horizon",
                "10 d",
                "demand.workloads",
                "{small: " + each + "5 tokens}, large: " + each + "995 tokens}}",
                "demand.tiers",
                "[{name: t, users: 1000, activitySigma: 0, sessionsPerUserWeek: 336, mix: {small:"
                        + " 70 %, large: 30 %}, mixBy: " + mixBy + ", limits: [{name: l, kind:"
                        + " account-phase, window: 5 h, credits: 5 k credits}]}]");
        return outlook.caps(outlook.whole).get(0).windows();
    }

    /**
     * Ten sessions in a window on average, of 10 or of 1,000 credits: nobody of the first kind
     * comes to 5,000, of the second whoever has more than five, and asks for (N - 5) too much.
     */
    @Test
    void onlyUsersOfLargeRequestsComeToACap() {
        double p = Math.exp(-10);
        double more = 1;
        double beyond = 10 - 5;
        for (int n = 0; n <= 5; n++) {
            more -= p;
            beyond += (5 - n) * p;
            p *= 10.0 / (n + 1);
        }
        double mean = 0.3 * 10_000 + 0.7 * 100;
        CapUse.Windows windows = byUser("user");
        assertThat(windows.windows()).isCloseTo(0.3 * more, within(0.01));
        assertThat(windows.over()).isCloseTo(0.3 * 1000 * beyond / mean, within(0.02));
        assertThat(windows.meanShare()).isCloseTo(mean / 5000, within(0.02));
        CapUse.Windows mixed = byUser("session");
        assertThat(mixed.meanShare()).isCloseTo(mean / 5000, within(0.02));
        // five of the large ones and any small one, of three and seven on average
        assertThat(mixed.windows()).isCloseTo(0.1847, within(0.015));
    }
}
