package headroom.floor;

import headroom.plant.Scope;
import headroom.plant.Topology;

/**
 * Puts gangs on nodes by a rule of {@link Placement}: O(log nodes) for each node of the gang.
 *
 * <p>Packing takes the rack with the fewest free nodes that are enough; else the pod with the
 * fewest that are enough, and there the racks with the most, the last by best fit; else whole pods,
 * those with the most first. So a gang spans the fewest pods, and the fewest racks of each. The
 * rest that is less than a node goes to the rack of the last node, its pod, or anywhere, in this
 * order.
 */
final class Placer {
    private static final int NONE = BitTree.NONE;

    private final Topology topology;
    private final Placement rule;
    private final FreeNodes free;
    private final Holdings holdings;
    private final int gpusPerNode;
    private final int[] racksAside;

    Placer(Topology topology, Placement rule, FreeNodes free, Holdings holdings) {
        this.topology = topology;
        this.rule = rule;
        this.free = free;
        this.holdings = holdings;
        gpusPerNode = topology.gpusPerNode();
        racksAside = new int[topology.groups(Scope.RACK)];
    }

    /** A gang takes GPUs, which fit. */
    void place(int job, int gpus) {
        int whole = gpus / gpusPerNode;
        int rest = gpus % gpusPerNode;
        switch (rule) {
            case PACK -> pack(job, whole);
            case SPREAD -> spread(job, whole);
            case BEST_FIT, FIRST -> {
                for (int i = 0; i < whole; i++) {
                    put(job, free.next(0, gpusPerNode), gpusPerNode);
                }
            }
        }
        if (rest > 0) {
            put(job, nodeForPart(whole > 0 ? job : NONE, rest), rest);
        }
    }

    /** GPUs of a node that takes gangs go to a job. */
    void put(int job, int node, int gpus) {
        if (node == NONE || !free.isOpen(node)) {
            throw new IllegalStateException("no node for " + gpus + " GPUs of job " + job);
        }
        free.change(node, -gpus);
        holdings.add(job, node, gpus);
    }

    /** The node for less than a node, beside the last node of a job if there is one. */
    private int nodeForPart(int job, int gpus) {
        return switch (rule) {
            case BEST_FIT -> free.tightest(gpus);
            case SPREAD -> free.emptiest(gpus);
            case FIRST -> free.first(gpus);
            case PACK -> job == NONE ? packedPart(gpus) : partBeside(job, gpus);
        };
    }

    private int packedPart(int gpus) {
        int node = free.tightest(gpus);
        return free.free(node) < gpusPerNode ? node : free.wholeIn(free.racks().atLeast(0, 1));
    }

    private int partBeside(int job, int gpus) {
        int last = holdings.node(holdings.firstOfJob(job));
        int node = within(last, Scope.RACK, gpus);
        node = node == NONE ? within(last, Scope.POD, gpus) : node;
        return node == NONE ? packedPart(gpus) : node;
    }

    private int within(int neighbour, Scope scope, int gpus) {
        int group = topology.groupOf(neighbour, scope);
        int start = topology.firstNode(group, scope);
        return free.tightestWithin(start, topology.endNode(group, scope), gpus);
    }

    private void pack(int job, int nodes) {
        int left = nodes;
        while (left > 0) {
            int rack = free.racks().atLeast(0, left);
            if (rack != NONE) {
                takeInRack(job, rack, left);
                return;
            }
            int pod = free.pods().atLeast(0, left);
            pod = pod == NONE ? free.pods().most(0, 1) : pod;
            int here = Math.min(left, free.wholeOfPod(pod));
            left -= here;
            packInPod(job, pod, here);
        }
    }

    private void packInPod(int job, int pod, int nodes) {
        int left = nodes;
        while (left > 0) {
            int rack = free.racksOfPod().atLeast(pod, left);
            rack = rack == NONE ? free.racksOfPod().most(pod, 1) : rack;
            int here = Math.min(left, free.wholeOfRack(rack));
            left -= here;
            takeInRack(job, rack, here);
        }
    }

    private void takeInRack(int job, int rack, int nodes) {
        for (int i = 0; i < nodes; i++) {
            put(job, free.wholeIn(rack), gpusPerNode);
        }
    }

    /** In rounds: a node of each rack that has one, those with the most first. */
    private void spread(int job, int nodes) {
        int left = nodes;
        while (left > 0) {
            int used = 0;
            int rack = free.racks().most(0, 1);
            while (left > 0 && rack != NONE) {
                put(job, free.wholeIn(rack), gpusPerNode);
                left--;
                free.racks().remove(rack, free.wholeOfRack(rack));
                racksAside[used++] = rack;
                rack = free.racks().most(0, 1);
            }
            for (int i = 0; i < used; i++) {
                free.racks().add(racksAside[i], free.wholeOfRack(racksAside[i]));
            }
        }
    }
}
