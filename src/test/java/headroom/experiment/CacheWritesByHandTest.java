package headroom.experiment;

import static headroom.experiment.ByHand.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Credits and list price of one session, worked out by hand: three requests of 900 tokens in and
 * 100 out, two minutes apart. With a cache 900 tokens are kept by each and 0, 1000, 2000 read, else
 * 900, 1900 and 2900 are fresh.
 */
final class CacheWritesByHandTest {
    private static final double DAY = 86_400;

    private static final String MODEL = "{credits: {input: 1, CREDITS cachedInput: 0.1, output: 5},"
            + " price: {input: $1/Mtoken, PRICE cachedInput: $0.5/Mtoken, output: $10/Mtoken}}";

    private static ByHand run(String limit, String lifetime, String write) {
        return ByHand.run(
                closed("t", 1, limit),
                "demand.workloads.w",
                "{kind: chat, model: m, requests: 3, think: 2 min, input: 900 tokens, output: 100"
                        + " tokens, contextLimit: 10 k tokens, cacheLifetime: " + lifetime + "}",
                "models.m",
                MODEL.replace("CREDITS", write.isEmpty() ? "" : "cacheWrite: 1.25,")
                        .replace("PRICE", write.isEmpty() ? "" : "cacheWrite: " + write + ",")
                        .replace("Mtoken", write.endsWith("ktoken") ? "ktoken" : "Mtoken"));
    }

    private static String day(String cap) {
        return "limits: [{name: day, kind: calendar, period: day, zone: UTC, " + cap
                + "}], atLimit: {leave: 100 %}";
    }

    /**
     * After two requests 1625 + 1725 = 3350 credits and 2800 + 3300 = 6100 millionths of a dollar
     * are used where writes count 1.25 and $2, 1400 + 1500 and 1900 + 2400 where they count as
     * input; without a cache 1400 + 2400 and 1900 + 2900, whatever writes count.
     */
    @ParameterizedTest
    @CsvSource({
        "credits: 3340 credits, 5 min, $2/Mtoken, 2",
        "credits: 3360 credits, 5 min, $2/Mtoken, 3",
        "credits: 2890 credits, 5 min, '', 2",
        "credits: 2910 credits, 5 min, '', 3",
        "credits: 3790 credits, 0 s, $2/Mtoken, 2",
        "credits: 3810 credits, 0 s, $2/Mtoken, 3",
        "dollars: $0.00609, 5 min, $2/Mtoken, 2",
        "dollars: $0.00611, 5 min, $2/Mtoken, 3",
        "dollars: $0.00429, 5 min, '', 2",
        "dollars: $0.00431, 5 min, '', 3",
        "dollars: $0.00479, 0 s, $2/Mtoken, 2",
        "dollars: $0.00481, 0 s, $2/Mtoken, 3"
    })
    void limitsCountWhatIsKept(String cap, String lifetime, String write, long served) {
        ByHand run = run(day(cap), lifetime, write);
        assertThat(run.perSecond("t", "completed") * DAY).isCloseTo(served, within(1e-6));
    }

    /**
     * A bucket that takes a request whole, and fills up in a year: with 1625 credits, or $2.80 at
     * prices of a thousand tokens, for the first of a session and more for the second it has room
     * for two first ones, or not.
     */
    @ParameterizedTest
    @CsvSource({
        "credits: 3230 credits, 1",
        "credits: 3251 credits, 2",
        "dollars: $5.57, 1",
        "dollars: $5.61, 2"
    })
    void bucketsTakeWhatWillBeKept(String holds, long served) {
        String limit = "limits: [{name: b, kind: bucket, window: 366 d, holds: 366 d, estimate: 100"
                + " tokens, " + holds + "}], retry: {max: 0}";
        ByHand run = run(limit, "5 min", "$2/ktoken");
        assertThat(run.perSecond("t", "completed") * DAY).isCloseTo(served, within(1e-6));
    }

    /** Three requests: 2700 w + 1500 + 3000 millionths with a cache, else 5700 + 3000. */
    @ParameterizedTest
    @CsvSource({"5 min, $2/Mtoken, 9900", "5 min, '', 7200", "0 s, $2/Mtoken, 8700"})
    void listPricesCountWhatIsKept(String lifetime, String write, double millionths) {
        ByHand run = run(day("requests: 3"), lifetime, write);
        assertThat(run.value("list.value", "mean", "tier", "t") * DAY)
                .isCloseTo(1e-6 * millionths, within(1e-12));
    }

    /** Whoever pays past a cap of one request pays 3300 + 3800 millionths for the other two. */
    @Test
    void whoPaysPaysForWhatIsKept() {
        String limit = day("requests: 1").replace("leave", "pay");
        ByHand run = run(limit + ", reactions: {overageCap: $0.005/month}", "5 min", "$2/Mtoken");
        assertThat(run.value("overage.revenue", "mean", "tier", "t") * DAY)
                .isCloseTo(7100e-6, within(1e-12));
    }

    /** Of a stream nothing is kept: its fresh tokens cost what input costs. */
    @Test
    void listPricesAreThoseOfTheTokens() {
        ByHand run = ByHand.run(
                "{name: t, users: 50, mix: {w: 100 %}, sessionsPerUserWeek: 100}",
                "demand.workloads.w.cacheLifetime",
                "5 min",
                "demand.workloads.w.requests",
                "{median: 2, mean: 3}",
                "demand.streams",
                "[{name: s, model: m, rate: 0.01 /s, input: 70 tokens, output: 30 tokens}]",
                "models.m.price",
                "{input: $1/Mtoken, cacheWrite: $1.25/Mtoken, cachedInput: $0.1/Mtoken,"
                        + " output: $5/Mtoken}");
        for (String tier : new String[] {"t", "s"}) {
            double tokens = (tier.equals("t") ? 1.25 : 1)
                            * run.value("tokens", "mean", "tier", tier, "kind", "input")
                    + 0.1 * run.value("tokens", "mean", "tier", tier, "kind", "cached")
                    + 5 * run.value("tokens", "mean", "tier", tier, "kind", "output");
            assertThat(run.value("list.value", "mean", "tier", tier))
                    .as(tier)
                    .isCloseTo(1e-6 * tokens, within(1e-12 * tokens))
                    .isPositive();
        }
    }
}
