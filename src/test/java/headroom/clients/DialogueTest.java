package headroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.clients.Dialogue.Draw;
import headroom.kernel.Streams;
import headroom.serving.Requests;
import headroom.variates.QuantileTable;
import headroom.workload.Workload;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What of a session's context is cached, request by request, in numbers worked out by hand. */
final class DialogueTest {
    private static final double LIFETIME_SECONDS = 300;

    private final Sessions sessions = new Sessions();
    private final Requests requests = new Requests();
    private final Dialogue dialogue =
            new Dialogue(sessions, requests, List.of("t"), new Streams(1, 0));
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

    private static QuantileTable drawn(double mean) {
        return QuantileTable.exponential(mean, 1, 50 * mean);
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

    /** What the requests of a session hold and when they come, to its end. */
    private List<Double> unfold(Dialogue some, Workload w, int number) {
        int s = sessions.open(0, 9, 0);
        sessions.number(s, number);
        some.open(s, w);
        List<Double> drawn = new ArrayList<>();
        for (double now = 0; now < Double.POSITIVE_INFINITY; ) {
            some.nextRequest(s, w, now);
            int r = sessions.request(s);
            drawn.addAll(List.of((double) requests.promptTokens(r), now));
            drawn.add((double) requests.outputTokens(r));
            requests.free(r);
            now = some.answered(s, w, 20, now);
        }
        sessions.close(s);
        return drawn;
    }

    @Test
    void aSessionUnfoldsAsItDoesWhateverHappensBeforeIt() {
        Workload w = new Workload(
                "w",
                0,
                true,
                drawn(6),
                drawn(4),
                drawn(5),
                drawn(60),
                drawn(1000),
                drawn(100),
                drawn(200),
                1 << 20,
                400,
                LIFETIME_SECONDS);
        List<List<Double>> forwards = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            forwards.add(unfold(dialogue, w, number));
        }
        assertThat(Set.copyOf(forwards)).hasSize(50);
        Dialogue again = new Dialogue(sessions, requests, List.of("t"), new Streams(1, 0));
        for (int number = 49; number >= 0; number--) {
            assertThat(unfold(again, w, number)).isEqualTo(forwards.get(number));
        }
        Dialogue other = new Dialogue(sessions, requests, List.of("u"), new Streams(1, 0));
        assertThat(unfold(other, w, 0)).isNotEqualTo(forwards.get(0));
    }

    @Test
    void noNumberServesTwoPurposesTwoRequestsTwoSessionsOrTwoUsers() {
        Set<Double> drawn = new HashSet<>();
        int draws = 0;
        for (int i = 0; i < 100; i++) {
            int s = sessions.open(0, i / 10, 0);
            sessions.number(s, i % 10);
            for (int requests = 0; requests < 7; requests++) {
                for (int steps = 0; steps < 5; steps++) {
                    sessions.requestsLeft(s, requests);
                    sessions.stepsLeft(s, steps);
                    for (Draw what : Draw.values()) {
                        drawn.add(dialogue.draw(s, what));
                        draws++;
                    }
                }
            }
            sessions.close(s);
        }
        assertThat(drawn).hasSize(draws);
    }

    @Test
    void decisionsAreCountedFromTheBeginningOfEachRequest() {
        int s = sessions.open(0, 1, 0);
        List<Double> first = List.of(dialogue.decide(s), dialogue.decide(s), dialogue.decide(s));
        assertThat(Set.copyOf(first)).hasSize(3);
        sessions.requestsLeft(s, 4);
        double next = dialogue.decide(s);
        assertThat(first).doesNotContain(next);
        sessions.answered(s);
        sessions.requestsLeft(s, 0);
        assertThat(List.of(dialogue.decide(s), dialogue.decide(s), dialogue.decide(s)))
                .isEqualTo(first);
    }
}
