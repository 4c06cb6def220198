package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
}
