package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

final class AgendaTest {
    private final Agenda agenda = new Agenda();
    private final List<String> done = new ArrayList<>();

    @Test
    void settlesByTimeThenRankThenStartOrder() {
        Timer report = note("report", Rank.REPORT);
        Timer second = note("second", Rank.CONTROL);
        Timer first = note("first", Rank.CONTROL);
        Timer early = note("early", Rank.REPORT);
        Timer capacity = note("capacity", Rank.ARRIVE_CAPACITY);
        report.start(2);
        first.start(2);
        second.start(2);
        capacity.start(2);
        early.start(1);
        agenda.runUntil(2);
        assertThat(done).containsExactly("early", "capacity", "first", "second", "report");
        assertThat(agenda.eventsFired()).isEqualTo(5);
    }

    @Test
    void everyRankHasItsPlaceInTheInstant() {
        List<String> expected = new ArrayList<>();
        for (Rank rank : Rank.values()) {
            expected.add(rank.name());
        }
        for (int i = Rank.values().length - 1; i >= 0; i--) {
            note(Rank.values()[i].name(), Rank.values()[i]).start(1);
        }
        agenda.runUntil(1);
        assertThat(done).isEqualTo(expected);
        assertThat(expected.indexOf("ARRIVE_CAPACITY")).isLessThan(expected.indexOf("POWER"));
        assertThat(expected.indexOf("POWER")).isLessThan(expected.indexOf("CONTROL"));
        assertThat(expected.indexOf("CONTROL")).isLessThan(expected.indexOf("EPOCH"));
    }

    @Test
    void settlesTheHorizonItselfAndNothingPastIt() {
        note("at", Rank.REPORT).start(10);
        note("past", Rank.COMPLETE).start(Math.nextUp(10.0));
        agenda.runUntil(10);
        assertThat(done).containsExactly("at");
        assertThat(agenda.nowSeconds()).isEqualTo(10);
        agenda.runUntil(11);
        assertThat(done).containsExactly("at", "past");
        assertThat(agenda.nowSeconds()).isEqualTo(11);
    }

    @Test
    void settlesWhatStartsAtTheHorizonForTheHorizon() {
        Timer early = note("early rank", Rank.COMPLETE);
        Timer late = agenda.timer(Rank.REPORT, () -> {
            done.add("late");
            early.start(0);
        });
        late.start(5);
        agenda.runUntil(5);
        assertThat(done).containsExactly("late", "early rank");
    }

    @Test
    void theClockReachesAnEmptyHorizon() {
        agenda.runUntil(3);
        agenda.runUntil(3);
        assertThat(agenda.nowSeconds()).isEqualTo(3);
        assertThat(agenda.eventsFired()).isZero();
    }

    @Test
    void aTimerMayStartItselfAgain() {
        Timer[] tick = new Timer[1];
        tick[0] = agenda.timer(Rank.EPOCH, () -> {
            assertThat(tick[0].isRunning()).isFalse();
            done.add("" + agenda.nowSeconds());
            tick[0].start(10);
        });
        tick[0].start(0);
        agenda.runUntil(35);
        assertThat(done).containsExactly("0.0", "10.0", "20.0", "30.0");
        assertThat(tick[0].isRunning()).isTrue();
    }

    @Test
    void firesExactlyAtAnAbsoluteTime() {
        // 0.3 + (0.9 - 0.3) is another number
        double target = 0.9;
        agenda.runUntil(0.3);
        double[] seen = new double[1];
        agenda.timer(Rank.CALENDAR, () -> seen[0] = agenda.nowSeconds()).startAt(target);
        agenda.runUntil(1);
        assertThat(seen[0]).isEqualTo(target);
    }

    @Test
    void aStoppedTimerDoesNotFireAndCanStartAgain() {
        Timer timer = note("x", Rank.FAIL);
        timer.stop();
        timer.start(1);
        timer.stop();
        assertThat(timer.isRunning()).isFalse();
        agenda.runUntil(2);
        assertThat(done).isEmpty();
        timer.start(1);
        agenda.runUntil(3);
        assertThat(done).containsExactly("x");
    }

    @Test
    void aDoubleStartThrowsAndChangesNothing() {
        Timer timer = note("x", Rank.FAIL);
        timer.start(1);
        assertThatThrownBy(() -> timer.start(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1.0 s");
        agenda.runUntil(5);
        assertThat(done).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1e-300, -1, Double.POSITIVE_INFINITY})
    void refusesDelaysThatAreNoDelay(double delaySeconds) {
        // so late that the smallest negative delay would vanish in the sum
        agenda.runUntil(4);
        Timer timer = note("x", Rank.FAIL);
        assertThatThrownBy(() -> timer.start(delaySeconds))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> timer.startAt(delaySeconds))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> agenda.runUntil(delaySeconds))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(timer.isRunning()).isFalse();
    }

    @Test
    void refusesThePast() {
        agenda.runUntil(4);
        assertThatThrownBy(() -> note("x", Rank.FAIL).startAt(3.9)).hasMessageContaining("4.0 s");
        assertThatThrownBy(() -> agenda.runUntil(3.9)).hasMessageContaining("3.9");
    }

    @Test
    void refusesARunInsideARun() {
        agenda.timer(Rank.CONTROL, () -> agenda.runUntil(9)).start(1);
        assertThatThrownBy(() -> agenda.runUntil(2)).hasMessageContaining("inside a run");
    }

    @Test
    void anActionThatThrowsLeavesNoHorizonBehind() {
        agenda.timer(Rank.FAIL, () -> {
                    throw new IllegalStateException("broken");
                })
                .start(1);
        note("after", Rank.FAIL).start(1.5);
        assertThatThrownBy(() -> agenda.runUntil(2)).hasMessage("broken");
        agenda.runUntil(5);
        assertThat(done).containsExactly("after");
        assertThat(agenda.nowSeconds()).isEqualTo(5);
    }

    private Timer note(String what, Rank rank) {
        return agenda.timer(rank, () -> done.add(what));
    }
}
