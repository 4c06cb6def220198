package headroom.serving;

/** First in, first out queue of request indices in a ring. */
final class WaitingQueue {
    private int[] ring = new int[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int request) {
        if (size == ring.length) {
            int[] larger = new int[size * 2];
            for (int i = 0; i < size; i++) {
                larger[i] = ring[(head + i) & (size - 1)];
            }
            ring = larger;
            head = 0;
        }
        ring[(head + size) & (ring.length - 1)] = request;
        size++;
    }

    int peek() {
        return ring[head];
    }

    int poll() {
        int request = ring[head];
        head = (head + 1) & (ring.length - 1);
        size--;
        return request;
    }
}
