package headroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.CalendarQueue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Time-outs in a ring, against a list of deadlines. */
final class DeadlinesTest {
    private static final int ID = 7_000_000;

    private final Sessions sessions = new Sessions();
    private final CalendarQueue clock = new CalendarQueue();

    private void send(int s) {
        sessions.countAttempt(s);
        sessions.state(s, SessionState.IN_SERVICE);
    }

    @Test
    void eachAttemptThatIsNotOverTimesOutAtItsInstant() {
        SplittableRandom random = new SplittableRandom(1);
        Deadlines deadlines = new Deadlines(4, sessions, clock, ID);
        TreeMap<Integer, Double> expected = new TreeMap<>();
        int timedOut = 0;
        double now = 0;
        for (int i = 0; i < 300; i++) {
            sessions.open(0, 0, 0);
        }
        for (int i = 0; i < 50_000; i++) {
            now += random.nextInt(3) / 64.0;
            while (clock.nextSeconds() <= now) {
                double due = clock.nextSeconds();
                assertThat(clock.poll()).isEqualTo(ID);
                List<Integer> late = new ArrayList<>();
                for (int s = deadlines.due(due); s >= 0; s = deadlines.due(due)) {
                    late.add(s);
                    sessions.state(s, SessionState.BACKING_OFF);
                }
                List<Integer> naive = new ArrayList<>();
                expected.forEach((s, at) -> {
                    if (at == due) {
                        naive.add(s);
                    }
                });
                assertThat(late).containsExactlyInAnyOrderElementsOf(naive);
                naive.forEach(expected::remove);
                timedOut += late.size();
            }
            double then = now;
            assertThat(expected.values()).as("nothing is forgotten").allMatch(at -> at > then);
            int s = random.nextInt(300);
            if (expected.containsKey(s) && random.nextInt(4) > 0) {
                sessions.state(s, SessionState.THINKING);
                expected.remove(s);
            } else if (!expected.containsKey(s)) {
                send(s);
                deadlines.start(s, now);
                expected.put(s, now + 4);
            }
        }
        assertThat(timedOut).isGreaterThan(1000);
    }

    /** An attempt that ended does not time out the next one of the same session. */
    @Test
    void theNextAttemptHasItsOwnTime() {
        Deadlines deadlines = new Deadlines(10, sessions, clock, ID);
        int s = sessions.open(0, 0, 0);
        send(s);
        deadlines.start(s, 0);
        send(s);
        deadlines.start(s, 6);
        assertThat(clock.nextSeconds()).isEqualTo(10);
        clock.poll();
        assertThat(deadlines.due(10)).isEqualTo(Deadlines.NONE);
        assertThat(clock.nextSeconds()).isEqualTo(16);
        clock.poll();
        assertThat(deadlines.due(16)).isEqualTo(s);
    }

    @Test
    void withoutTimeOutTheClockStaysEmpty() {
        Deadlines deadlines = new Deadlines(Double.POSITIVE_INFINITY, sessions, clock, ID);
        int s = sessions.open(0, 0, 0);
        send(s);
        deadlines.start(s, 0);
        assertThat(clock.nextSeconds()).isInfinite();
    }
}
