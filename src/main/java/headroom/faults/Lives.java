package headroom.faults;

import headroom.kernel.FastStream;
import headroom.variates.Law;

/**
 * Failures of components that are as good as new after each repair: the ends of their lives in a
 * binary heap by component. A life that ends begins the next at once; a repair that ends later
 * begins it anew. O(log n) a failure, O(n) at the start; lives of lemons are shorter by their
 * multiple.
 */
final class Lives implements Onsets {
    private final Law lifeSeconds;
    private final Machines machines;
    private final boolean ofMachines;
    private final FastStream random;
    /** Components in heap order. */
    private final int[] heap;
    /** Place of a component in the heap. */
    private final int[] slots;
    /** End of the life by component [s]. */
    private final double[] ends;

    /** Of machines, or of groups if their number is above 0. */
    Lives(Law lifeSeconds, Machines machines, int groups, FastStream random) {
        this.lifeSeconds = lifeSeconds;
        this.machines = machines;
        this.ofMachines = groups == 0;
        this.random = random;
        int components = ofMachines ? machines.count() : groups;
        heap = new int[components];
        slots = new int[components];
        ends = new double[components];
        for (int component = 0; component < components; component++) {
            ends[component] = life(component);
            up(component, component);
        }
    }

    @Override
    public double nextSeconds() {
        return ends[heap[0]];
    }

    @Override
    public int fire() {
        int component = heap[0];
        renew(component, ends[component]);
        return component;
    }

    @Override
    public void renew(int component, double nowSeconds) {
        ends[component] = nowSeconds + life(component);
        up(slots[component], component);
        down(slots[component], component);
    }

    private double life(int component) {
        double life = lifeSeconds.draw(random);
        if (!ofMachines) {
            return life;
        }
        double multiple = machines.isLemon(component) ? machines.lemonMultiple() : 1;
        return life / (machines.goodFactor() * multiple);
    }

    private boolean precedes(int component, int other) {
        return ends[component] < ends[other] || ends[component] == ends[other] && component < other;
    }

    private void up(int from, int component) {
        int slot = from;
        while (slot > 0 && precedes(component, heap[(slot - 1) / 2])) {
            put(slot, heap[(slot - 1) / 2]);
            slot = (slot - 1) / 2;
        }
        put(slot, component);
    }

    private void down(int from, int component) {
        int slot = from;
        while (2 * slot + 1 < heap.length) {
            int child = 2 * slot + 1;
            if (child + 1 < heap.length && precedes(heap[child + 1], heap[child])) {
                child++;
            }
            if (precedes(component, heap[child])) {
                break;
            }
            put(slot, heap[child]);
            slot = child;
        }
        put(slot, component);
    }

    private void put(int slot, int component) {
        heap[slot] = component;
        slots[component] = slot;
    }
}
