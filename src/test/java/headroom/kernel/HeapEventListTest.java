package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;

/** What the event list promises, case by case; the long comparison with SSJ stands apart. */
final class HeapEventListTest {
    private final HeapEventList list = new HeapEventList();

    @Test
    void ordersByTimeThenPriorityThenInsertion() {
        add("c", 2, 1);
        add("a", 1, 5);
        add("d", 2, 1);
        add("b", 2, 0);
        add("e", 2, 1);
        assertThat(drain()).containsExactly("a", "b", "c", "d", "e");
        assertThat(list.removeFirst()).isNull();
        assertThat(list.getFirst()).isNull();
    }

    @Test
    void zeroAndMinusZeroAreOneTime() {
        add("a", 0.0, 1);
        add("b", -0.0, 1);
        Marked between = new Marked("c", 0.0, 1);
        list.addAfter(between, list.getFirst());
        assertThat(drain()).containsExactly("a", "c", "b");
    }

    @Test
    void addFirstIsFirstWhateverItsKey() {
        add("b", 1, -1);
        list.addFirst(new Marked("a", 7, 7));
        add("c", 1, -1);
        add("early", 0, 0);
        assertThat(drain()).containsExactly("early", "a", "b", "c");
    }

    @Test
    void manyInsertionsAtOnePlaceKeepTheirOrder() {
        Marked anchor = add("anchor", 1, 1);
        add("last", 1, 1);
        List<String> expected = new ArrayList<>(List.of("anchor"));
        for (int i = 0; i < 500; i++) {
            list.addAfter(new Marked("after" + i, 1, 1), anchor);
            expected.add(expected.indexOf("anchor") + 1, "after" + i);
            list.addBefore(new Marked("before" + i, 1, 1), anchor);
            expected.add(expected.indexOf("anchor"), "before" + i);
        }
        add("behind", 1, 1);
        expected.addAll(List.of("last", "behind"));
        list.audit();
        assertThat(drain()).isEqualTo(expected);
    }

    @Test
    void refusesWhatWouldBreakTheOrder() {
        Marked event = add("a", 1, 1);
        assertThatThrownBy(() -> list.add(event)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> add("n", Double.NaN, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> add("n", 1, Double.NaN)).hasMessageContaining("NaN");
        Marked absent = new Marked("x", 1, 1);
        assertThatThrownBy(() -> list.addAfter(new Marked("y", 1, 1), absent))
                .hasMessageContaining("not in list");
        assertThat(list.remove(absent)).isFalse();
        assertThat(list.size()).isEqualTo(1);
    }

    @Test
    void anEventOfAnotherListIsNotOurs() {
        HeapEventList other = new HeapEventList();
        Marked theirs = new Marked("theirs", 1, 1);
        other.add(theirs);
        Marked ours = add("ours", 1, 1);
        assertThat(list.remove(theirs)).isFalse();
        assertThat(other.remove(ours)).isFalse();
        assertThat(other.remove(theirs)).isTrue();
    }

    @Test
    void clearedEventsCanBeAddedAgain() {
        Marked event = add("a", 1, 1);
        list.clear();
        assertThat(list.isEmpty()).isTrue();
        list.add(event);
        assertThat(drain()).containsExactly("a");
    }

    @Test
    void iteratorFailsFastAndKeepsJavasContract() {
        add("a", 1, 1);
        add("b", 2, 1);
        ListIterator<Event> walk = list.listIterator();
        assertThat(walk.previousIndex()).isEqualTo(-1);
        assertThatThrownBy(walk::previous).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(walk::remove).isInstanceOf(IllegalStateException.class);
        walk.next();
        walk.next();
        assertThat(walk.nextIndex()).isEqualTo(2);
        assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
        list.removeFirst();
        assertThatThrownBy(walk::hasNext).isInstanceOf(ConcurrentModificationException.class);
    }

    @Test
    void iteratorMovesAnEventBetweenItsNeighbours() {
        add("a", 1, 3);
        add("z", 5, 1);
        ListIterator<Event> walk = list.listIterator();
        walk.next();
        Marked unscheduled = new Marked("m", -10, 1);
        walk.add(unscheduled);
        assertThat(unscheduled.time()).isEqualTo(1);
        assertThat(unscheduled.priority()).isEqualTo(3);
        walk.next();
        Marked timed = new Marked("t", 0.5, 1);
        assertThatThrownBy(() -> walk.set(timed)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(drain()).containsExactly("a", "m", "z");
    }

    @Test
    void iteratorAddsToAnEmptyList() {
        list.listIterator().add(new Marked("a", 1, 1));
        assertThat(drain()).containsExactly("a");
    }

    @Test
    void printsInOrder() {
        add("b", 2, 1);
        add("a", 1, 1);
        assertThat(list.toString())
                .isEqualTo("Contents of the event list HeapEventList:\n1.0, 1.0 : a\n2.0, 1.0 : b");
    }

    @Test
    void servesSsjsOwnSimulator() {
        Simulator simulator = new Simulator(list);
        List<String> done = new ArrayList<>();
        Step first = new Step(simulator, "first", done);
        Step second = new Step(simulator, "second", done);
        Step third = new Step(simulator, "third", done);
        Step cancelled = new Step(simulator, "cancelled", done);
        Step moved = new Step(simulator, "moved", done);
        second.schedule(2.0);
        first.scheduleBefore(second);
        third.scheduleAfter(second);
        cancelled.schedule(1.0);
        moved.schedule(0.5);
        moved.reschedule(3.0);
        assertThat(cancelled.cancel()).isTrue();
        assertThat(cancelled.cancel()).isFalse();
        simulator.start();
        assertThat(done).containsExactly("first", "second", "third", "moved");
    }

    private Marked add(String name, double time, double priority) {
        Marked event = new Marked(name, time, priority);
        list.add(event);
        return event;
    }

    private List<String> drain() {
        List<String> names = new ArrayList<>();
        for (Event event = list.removeFirst(); event != null; event = list.removeFirst()) {
            names.add(event.toString());
        }
        return names;
    }

    private static final class Marked extends Event {
        private final String name;

        Marked(String name, double time, double priority) {
            super(new Simulator());
            this.name = name;
            this.eventTime = time;
            this.priority = priority;
        }

        @Override
        public void actions() {}

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class Step extends Event {
        private final String name;
        private final List<String> done;

        Step(Simulator simulator, String name, List<String> done) {
            super(simulator);
            this.name = name;
            this.done = done;
        }

        @Override
        public void actions() {
            done.add(name);
        }
    }
}
