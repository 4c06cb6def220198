package headroom.faults;

import java.util.Arrays;

/** Numbers first in, first out, in a ring. */
final class Numbers {
    private int[] ring = new int[16];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(int number) {
        if (size == ring.length) {
            int[] wider = Arrays.copyOf(ring, 2 * size);
            for (int i = 0; i < size; i++) {
                wider[i] = ring[(head + i) % size];
            }
            ring = wider;
            head = 0;
        }
        ring[(head + size++) % ring.length] = number;
    }

    int remove() {
        if (size == 0) {
            throw new IllegalStateException("nothing to take");
        }
        int number = ring[head];
        head = (head + 1) % ring.length;
        size--;
        return number;
    }
}
