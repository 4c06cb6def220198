package headroom.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Each number of each session is its own, whatever else is written. */
final class SessionsTest {
    private static final int COUNT = 2_500;
    private static final int[] MARKS = {
        Sessions.RECALLED,
        Sessions.PAYING,
        Sessions.SLOW,
        Sessions.MID_TURN,
        Sessions.METERED,
        Sessions.GUEST,
        Sessions.PREFILLED
    };

    private final Sessions sessions = new Sessions();

    private void write(int s) {
        sessions.state(s, SessionState.values()[s % SessionState.values().length]);
        sessions.wakeSeconds(s, s + 0.1);
        sessions.answeredSeconds(s, s + 0.2);
        sessions.issuedSeconds(s, s + 0.3);
        sessions.peakFactor(s, s + 0.4);
        sessions.requestsLeft(s, s + 1);
        sessions.stepsLeft(s, s + 2);
        sessions.contextTokens(s, s + 3);
        sessions.appendTokens(s, s + 4);
        sessions.request(s, s - 1);
        sessions.replica(s, s + 5, s + 6);
        sessions.home(s, s + 7, s + 8);
        sessions.number(s, s + 9);
        sessions.otherModel(s, s % 65 - 1);
        sessions.answeredModel(s, (s + 7) % 65 - 1);
        for (int i = 0; i < MARKS.length; i++) {
            sessions.mark(s, MARKS[i], (s >> i & 1) != 0);
        }
    }

    private List<Number> numbers(int s) {
        List<Number> all = new ArrayList<>();
        all.addAll(List.of(sessions.tier(s), sessions.user(s), sessions.workload(s)));
        all.addAll(List.of(sessions.state(s).ordinal(), sessions.wakeSeconds(s)));
        all.addAll(List.of(sessions.answeredSeconds(s), sessions.issuedSeconds(s)));
        all.addAll(List.of(sessions.peakFactor(s), sessions.requestsLeft(s)));
        all.addAll(List.of(sessions.stepsLeft(s), sessions.contextTokens(s)));
        all.addAll(List.of(sessions.appendTokens(s), sessions.request(s)));
        all.addAll(List.of(sessions.replica(s), sessions.replicaSerial(s)));
        all.addAll(List.of(sessions.home(s), sessions.homeSerial(s)));
        all.addAll(List.of(sessions.number(s), sessions.otherModel(s)));
        all.add(sessions.answeredModel(s));
        for (int mark : MARKS) {
            all.add(sessions.is(s, mark) ? 1 : 0);
        }
        return all;
    }

    private static List<Number> expected(int s) {
        List<Number> all = new ArrayList<>();
        all.addAll(List.of(s % 1000, s * 3, s % 7 - 1, s % SessionState.values().length));
        all.addAll(List.of(s + 0.1, s + 0.2, s + 0.3, s + 0.4, s + 1, s + 2, s + 3, s + 4));
        all.addAll(List.of(s - 1, s + 5, s + 6, s + 7, s + 8, s + 9));
        all.addAll(List.of(s % 65 - 1, (s + 7) % 65 - 1));
        for (int i = 0; i < MARKS.length; i++) {
            all.add(s >> i & 1);
        }
        return all;
    }

    @Test
    void numbersDoNotTouchEachOther() {
        for (int i = 0; i < COUNT; i++) {
            int s = sessions.open(i % 1000, i * 3, i % 7 - 1);
            assertThat(s).isEqualTo(i);
            write(s);
        }
        for (int s = COUNT - 1; s >= 0; s--) {
            assertThat(numbers(s)).isEqualTo(expected(s));
        }
    }

    @Test
    void aModelThatHasNoRoomIsRefused() {
        int s = sessions.open(0, 0, 0);
        sessions.otherModel(s, 254);
        assertThat(sessions.otherModel(s)).isEqualTo(254);
        assertThatIllegalArgumentException().isThrownBy(() -> sessions.otherModel(s, 255));
        assertThat(sessions.answeredModel(s)).isEqualTo(-1);
    }

    @Test
    void anIndexUsedAgainHoldsNothingOfTheSessionBefore() {
        int s = sessions.open(3, 4, 5);
        write(s);
        sessions.countRetry(s);
        int context = sessions.context(s);
        sessions.close(s);
        assertThat(sessions.open(6, 7, -1)).isEqualTo(s);
        assertThat(sessions.tier(s)).isEqualTo(6);
        assertThat(sessions.user(s)).isEqualTo(7);
        assertThat(sessions.workload(s)).isEqualTo(-1);
        assertThat(sessions.context(s)).isNotEqualTo(context);
        assertThat(sessions.state(s)).isEqualTo(SessionState.THINKING);
        assertThat(sessions.answeredSeconds(s)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(List.of(sessions.contextTokens(s), sessions.retries(s), sessions.homeSerial(s)))
                .containsOnly(0);
        assertThat(List.of(sessions.request(s), sessions.otherModel(s), sessions.answeredModel(s)))
                .containsOnly(-1);
        for (int mark :
                new int[] {Sessions.PAYING, Sessions.SLOW, Sessions.MID_TURN, Sessions.METERED}) {
            assertThat(sessions.is(s, mark)).isFalse();
        }
    }
}
