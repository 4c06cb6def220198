package headroom.kernel;

import org.jspecify.annotations.Nullable;

import umontreal.ssj.simevents.Event;

import java.util.Arrays;

/**
 * A 4-ary heap of events in parallel arrays, ordered by (time, priority, label).
 *
 * <p>Method. An event gets an id when it enters and keeps it until it leaves; only the time and
 * the id travel through the heap, so that a sift touches 12 bytes a level and never an event
 * object. What decides ties stays where it is, by id. {@code slots} leads from the id back to the
 * place in the heap, which makes removal of any event O(log n), and the id is written into the
 * event's {@code ra} field, which SSJ keeps for event lists and uses itself only during {@code
 * SplayTree.add}: this serves every subclass of {@code Event} without a hash table. {@code ids} is
 * always a permutation of all ids, the free ones behind {@code size}, so nothing is allocated
 * between growths. Four children share a cache line of times and halve the depth of a binary heap
 * (LaMarca and Ladner, 1996, "The influence of caches on the performance of heaps").
 *
 * <p>The key of a slot is given by the caller and need not be the event's own time and priority:
 * it states the place in the list.
 */
final class EventHeap {
    private static final int INITIAL_CAPACITY = 64;
    private static final int CHILDREN_SHIFT = 2;
    private static final int CHILDREN = 1 << CHILDREN_SHIFT;

    /** Time by slot [s]. */
    private double[] times = new double[INITIAL_CAPACITY];
    /** Id by slot; behind {@code size} the ids that are free. */
    private int[] ids = new int[INITIAL_CAPACITY];
    /** Slot by id. */
    private int[] slots = new int[INITIAL_CAPACITY];
    /** Second part of the key, by id; smaller is earlier. */
    private double[] priorities = new double[INITIAL_CAPACITY];
    /** Third part of the key, by id; unique among equal times and priorities. */
    private long[] labels = new long[INITIAL_CAPACITY];

    private @Nullable Event[] events = new @Nullable Event[INITIAL_CAPACITY];
    private int size;

    EventHeap() {
        Arrays.setAll(ids, id -> id);
    }

    int size() {
        return size;
    }

    double timeAt(int slot) {
        return times[slot];
    }

    double priorityAt(int slot) {
        return priorities[ids[slot]];
    }

    long labelAt(int slot) {
        return labels[ids[slot]];
    }

    Event eventAt(int slot) {
        Event event = events[ids[slot]];
        if (slot >= size || event == null) {
            throw new IllegalStateException("no event in slot " + slot + " of " + size);
        }
        return event;
    }

    /** Where the event is, or -1 if it is not in this heap. */
    int slotOf(Event event) {
        int id = event.getRa() - 1;
        return id >= 0 && id < events.length && events[id] == event ? slots[id] : -1;
    }

    /** Negative, zero or positive as (time, priority) comes before, with or after the slot's. */
    int compareKey(double time, double priority, int slot) {
        int byTime = Double.compare(time + 0.0, times[slot] + 0.0);
        return byTime != 0 ? byTime : Double.compare(priority + 0.0, priorityAt(slot) + 0.0);
    }

    boolean precedes(int slot, int other) {
        return precedes(times[slot], ids[slot], other);
    }

    void insert(Event event, double time, double priority, long label) {
        if (size == ids.length) {
            grow();
        }
        int id = ids[size];
        events[id] = event;
        priorities[id] = priority;
        labels[id] = label;
        event.setRa(id + 1);
        siftUp(size++, time, id);
    }

    Event removeAt(int slot) {
        Event event = eventAt(slot);
        int id = ids[slot];
        int last = --size;
        double lastTime = times[last];
        int lastId = ids[last];
        ids[last] = id;
        if (slot != last) {
            int parent = (slot - 1) >> CHILDREN_SHIFT;
            if (slot > 0 && precedes(lastTime, lastId, parent)) {
                siftUp(slot, lastTime, lastId);
            } else {
                siftDown(slot, lastTime, lastId);
            }
        }
        events[id] = null;
        event.setRa(0);
        return event;
    }

    void clear() {
        for (int slot = 0; slot < size; slot++) {
            eventAt(slot).setRa(0);
            events[ids[slot]] = null;
        }
        size = 0;
    }

    /** The slots in the order of their keys; O(n log n). */
    int[] slotsInOrder() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, slot -> slot);
        Arrays.sort(order, (a, b) -> precedes(a, b) ? -1 : precedes(b, a) ? 1 : 0);
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    /** Labels 0, gap, 2 gap, ... in the order of the keys, which therefore stays as it is. */
    void spreadLabels(long gap) {
        long label = 0;
        for (int slot : slotsInOrder()) {
            labels[ids[slot]] = label;
            label += gap;
        }
    }

    /** The tie (same time and priority) just after the slot, or before it; -1 if none; O(n). */
    int neighbourTie(int slot, boolean after) {
        int best = -1;
        long label = labelAt(slot);
        for (int other = 0; other < size; other++) {
            boolean side = after ? labelAt(other) > label : labelAt(other) < label;
            if (side && compareKey(times[slot], priorityAt(slot), other) == 0) {
                boolean nearer = best < 0 || (labelAt(other) < labelAt(best)) == after;
                best = nearer ? other : best;
            }
        }
        return best;
    }

    /** Throws unless heap order, ids, back references and free places all hold; for tests. */
    void audit() {
        for (int free = size; free < ids.length; free++) {
            if (events[ids[free]] != null) {
                throw new IllegalStateException("event kept after it left: " + events[ids[free]]);
            }
        }
        for (int slot = 0; slot < size; slot++) {
            int parent = (slot - 1) >> CHILDREN_SHIFT;
            boolean ordered = slot == 0 || !precedes(slot, parent);
            if (!ordered || slots[ids[slot]] != slot || slotOf(eventAt(slot)) != slot) {
                throw new IllegalStateException("heap broken in slot " + slot + " of " + size);
            }
        }
    }

    private void siftUp(int from, double time, int id) {
        int slot = from;
        while (slot > 0) {
            int parent = (slot - 1) >> CHILDREN_SHIFT;
            if (!precedes(time, id, parent)) {
                break;
            }
            place(slot, times[parent], ids[parent]);
            slot = parent;
        }
        place(slot, time, id);
    }

    private void siftDown(int from, double time, int id) {
        int slot = from;
        int child = (slot << CHILDREN_SHIFT) + 1;
        while (child < size) {
            int best = child;
            int end = Math.min(child + CHILDREN, size);
            for (int other = child + 1; other < end; other++) {
                best = precedes(times[other], ids[other], best) ? other : best;
            }
            if (!precedes(times[best], ids[best], time, id)) {
                break;
            }
            place(slot, times[best], ids[best]);
            slot = best;
            child = (slot << CHILDREN_SHIFT) + 1;
        }
        place(slot, time, id);
    }

    private void place(int slot, double time, int id) {
        times[slot] = time;
        ids[slot] = id;
        slots[id] = slot;
    }

    private boolean precedes(double time, int id, int slot) {
        return precedes(time, id, times[slot], ids[slot]);
    }

    private boolean precedes(double time, int id, double otherTime, int otherId) {
        if (time != otherTime) {
            return time < otherTime;
        }
        double priority = priorities[id];
        double otherPriority = priorities[otherId];
        if (priority != otherPriority) {
            return priority < otherPriority;
        }
        return labels[id] < labels[otherId];
    }

    private void grow() {
        int before = ids.length;
        int capacity = 2 * before;
        times = Arrays.copyOf(times, capacity);
        ids = Arrays.copyOf(ids, capacity);
        slots = Arrays.copyOf(slots, capacity);
        priorities = Arrays.copyOf(priorities, capacity);
        labels = Arrays.copyOf(labels, capacity);
        events = Arrays.copyOf(events, capacity);
        for (int id = before; id < capacity; id++) {
            ids[id] = id;
        }
    }
}
