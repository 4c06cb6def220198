package headroom.kernel;

import org.jspecify.annotations.Nullable;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.eventlist.EventList;

import java.util.Iterator;
import java.util.ListIterator;

/**
 * SSJ's event list on an indexed 4-ary heap: first in, first out among equal times and priorities.
 *
 * <p>Order. {@code add} puts an event behind all that have the same time and priority; {@code
 * addFirst} puts it at the head of the list whatever its key, {@code addBefore} and {@code
 * addAfter} next to another, as SSJ's {@code SplayTree} does. A label per event states the place
 * among equals; labels are spread {@value #GAP} apart, so that neighbours can be put between, and
 * are spread again in the rare case that no room is left.
 *
 * <p>Cost. {@code add}, {@code remove}, {@code removeFirst} and {@code addFirst} are O(log n),
 * {@code getFirst} O(1). {@code addBefore}, {@code addAfter} and {@code getFirstOfClass} look at
 * every event: the simulator itself never calls them. An iterator sorts once.
 *
 * <p>Differences from {@code SplayTree}, each on purpose: a time or priority that is NaN and an
 * event that is in the list already are refused; {@code ListIterator.nextIndex} and {@code
 * previousIndex} return size and -1 at the ends as {@code java.util} says, instead of throwing;
 * {@code ListIterator.add} works on an empty list and for an event never scheduled.
 */
public final class HeapEventList implements EventList {
    private static final long GAP = 1L << 20;

    private final EventHeap heap = new EventHeap();
    private long highestLabel;
    private long lowestLabel;
    private int changes;

    /** How many events are in the list. */
    public int size() {
        return heap.size();
    }

    @Override
    public boolean isEmpty() {
        return heap.size() == 0;
    }

    @Override
    public void clear() {
        changes++;
        heap.clear();
    }

    @Override
    public void add(Event event) {
        insert(event, event.time(), event.priority(), highestLabel += GAP);
    }

    @Override
    public void addFirst(Event event) {
        boolean ahead = isEmpty() || heap.compareKey(event.time(), event.priority(), 0) <= 0;
        double time = ahead ? event.time() : heap.timeAt(0);
        double priority = ahead ? event.priority() : heap.priorityAt(0);
        insert(event, time, priority, lowestLabel -= GAP);
    }

    @Override
    public void addBefore(Event event, Event other) {
        addBeside(event, other, false);
    }

    @Override
    public void addAfter(Event event, Event other) {
        addBeside(event, other, true);
    }

    @Override
    public @Nullable Event getFirst() {
        return isEmpty() ? null : heap.eventAt(0);
    }

    @Override
    public @Nullable Event getFirstOfClass(String className) {
        return firstOf(className, null);
    }

    @Override
    public <E extends Event> @Nullable E getFirstOfClass(Class<E> type) {
        return type.cast(firstOf(null, type));
    }

    @Override
    public Iterator<Event> iterator() {
        return listIterator();
    }

    @Override
    public ListIterator<Event> listIterator() {
        return new HeapEventIterator(this);
    }

    @Override
    public boolean remove(Event event) {
        int slot = heap.slotOf(event);
        if (slot >= 0) {
            changes++;
            heap.removeAt(slot);
        }
        return slot >= 0;
    }

    @Override
    public @Nullable Event removeFirst() {
        if (isEmpty()) {
            return null;
        }
        changes++;
        return heap.removeAt(0);
    }

    /** SSJ's format: a heading, then a line "time, priority : event" for each, in order. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Contents of the event list HeapEventList:");
        for (Event event : this) {
            text.append('\n').append(event.time()).append(", ").append(event.priority());
            text.append(" : ").append(event);
        }
        return text.toString();
    }

    /** Counts structural changes; an iterator compares it with the count it knows. */
    int changes() {
        return changes;
    }

    boolean contains(Event event) {
        return heap.slotOf(event) >= 0;
    }

    Event[] inOrder() {
        int[] slots = heap.slotsInOrder();
        Event[] order = new Event[slots.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = heap.eventAt(slots[i]);
        }
        return order;
    }

    /** Puts the event between two neighbours of the list, as near to its own key as they allow. */
    void addBetween(Event event, @Nullable Event before, @Nullable Event after) {
        double time = event.time();
        double priority = event.priority();
        if (before != null && heap.compareKey(time, priority, heap.slotOf(before)) <= 0) {
            addAfter(event, before);
        } else if (after != null && heap.compareKey(time, priority, heap.slotOf(after)) >= 0) {
            addBefore(event, after);
        } else {
            add(event);
        }
    }

    void audit() {
        heap.audit();
    }

    private void insert(Event event, double time, double priority, long label) {
        if (Double.isNaN(time) || Double.isNaN(priority)) {
            throw new IllegalArgumentException("time or priority is NaN: " + event);
        }
        if (contains(event)) {
            throw new IllegalArgumentException("event is in the list already: " + event);
        }
        changes++;
        heap.insert(event, time, priority, label);
    }

    private void addBeside(Event event, Event other, boolean after) {
        int slot = heap.slotOf(other);
        if (slot < 0) {
            throw new IllegalArgumentException("event not in list: " + other);
        }
        long label = labelBeside(slot, after);
        insert(event, heap.timeAt(slot), heap.priorityAt(slot), label);
    }

    private long labelBeside(int slot, boolean after) {
        int neighbour = heap.neighbourTie(slot, after);
        if (neighbour < 0) {
            return after ? (highestLabel += GAP) : (lowestLabel -= GAP);
        }
        if (Math.abs(heap.labelAt(slot) - heap.labelAt(neighbour)) < 2) {
            heap.spreadLabels(GAP);
            lowestLabel = 0;
            highestLabel = GAP * heap.size();
        }
        // between the two, whatever their signs
        long here = heap.labelAt(slot);
        return here + (heap.labelAt(neighbour) - here) / 2;
    }

    private @Nullable Event firstOf(@Nullable String className, @Nullable Class<?> type) {
        int first = -1;
        for (int slot = 0; slot < heap.size(); slot++) {
            Class<?> actual = heap.eventAt(slot).getClass();
            boolean wanted = actual == type || actual.getName().equals(className);
            if (wanted && (first < 0 || heap.precedes(slot, first))) {
                first = slot;
            }
        }
        return first < 0 ? null : heap.eventAt(first);
    }
}
