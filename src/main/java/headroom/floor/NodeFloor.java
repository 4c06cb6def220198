package headroom.floor;

import headroom.plant.Scope;
import headroom.plant.Topology;

import java.util.function.IntConsumer;

/**
 * GPUs in nodes, racks and pods. Gangs stand on nodes by a rule; nodes fail, come back, and are
 * drained: then they take no gangs, and those on them stay until they end or are killed.
 *
 * <p>Each GPU is held, or free, or on a failed node, or else on one that is drained, and never two
 * of these. A gang takes O(log nodes) for each of its nodes.
 */
public final class NodeFloor implements Floor {
    private static final int NONE = BitTree.NONE;

    private final FloorPlan plan;
    private final Topology topology;
    private final int gpusPerNode;
    private final FreeNodes free;
    private final Holdings holdings;
    private final Placer placer;
    private final boolean[] failed;
    private final int[] drains;
    private int held;
    private int failedFree;
    private int drainingFree;

    private final int[] rackMarks;
    private final int[] podMarks;
    private int mark;

    /** All nodes in service, all of them free. */
    public NodeFloor(FloorPlan plan) {
        this.plan = plan;
        topology = plan.topology();
        gpusPerNode = topology.gpusPerNode();
        free = new FreeNodes(topology);
        holdings = new Holdings(topology.nodes());
        placer = new Placer(topology, plan.placement(), free, holdings);
        failed = new boolean[topology.nodes()];
        drains = new int[topology.nodes()];
        rackMarks = new int[topology.groups(Scope.RACK)];
        podMarks = new int[topology.groups(Scope.POD)];
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

    @Override
    public boolean fits(int gpus) {
        int whole = gpus / gpusPerNode;
        int rest = gpus % gpusPerNode;
        if (gpus > free.freeGpus() || whole > free.count(gpusPerNode)) {
            return false;
        }
        if (rest == 0) {
            return true;
        }
        int enough = 0;
        for (int level = rest; level <= gpusPerNode && enough <= whole; level++) {
            enough += free.count(level);
        }
        return enough > whole;
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
        return spanCost(job);
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
        return holdings.held(job) == 0 ? 0 : spanCost(job);
    }

    private void giveBack(int node, int count) {
        free.change(node, count);
        if (failed[node]) {
            failedFree += count;
        } else if (drains[node] > 0) {
            drainingFree += count;
        }
    }

    private double spanCost(int job) {
        if (plan.spanCost().equals(SpanCost.NONE)) {
            return 0;
        }
        mark++;
        int racks = 0;
        int pods = 0;
        int entry = holdings.firstOfJob(job);
        while (entry != NONE) {
            int rack = topology.groupOf(holdings.node(entry), Scope.RACK);
            int pod = topology.groupOf(holdings.node(entry), Scope.POD);
            racks += rackMarks[rack] == mark ? 0 : 1;
            pods += podMarks[pod] == mark ? 0 : 1;
            rackMarks[rack] = mark;
            podMarks[pod] = mark;
            entry = holdings.nextOfJob(entry);
        }
        return plan.spanCost().of(racks, pods);
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

    private void leave(int node) {
        if (failed[node]) {
            failedFree -= free.free(node);
        } else if (drains[node] > 0) {
            drainingFree -= free.free(node);
        } else {
            free.close(node);
        }
    }

    private void enter(int node) {
        if (failed[node]) {
            failedFree += free.free(node);
        } else if (drains[node] > 0) {
            drainingFree += free.free(node);
        } else {
            free.open(node);
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
