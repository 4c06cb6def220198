package headroom.kernel;

import org.jspecify.annotations.Nullable;

import umontreal.ssj.simevents.Event;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;

/**
 * Walks a {@link HeapEventList} in the order in which its events would happen.
 *
 * <p>The order is taken once, when the walk begins; a change of the list by anything else makes
 * every later call throw. {@code add} and {@code set} move the event's own time and priority
 * between those of its neighbours where they are not, as SSJ's lists do; SSJ refuses that for an
 * event that has been given a time.
 */
final class HeapEventIterator implements ListIterator<Event> {
    private static final int NONE = -1;

    private final HeapEventList list;
    private final List<Event> order;
    private int cursor;
    /** Index of the event last returned, while {@code set} and {@code remove} may use it. */
    private int returned = NONE;

    private int knownChanges;

    HeapEventIterator(HeapEventList list) {
        this.list = list;
        this.order = new ArrayList<>(List.of(list.inOrder()));
        this.knownChanges = list.changes();
    }

    @Override
    public boolean hasNext() {
        requireUnchanged();
        return cursor < order.size();
    }

    @Override
    public Event next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        returned = cursor;
        return order.get(cursor++);
    }

    @Override
    public boolean hasPrevious() {
        requireUnchanged();
        return cursor > 0;
    }

    @Override
    public Event previous() {
        if (!hasPrevious()) {
            throw new NoSuchElementException();
        }
        returned = --cursor;
        return order.get(cursor);
    }

    @Override
    public int nextIndex() {
        requireUnchanged();
        return cursor;
    }

    @Override
    public int previousIndex() {
        requireUnchanged();
        return cursor - 1;
    }

    @Override
    public void remove() {
        Event event = requireReturned();
        list.remove(event);
        order.remove(returned);
        if (returned < cursor) {
            cursor--;
        }
        settle();
    }

    @Override
    public void set(Event event) {
        Event replaced = requireReturned();
        if (event != replaced && list.contains(event)) {
            throw new IllegalArgumentException("event is in the list already: " + event);
        }
        Event before = neighbour(returned - 1);
        Event after = neighbour(returned + 1);
        moveBetween(event, before, after);
        list.remove(replaced);
        list.addBetween(event, before, after);
        order.set(returned, event);
        knownChanges = list.changes();
    }

    @Override
    public void add(Event event) {
        requireUnchanged();
        Event before = neighbour(cursor - 1);
        Event after = neighbour(cursor);
        moveBetween(event, before, after);
        list.addBetween(event, before, after);
        order.add(cursor++, event);
        settle();
    }

    private static void moveBetween(Event event, @Nullable Event before, @Nullable Event after) {
        if (after != null && event.compareTo(after) > 0) {
            takeKey(event, after);
        }
        if (before != null && event.compareTo(before) < 0) {
            takeKey(event, before);
        }
    }

    private static void takeKey(Event event, Event neighbour) {
        // the priority first: SSJ refuses to change it once a time is set
        event.setPriority(neighbour.priority());
        event.setTime(neighbour.time());
    }

    private @Nullable Event neighbour(int index) {
        return index >= 0 && index < order.size() ? order.get(index) : null;
    }

    private void settle() {
        returned = NONE;
        knownChanges = list.changes();
    }

    private Event requireReturned() {
        requireUnchanged();
        if (returned == NONE) {
            throw new IllegalStateException("no event returned since the last change");
        }
        return order.get(returned);
    }

    private void requireUnchanged() {
        if (list.changes() != knownChanges) {
            throw new ConcurrentModificationException();
        }
    }
}
