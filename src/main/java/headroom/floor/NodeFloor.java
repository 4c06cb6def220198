package headroom.floor;

import headroom.plant.Topology;

import java.util.function.IntConsumer;

/**
 * GPUs in nodes, racks and pods. Gangs stand on nodes by a rule; nodes fail, come back, are drained
 * and closed: then they take no gangs, and those on them stay until they end or are killed. An
 * empty node may be away, with others, until it comes home.
 *
 * <p>Each GPU is held, or free, or on a node that is away, or has failed, or is drained, or closed,
 * and counts as the first of these. A gang takes O(log nodes) for each of its nodes.
 */
public final class NodeFloor implements Floor {
    private static final int NONE = BitTree.NONE;

    private final Topology topology;
    private final int gpusPerNode;
    private final FreeNodes free;
    private final Holdings holdings;
    private final Placer placer;
    private final Span span;
    private final boolean[] failed;
    private final int[] drains;
    private final boolean[] closed;
    private final boolean[] away;
    private int held;
    private int failedFree;
    private int drainingFree;
    private int closedFree;
    private int awayGpus;

    /** All nodes in service and free; of a plan that lends them all away. */
    public NodeFloor(FloorPlan plan) {
        topology = plan.topology();
        gpusPerNode = topology.gpusPerNode();
        free = new FreeNodes(topology);
        holdings = new Holdings(topology.nodes());
        placer = new Placer(topology, plan.placement(), free, holdings);
        failed = new boolean[topology.nodes()];
        drains = new int[topology.nodes()];
        span = new Span(plan, holdings);
        closed = new boolean[topology.nodes()];
        away = new boolean[topology.nodes()];
        for (int node = 0; node < away.length && plan.lent(); node++) {
            sendAway(node);
        }
    }

    int nodes() {
        return topology.nodes();
    }

    /** GPUs of a node. */
    public int gpusPerNode() {
        return gpusPerNode;
    }

    @Override
    public int capacity() {
        return held + free.freeGpus();
    }

    @Override
    public int free() {
        return free.freeGpus();
    }

    /** GPUs that jobs hold. */
    public int held() {
        return held;
    }

    /** GPUs of failed nodes that nobody holds. */
    public int failed() {
        return failedFree;
    }

    /** GPUs of nodes that are drained and did not fail, which nobody holds. */
    public int draining() {
        return drainingFree;
    }

    /** GPUs of nodes that are closed, neither failed nor drained, which nobody holds. */
    public int closed() {
        return closedFree;
    }

    /** GPUs of nodes that are away. */
    public int away() {
        return awayGpus;
    }

    @Override
    public boolean fits(int gpus) {
        return free.fits(gpus);
    }

    /** A gang that stands on one node and would not be larger than one stays on it. */
    @Override
    public boolean fitsMore(int job, int gpus) {
        if (!growsOnItsNode(job, gpus)) {
            return fits(gpus);
        }
        int node = holdings.node(holdings.firstOfJob(job));
        return free.isOpen(node) && free.free(node) >= gpus;
    }

    private boolean growsOnItsNode(int job, int gpus) {
        int entry = holdings.firstOfJob(job);
        return entry != NONE
                && holdings.nextOfJob(entry) == NONE
                && holdings.held(job) + gpus <= gpusPerNode;
    }

    @Override
    public double take(int job, int gpus) {
        if (growsOnItsNode(job, gpus)) {
            placer.put(job, holdings.node(holdings.firstOfJob(job)), gpus);
        } else {
            placer.place(job, gpus);
        }
        held += gpus;
        return span.cost(job);
    }

    @Override
    public double release(int job, int gpus) {
        if (gpus > holdings.held(job)) {
            throw new IllegalStateException(
                    "job " + job + " gives back " + gpus + " GPUs of " + holdings.held(job));
        }
        int left = gpus;
        while (left > 0) {
            int entry = holdings.firstOfJob(job);
            int count = Math.min(left, holdings.gpus(entry));
            int node = holdings.node(entry);
            holdings.reduceFirst(job, count);
            giveBack(node, count);
            left -= count;
        }
        held -= gpus;
        return holdings.held(job) == 0 ? 0 : span.cost(job);
    }

    private void giveBack(int node, int count) {
        free.change(node, count);
        countUnheld(node, count);
    }

    /** A node fails; who holds GPUs of it still does. */
    public void fail(int node) {
        require(!failed[node], node);
        leave(node);
        failed[node] = true;
        enter(node);
    }

    /** A failed node works again. */
    public void repair(int node) {
        require(failed[node], node);
        leave(node);
        failed[node] = false;
        enter(node);
    }

    /** A node takes no more gangs. Drained twice, it is to be given back twice. */
    public void drain(int node) {
        leave(node);
        drains[node]++;
        enter(node);
    }

    /** Takes back that a node is drained. */
    public void undrain(int node) {
        require(drains[node] > 0, node);
        leave(node);
        drains[node]--;
        enter(node);
    }

    /** A node takes no more gangs until it is opened again or goes away. */
    void close(int node) {
        require(!closed[node], node);
        leave(node);
        closed[node] = true;
        enter(node);
    }

    void reopen(int node) {
        require(closed[node], node);
        leave(node);
        closed[node] = false;
        enter(node);
    }

    /** A node in service that nobody holds GPUs of is with others from now on. */
    void sendAway(int node) {
        require(isEmpty(node) && isInService(node), node);
        leave(node);
        closed[node] = false;
        away[node] = true;
        enter(node);
    }

    /** A node that is away takes gangs again. */
    void bringHome(int node) {
        require(away[node], node);
        leave(node);
        away[node] = false;
        enter(node);
    }

    boolean isAway(int node) {
        return away[node];
    }

    boolean isDrained(int node) {
        return drains[node] > 0;
    }

    boolean isClosed(int node) {
        return closed[node];
    }

    /** Whether a node is here and works, and is not drained. */
    boolean isInService(int node) {
        return !away[node] && !failed[node] && drains[node] == 0;
    }

    /** GPUs of a node that jobs hold. */
    int held(int node) {
        return gpusPerNode - free.free(node);
    }

    /** Whether nobody holds GPUs of a node. */
    boolean isEmpty(int node) {
        return held(node) == 0;
    }

    /** The last node that takes gangs and that nobody holds GPUs of; -1: there is none. */
    int lastFree() {
        return free.lastWhole();
    }

    private void leave(int node) {
        if (free.isOpen(node)) {
            free.close(node);
        } else {
            countUnheld(node, -free.free(node));
        }
    }

    private void enter(int node) {
        if (isInService(node) && !closed[node]) {
            free.open(node);
        } else {
            countUnheld(node, free.free(node));
        }
    }

    /** Nobody holds so many more GPUs of a node that takes no gangs. */
    private void countUnheld(int node, int more) {
        if (away[node]) {
            awayGpus += more;
        } else if (failed[node]) {
            failedFree += more;
        } else if (drains[node] > 0) {
            drainingFree += more;
        } else if (closed[node]) {
            closedFree += more;
        }
    }

    private static void require(boolean holds, int node) {
        if (!holds) {
            throw new IllegalStateException("node " + node + " is not in that state");
        }
    }

    /** A job that holds GPUs of a node; -1: nobody does. */
    public int jobOn(int node) {
        int entry = holdings.firstOfNode(node);
        return entry == NONE ? NONE : holdings.job(entry);
    }

    /** All jobs that hold GPUs of a node. */
    public void forEachOn(int node, IntConsumer action) {
        int entry = holdings.firstOfNode(node);
        while (entry != NONE) {
            int next = holdings.nextOfNode(entry);
            action.accept(holdings.job(entry));
            entry = next;
        }
    }

    /** Whether a job holds GPUs of a failed node. */
    public boolean isOnFailedNode(int job) {
        int entry = holdings.firstOfJob(job);
        while (entry != NONE && !failed[holdings.node(entry)]) {
            entry = holdings.nextOfJob(entry);
        }
        return entry != NONE;
    }

    /** GPUs that a job holds of a node. */
    public int heldOn(int job, int node) {
        int count = 0;
        int entry = holdings.firstOfJob(job);
        while (entry != NONE) {
            count += holdings.node(entry) == node ? holdings.gpus(entry) : 0;
            entry = holdings.nextOfJob(entry);
        }
        return count;
    }

    /** Moves gangs together so that one of so many GPUs has whole nodes; those moved, or none. */
    public int[] makeRoom(int gpus) {
        return new Defragmenter(topology, free, holdings, placer).makeRoom(gpus);
    }

    /** Steps through the structures so far: what all of it has cost. */
    long steps() {
        return free.steps();
    }
}
