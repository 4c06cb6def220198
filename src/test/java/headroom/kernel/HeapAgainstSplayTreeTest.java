package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.SplayTree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.SplittableRandom;

/**
 * The heap and SSJ's splay tree do the same, operation by operation, on long random sequences of
 * every operation of the interface with many ties.
 *
 * <p>Every event exists twice, one twin in each list; twins are compared by number. The keys of
 * events put beside others are the others', as {@code Event.scheduleBefore} makes them: a splay
 * tree with keys out of order has no defined behaviour.
 */
final class HeapAgainstSplayTreeTest {
    private static final Simulator CLOCK = new Simulator();

    private final HeapEventList heap = new HeapEventList();
    private final SplayTree tree = new SplayTree();
    /** Pairs in both lists, in no order. */
    private final List<Pair> pending = new ArrayList<>();

    private SplittableRandom random = new SplittableRandom(0);
    private double now;
    private int created;
    private int typicalSize;

    @ParameterizedTest
    @CsvSource({
        "1, 10, 300000",
        "2, 60, 300000",
        "3, 60, 300000",
        "4, 400, 300000",
        "5, 3000, 100000"
    })
    void behavesAsTheSplayTree(long seed, int size, int operations) {
        random = new SplittableRandom(seed);
        typicalSize = size;
        int checkEvery = Math.max(50, 5 * size);
        for (int i = 0; i < operations; i++) {
            operate();
            assertThat(heap.isEmpty()).isEqualTo(tree.isEmpty());
            assertThat(heap.size()).isEqualTo(pending.size());
            same(heap.getFirst(), tree.getFirst());
            if (i % checkEvery == 0) {
                sameOrder();
                heap.audit();
            }
        }
        while (!tree.isEmpty()) {
            same(heap.removeFirst(), tree.removeFirst());
        }
        assertThat(heap.isEmpty()).isTrue();
    }

    private void operate() {
        boolean shrink = random.nextInt(2 * typicalSize) < pending.size();
        switch (random.nextInt(20)) {
            case 0 -> addFirst();
            case 1 -> addBeside(true);
            case 2 -> addBeside(false);
            case 3 -> ofClass();
            case 4 -> walk(random.nextInt(typicalSize < 100 ? 4 : 400) == 0);
            case 5 -> clear(random.nextInt(2000) == 0);
            case 6, 7, 8, 9 -> removeAny();
            default -> {
                if (shrink) {
                    removeFirst();
                } else {
                    add();
                }
            }
        }
    }

    private void add() {
        Pair pair = pair(now + random.nextInt(4), random.nextInt(3));
        heap.add(pair.ours);
        tree.add(pair.theirs);
        pending.add(pair);
    }

    private void addFirst() {
        Event first = tree.getFirst();
        double time = first == null ? now : first.time();
        double priority = first == null ? 1 : first.priority() - random.nextInt(2);
        Pair pair = pair(time, priority);
        heap.addFirst(pair.ours);
        tree.addFirst(pair.theirs);
        pending.add(pair);
    }

    private void addBeside(boolean before) {
        if (pending.isEmpty()) {
            return;
        }
        Pair other = any();
        Pair pair = pair(other.ours.time(), other.ours.priority());
        if (before) {
            heap.addBefore(pair.ours, other.ours);
            tree.addBefore(pair.theirs, other.theirs);
        } else {
            heap.addAfter(pair.ours, other.ours);
            tree.addAfter(pair.theirs, other.theirs);
        }
        pending.add(pair);
    }

    private void removeAny() {
        if (pending.isEmpty()) {
            return;
        }
        Pair pair = any();
        assertThat(heap.remove(pair.ours)).isTrue();
        assertThat(tree.remove(pair.theirs)).isTrue();
        assertThat(heap.remove(pair.ours)).isFalse();
        pending.remove(pair);
    }

    private void removeFirst() {
        Twin first = (Twin) heap.removeFirst();
        same(first, tree.removeFirst());
        if (first != null) {
            now = Math.max(now, first.time());
            pending.removeIf(pair -> pair.ours == first);
        }
    }

    private void ofClass() {
        for (Class<? extends Twin> type : List.of(Twin.class, RareTwin.class)) {
            same(heap.getFirstOfClass(type), tree.getFirstOfClass(type));
            same(heap.getFirstOfClass(type.getName()), tree.getFirstOfClass(type.getName()));
        }
        assertThat(heap.getFirstOfClass("none")).isNull();
    }

    private void clear(boolean really) {
        if (really) {
            heap.clear();
            tree.clear();
            pending.clear();
        }
    }

    /** A random walk of both iterators which adds, replaces and removes on its way. */
    private void walk(boolean really) {
        if (!really || pending.isEmpty()) {
            return;
        }
        ListIterator<Event> ours = heap.listIterator();
        ListIterator<Event> theirs = tree.listIterator();
        boolean returned = false;
        for (int step = 0; step < 12 && !pending.isEmpty(); step++) {
            assertThat(ours.hasNext()).isEqualTo(theirs.hasNext());
            assertThat(ours.hasPrevious()).isEqualTo(theirs.hasPrevious());
            int choice = random.nextInt(8);
            if (choice < 4 && ours.hasNext()) {
                assertThat(ours.nextIndex()).isEqualTo(theirs.nextIndex());
                same(ours.next(), theirs.next());
                returned = true;
            } else if (choice < 6 && ours.hasPrevious()) {
                assertThat(ours.previousIndex()).isEqualTo(theirs.previousIndex());
                same(ours.previous(), theirs.previous());
                returned = true;
            } else if (choice == 6) {
                addAt(ours, theirs);
                returned = false;
            } else if (returned) {
                returned = replaceOrRemove(ours, theirs);
            }
        }
    }

    private void addAt(ListIterator<Event> ours, ListIterator<Event> theirs) {
        Event model = ours.hasNext() ? ours.next() : ours.previous();
        if (theirs.hasNext()) {
            same(model, theirs.next());
            ours.previous();
            theirs.previous();
        } else {
            same(model, theirs.previous());
            ours.next();
            theirs.next();
        }
        Pair pair = pair(model.time(), model.priority());
        ours.add(pair.ours);
        theirs.add(pair.theirs);
        pending.add(pair);
    }

    private boolean replaceOrRemove(ListIterator<Event> ours, ListIterator<Event> theirs) {
        boolean atNext = ours.hasNext();
        Event here = atNext ? ours.next() : ours.previous();
        same(here, atNext ? theirs.next() : theirs.previous());
        pending.removeIf(pair -> pair.ours == here);
        if (random.nextBoolean()) {
            Pair pair = pair(here.time(), here.priority());
            ours.set(pair.ours);
            theirs.set(pair.theirs);
            pending.add(pair);
            return true;
        }
        ours.remove();
        theirs.remove();
        return false;
    }

    private void sameOrder() {
        Iterator<Event> theirs = tree.iterator();
        for (Event event : heap) {
            same(event, theirs.next());
        }
        assertThat(theirs.hasNext()).isFalse();
    }

    private static void same(Event ours, Event theirs) {
        if (ours == null || theirs == null) {
            assertThat(ours).isSameAs(theirs);
        } else if (((Twin) ours).number != ((Twin) theirs).number) {
            throw new AssertionError("heap says " + ours + ", splay tree says " + theirs);
        }
    }

    private Pair any() {
        return pending.get(random.nextInt(pending.size()));
    }

    private Pair pair(double time, double priority) {
        created++;
        return new Pair(Twin.of(created, time, priority), Twin.of(created, time, priority));
    }

    private record Pair(Twin ours, Twin theirs) {}

    private static class Twin extends Event {
        private final int number;

        Twin(int number, double time, double priority) {
            super(CLOCK);
            this.number = number;
            this.eventTime = time;
            this.priority = priority;
        }

        static Twin of(int number, double time, double priority) {
            boolean rare = number % 17 == 0;
            return rare ? new RareTwin(number, time, priority) : new Twin(number, time, priority);
        }

        @Override
        public void actions() {}

        @Override
        public String toString() {
            return number + " (" + time() + ", " + priority() + ")";
        }
    }

    private static final class RareTwin extends Twin {
        RareTwin(int number, double time, double priority) {
            super(number, time, priority);
        }
    }
}
