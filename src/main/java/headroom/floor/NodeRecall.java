package headroom.floor;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Nodes of a floor that were lent and are asked back, whole ones.
 *
 * <p>Empty nodes are picked first, the last of the floor before the others; then those whose jobs
 * leave anyway; then those whose jobs can be told to, by the job on each that leaves last; then
 * those on which a job stays until it ends, the fewest GPUs held first. A picked node is closed to
 * gangs until it is empty, and then waits to be collected. One that fails meanwhile, or is drained,
 * is let go, and another picked. Whenever more nodes are empty than jobs had to leave, the picks
 * that are not needed any more open again.
 */
public final class NodeRecall {
    private static final int NONE = BitTree.NONE;

    private final NodeFloor floor;
    private final NodeEvents events;
    private final Jobs jobs;
    /** Picked nodes in the order in which they were. */
    private int[] picked = new int[16];

    private int size;
    private int owed;
    /** What was seen on the node that was looked at last. */
    private int last;

    private boolean isStayed;
    private final IntConsumer see = this::see;
    /** Jobs on nodes just picked that are made to leave. */
    private int[] leavers = new int[16];

    private int leaverCount;
    private final IntConsumer addLeaver = this::addLeaver;

    /** The jobs on the floor. */
    public interface Jobs {
        /** Whether a job is about to leave. */
        boolean leaves(int job);

        /** Whether a job cannot be made to leave. */
        boolean stays(int job);

        /** Whether one of two jobs that can be made to leave does so before the other. */
        boolean leavesBefore(int job, int other);

        /** Makes a job leave; it may be gone at once. */
        void leave(int job);
    }

    /** Of a floor to whose nodes such events happen; nothing is asked back yet. */
    public NodeRecall(NodeFloor floor, NodeEvents events, Jobs jobs) {
        this.floor = floor;
        this.events = events;
        this.jobs = jobs;
    }

    /** Brings so many nodes home, or as many as can come; how many did. */
    public int bringHome(int nodes) {
        return events.bringHome(nodes);
    }

    /** Nodes asked back and not collected yet. */
    public int owed() {
        return owed;
    }

    /** Asks so many nodes back. */
    public void ask(int nodes) {
        owed += nodes;
        settle();
        pick();
    }

    /** As many as can be of those owed need not come back; how many. */
    public int forgive(int nodes) {
        int forgiven = Math.min(owed, nodes);
        owed -= forgiven;
        letGo();
        return forgiven;
    }

    /** Nodes failed, came back or were drained: others may have to be picked. */
    public void nodesChanged() {
        int before = size;
        size = 0;
        for (int i = 0; i < before; i++) {
            if (floor.isInService(picked[i])) {
                picked[size++] = picked[i];
            } else {
                floor.reopen(picked[i]);
            }
        }
        settle();
        pick();
    }

    /** Jobs gave GPUs back: takes nodes that are empty now instead of those that are not. */
    public void settle() {
        int empty = 0;
        for (int i = 0; i < size; i++) {
            empty += floor.isEmpty(picked[i]) ? 1 : 0;
        }
        int node = floor.lastFree();
        while (empty < owed && node != NONE) {
            close(node);
            empty++;
            node = floor.lastFree();
        }
        letGo();
    }

    /** Sends away what is picked and empty; how many nodes. */
    public int collect() {
        int before = size;
        size = 0;
        for (int i = 0; i < before; i++) {
            if (floor.isEmpty(picked[i])) {
                events.sendAway(picked[i]);
                owed--;
            } else {
                picked[size++] = picked[i];
            }
        }
        return before - size;
    }

    private void close(int node) {
        floor.close(node);
        if (size == picked.length) {
            picked = Arrays.copyOf(picked, 2 * size);
        }
        picked[size++] = node;
    }

    /** Opens picks beyond those owed, the last one first, and empty ones only if all are. */
    private void letGo() {
        while (size > owed) {
            int i = size - 1;
            while (i > 0 && floor.isEmpty(picked[i])) {
                i--;
            }
            i = floor.isEmpty(picked[i]) ? size - 1 : i;
            floor.reopen(picked[i]);
            System.arraycopy(picked, i + 1, picked, i, size - i - 1);
            size--;
        }
    }

    private void pick() {
        int node = size < owed ? next() : NONE;
        while (node != NONE) {
            look(node);
            int job = last;
            boolean isLeft = !isStayed;
            leaverCount = 0;
            pick(node, isLeft);
            for (int more = node - 1; more >= 0 && size < owed && isLeft; more--) {
                if (isHeld(more) && isLikewise(more, job)) {
                    pick(more, true);
                }
            }
            for (int i = 0; i < leaverCount; i++) {
                jobs.leave(leavers[i]);
            }
            node = size < owed ? next() : NONE;
        }
    }

    private void pick(int node, boolean isLeft) {
        close(node);
        if (isLeft) {
            floor.forEachOn(node, addLeaver);
        }
    }

    private void addLeaver(int job) {
        boolean isThere = jobs.leaves(job);
        for (int i = 0; i < leaverCount && !isThere; i++) {
            isThere = leavers[i] == job;
        }
        if (!isThere) {
            if (leaverCount == leavers.length) {
                leavers = Arrays.copyOf(leavers, 2 * leaverCount);
            }
            leavers[leaverCount++] = job;
        }
    }

    /** Whether on a node, too, that job would be the last to leave. */
    private boolean isLikewise(int node, int job) {
        look(node);
        return !isStayed && last == job;
    }

    /** The node to be picked next of those that are held; the last of the floor among equals. */
    private int next() {
        int best = NONE;
        int bestLast = NONE;
        boolean isBestStayed = false;
        for (int node = floor.nodes() - 1; node >= 0; node--) {
            if (!isHeld(node)) {
                continue;
            }
            look(node);
            boolean isBefore = isStayed == isBestStayed
                    ? isStayed ? floor.held(node) < floor.held(best) : isSooner(last, bestLast)
                    : isBestStayed;
            if (best == NONE || isBefore) {
                best = node;
                bestLast = last;
                isBestStayed = isStayed;
            }
        }
        return best;
    }

    private boolean isSooner(int job, int other) {
        return other != NONE && (job == NONE || jobs.leavesBefore(job, other));
    }

    private boolean isHeld(int node) {
        return floor.isInService(node) && !floor.isClosed(node);
    }

    /** Which job on a node that does not leave yet would be the last; whether one stays. */
    private void look(int node) {
        last = NONE;
        isStayed = false;
        floor.forEachOn(node, see);
    }

    private void see(int job) {
        if (!jobs.leaves(job)) {
            isStayed |= jobs.stays(job);
            last = last == NONE || jobs.leavesBefore(last, job) ? job : last;
        }
    }
}
