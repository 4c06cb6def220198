package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Caps as they hold in a period, by what policies say beforehand. */
final class DatedCapsTest {
    private static final String CHAT = "{kind: chat, model: m, requests: 1, think: 10 s,"
            + " input: 900 tokens, output: 100 tokens, contextLimit: 10 k tokens}";

    /** Ten days from 2 March; a mean user asks ten times in a window, and may so often. */
    private static CapUse.Windows windows(int requests, String changes) {
        Outlook outlook = Explained.text(
                Explained.PLAIN,
                "horizon",
                "10 d",
                "additions",
                "[]",
                "contract",
                "null",
                "demand.streams",
                "[]",
                "demand.workloads",
                "{chat: " + CHAT + "}",
                "demand.tiers",
                "[{name: t, users: 1000, sessionsPerUserWeek: 336, mix: {chat: 100 %},"
                        + " limits: [{name: l, kind: account-phase, window: 5 h, requests: "
                        + requests + "}]}]",
                "policies",
                "{" + changes + "}");
        return outlook.caps(outlook.whole).get(0).windows();
    }

    @Test
    void whatWasDecidedBeforeTheStartHolds() {
        CapUse.Windows plain = windows(10, "");
        CapUse.Windows three = windows(30, "");
        assertThat(plain.over()).isGreaterThan(2 * three.over());
        assertThat(windows(10, "changes: [{at: 2026-03-01, limits: [l], scale: 3}]"))
                .isEqualTo(three);
        CapUse.Windows none =
                windows(10, "changes: [{at: 2026-03-01, limits: [l], enforced: false}]");
        assertThat(none.over()).isZero();
        assertThat(none.windows()).isZero();
        assertThat(none.meanShare()).as("of no cap").isNaN();
    }

    /** In force for six days of ten, four of them at three times the cap. */
    @Test
    void eachFactorCountsForAsLongAsItHolds() {
        CapUse.Windows plain = windows(10, "");
        CapUse.Windows three = windows(30, "");
        CapUse.Windows all = windows(
                10,
                "changes: [{at: 2 d, enforced: false}, {at: 6 d, scale: 1.5}],"
                        + " promotions: [{from: 6 d, until: 20 d, scale: 2}]");
        double over = 0.2 * plain.over() + 0.4 * three.over();
        assertThat(all.over()).isCloseTo(over, within(1e-12));
        double share = (0.2 * plain.meanShare() + 0.4 * three.meanShare()) / 0.6;
        assertThat(all.meanShare()).isCloseTo(share, within(1e-12));
    }
}
