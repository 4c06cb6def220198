package headroom.serving;

/**
 * The requests that wait at a replica: a ring for each priority class, first in, first out. The
 * head is the first of the best class that has any.
 */
final class WaitingQueues {
    private static final int CLASSES = 8;

    private final Requests requests;
    private final Ring[] rings = new Ring[CLASSES];
    /** Bit c is set where class c has a request. */
    private int occupied;

    private int size;

    WaitingQueues(Requests requests) {
        this.requests = requests;
        for (int c = 0; c < CLASSES; c++) {
            rings[c] = new Ring();
        }
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return occupied == 0;
    }

    /** Adds a request behind all others of its class. */
    void add(int request) {
        int c = requests.priority[request];
        rings[c].add(request);
        occupied |= 1 << c;
        size++;
    }

    /** Puts a request before all others of its class. */
    void addFirst(int request) {
        int c = requests.priority[request];
        rings[c].addFirst(request);
        occupied |= 1 << c;
        size++;
    }

    /** The head; there must be one. */
    int peek() {
        return rings[Integer.numberOfTrailingZeros(occupied)].at(0);
    }

    /** Takes the head out; there must be one. */
    int poll() {
        int c = Integer.numberOfTrailingZeros(occupied);
        int request = rings[c].at(0);
        rings[c].head++;
        shrink(c);
        return request;
    }

    /** Takes a request out of the queue of its class; false if it does not stand there. */
    boolean remove(int request) {
        int c = requests.priority[request];
        if (!rings[c].remove(request)) {
            return false;
        }
        shrink(c);
        return true;
    }

    private void shrink(int c) {
        size--;
        if (--rings[c].size == 0) {
            occupied &= ~(1 << c);
        }
    }

    /** One class, in a ring whose length is a power of two. */
    private static final class Ring {
        private int[] ring = new int[4];
        /** Place of the first; taken modulo the length. */
        private int head;

        private int size;

        int at(int i) {
            return ring[(head + i) & (ring.length - 1)];
        }

        void add(int request) {
            makeRoom();
            ring[(head + size++) & (ring.length - 1)] = request;
        }

        void addFirst(int request) {
            makeRoom();
            head--;
            size++;
            ring[head & (ring.length - 1)] = request;
        }

        /** Closes the gap that a request leaves; the caller counts it out. */
        boolean remove(int request) {
            int i = 0;
            while (i < size && at(i) != request) {
                i++;
            }
            for (int j = i; j + 1 < size; j++) {
                ring[(head + j) & (ring.length - 1)] = at(j + 1);
            }
            return i < size;
        }

        private void makeRoom() {
            if (size == ring.length) {
                int[] larger = new int[size * 2];
                for (int i = 0; i < size; i++) {
                    larger[i] = at(i);
                }
                ring = larger;
                head = 0;
            }
        }
    }
}
