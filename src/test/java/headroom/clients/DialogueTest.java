package headroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.Streams;
import headroom.serving.Requests;
import headroom.variates.QuantileTable;
import headroom.workload.Workload;

import org.junit.jupiter.api.Test;

/** What of a session's context is cached, request by request, in numbers worked out by hand. */
final class DialogueTest {
    private static final double LIFETIME_SECONDS = 300;

    private final Sessions sessions = new Sessions();
    private final Requests requests = new Requests();
    private final Dialogue dialogue = new Dialogue(sessions, requests, new Streams(1, 0));
    private final Workload workload = new Workload(
            "w",
            0,
            true,
            constant(3),
            constant(2),
            constant(5),
            constant(60),
            constant(1000),
            constant(100),
            constant(20),
            1500,
            400,
            LIFETIME_SECONDS);

    private static QuantileTable constant(double value) {
        return QuantileTable.constant(value);
    }

    private void expect(int s, int prompt, int fresh) {
        assertThat(requests.promptTokens(sessions.request(s))).isEqualTo(prompt);
        assertThat(requests.newTokens(sessions.request(s))).isEqualTo(fresh);
        assertThat(requests.outputTokens(sessions.request(s))).isEqualTo(20);
    }

    @Test
    void theContextGrowsIsCachedForItsLifetimeAndIsCompactedAtItsLimit() {
        int s = sessions.open(0, 0, 0);
        dialogue.open(s, workload);
        dialogue.nextRequest(s, workload, 0);
        expect(s, 1100, 1100);
        assertThat(dialogue.answered(s, workload, 20, 10)).isEqualTo(15);
        dialogue.nextRequest(s, workload, 10 + LIFETIME_SECONDS);
        expect(s, 1220, 100);
        // refused, and tried again a moment after the cache has expired
        dialogue.renew(s, workload, Math.nextUp(10 + LIFETIME_SECONDS));
        expect(s, 1220, 1220);
        assertThat(dialogue.answered(s, workload, 20, 400)).isEqualTo(460);
        dialogue.nextRequest(s, workload, 460);
        expect(s, 1340, 100);
        dialogue.answered(s, workload, 20, 500);
        dialogue.nextRequest(s, workload, 505);
        expect(s, 1460, 100);
        dialogue.answered(s, workload, 20, 510);
        // 1,480 and 120 more would exceed 1,500: compacted to 400, of which nothing is cached
        dialogue.nextRequest(s, workload, 520);
        expect(s, 500, 500);
    }

    @Test
    void threeRequestsOfTwoStepsAreSixStepsWithToolsAndThoughtsBetween() {
        int s = sessions.open(0, 0, 0);
        dialogue.open(s, workload);
        double[] pauses = {5, 60, 5, 60, 5, Double.POSITIVE_INFINITY};
        for (double pause : pauses) {
            dialogue.nextRequest(s, workload, 0);
            assertThat(dialogue.answered(s, workload, 20, 0)).isEqualTo(pause);
        }
    }
}
