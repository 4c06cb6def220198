package headroom.serving;

import org.jspecify.annotations.Nullable;

/**
 * The requests that wait at a replica: a ring for each priority class, first in, first out. The
 * head is the first of the best class that has any.
 */
final class WaitingQueues {
    private static final int CLASSES = 8;

    private final Requests requests;
    /** Class 0 by itself: most replicas know no other. */
    private final Ring best = new Ring();

    private final @Nullable Ring[] others = new @Nullable Ring[CLASSES];
    /** Bit c is set where class c has a request. */
    private int occupied;

    private int size;

    WaitingQueues(Requests requests) {
        this.requests = requests;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return occupied == 0;
    }

    /** Adds a request behind all others of its class; true if it is the head now. */
    boolean add(int request) {
        int c = requests.priority[request];
        ring(c).add(request);
        int bit = 1 << c;
        boolean head = (occupied & (bit | (bit - 1))) == 0;
        occupied |= bit;
        size++;
        return head;
    }

    /** Puts a request before all others of its class. */
    void addFirst(int request) {
        int c = requests.priority[request];
        ring(c).addFirst(request);
        occupied |= 1 << c;
        size++;
    }

    /** The head; there must be one. */
    int peek() {
        return ring(Integer.numberOfTrailingZeros(occupied)).at(0);
    }

    /** Takes the head out; there must be one. */
    int poll() {
        int c = Integer.numberOfTrailingZeros(occupied);
        Ring ring = ring(c);
        int request = ring.at(0);
        ring.head++;
        shrink(ring, c);
        return request;
    }

    /** Takes a request out of the queue of its class; false if it does not stand there. */
    boolean remove(int request) {
        int c = requests.priority[request];
        Ring ring = ring(c);
        if (!ring.remove(request)) {
            return false;
        }
        shrink(ring, c);
        return true;
    }

    boolean contains(int request) {
        Ring ring = ring(requests.priority[request]);
        return ring.find(request) < ring.size;
    }

    /** Prompts of all that wait [token]; reads every one. */
    long promptTokens() {
        long tokens = 0;
        for (int rest = occupied; rest != 0; rest &= rest - 1) {
            Ring ring = ring(Integer.numberOfTrailingZeros(rest));
            for (int i = 0; i < ring.size; i++) {
                tokens += requests.promptTokens[ring.at(i)];
            }
        }
        return tokens;
    }

    /** Prompts of all that wait, and what they had of their output; reads every one [token]. */
    long contextTokens() {
        long tokens = promptTokens();
        for (int rest = occupied; rest != 0; rest &= rest - 1) {
            Ring ring = ring(Integer.numberOfTrailingZeros(rest));
            for (int i = 0; i < ring.size; i++) {
                tokens += requests.resume[ring.at(i)];
            }
        }
        return tokens;
    }

    /** Requests of a class and of better ones. */
    int upTo(int priority) {
        int count = 0;
        for (int rest = occupied & upToBits(priority); rest != 0; rest &= rest - 1) {
            count += ring(Integer.numberOfTrailingZeros(rest)).size;
        }
        return count;
    }

    /** Prompt tokens to prefill of a class and of better ones [token]; reads every one. */
    long newTokensUpTo(int priority) {
        long tokens = 0;
        for (int rest = occupied & upToBits(priority); rest != 0; rest &= rest - 1) {
            Ring ring = ring(Integer.numberOfTrailingZeros(rest));
            for (int i = 0; i < ring.size; i++) {
                tokens += requests.newTokens[ring.at(i)];
            }
        }
        return tokens;
    }

    private static int upToBits(int priority) {
        return (2 << priority) - 1;
    }

    private void shrink(Ring ring, int c) {
        size--;
        if (--ring.size == 0) {
            occupied &= ~(1 << c);
        }
    }

    private Ring ring(int c) {
        return c == 0 ? best : other(c);
    }

    private Ring other(int c) {
        Ring ring = others[c];
        if (ring == null) {
            ring = new Ring();
            others[c] = ring;
        }
        return ring;
    }

    /** One class, in a ring whose length is a power of two. */
    private static final class Ring {
        private int[] ring = new int[16];
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
            int i = find(request);
            for (int j = i; j + 1 < size; j++) {
                ring[(head + j) & (ring.length - 1)] = at(j + 1);
            }
            return i < size;
        }

        /** The place of a request; the number of all where it is none of them. */
        int find(int request) {
            int i = 0;
            while (i < size && at(i) != request) {
                i++;
            }
            return i;
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
