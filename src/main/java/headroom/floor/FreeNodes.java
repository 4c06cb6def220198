package headroom.floor;

import headroom.plant.Scope;
import headroom.plant.Topology;

/** The nodes that take gangs, by the GPUs free on them, and how many are wholly free where. */
final class FreeNodes {
    static final int NONE = BitTree.NONE;

    private final Topology topology;
    private final int gpusPerNode;
    private final int[] free;
    private final boolean[] open;
    /** Open nodes by GPUs free on them. */
    private final int[] counts;

    private final Levels nodes;
    /** Racks by nodes wholly free: of the site, and of each pod; pods likewise. */
    private final Levels racks;

    private final Levels racksOfPod;
    private final Levels pods;
    private final int[] wholeOfRack;
    private final int[] wholeOfPod;
    private int freeGpus;

    /** All open and free. */
    FreeNodes(Topology topology) {
        this.topology = topology;
        gpusPerNode = topology.gpusPerNode();
        int count = topology.nodes();
        int rackCount = topology.groups(Scope.RACK);
        int podCount = topology.groups(Scope.POD);
        int rackNodes = topology.nodesPer(Scope.RACK);
        int podNodes = topology.nodesPer(Scope.POD);
        free = new int[count];
        open = new boolean[count];
        counts = new int[gpusPerNode + 1];
        nodes = new Levels(count, count, gpusPerNode);
        racks = new Levels(rackCount, rackCount, rackNodes);
        racksOfPod = new Levels(rackCount, (podNodes - 1) / rackNodes + 1, rackNodes);
        pods = new Levels(podCount, podCount, podNodes);
        wholeOfRack = new int[rackCount];
        wholeOfPod = new int[podCount];
        for (int rack = 0; rack < rackCount; rack++) {
            racks.add(rack, 0);
            racksOfPod.add(rack, 0);
        }
        for (int pod = 0; pod < podCount; pod++) {
            pods.add(pod, 0);
        }
        for (int node = 0; node < count; node++) {
            free[node] = gpusPerNode;
            open(node);
        }
    }

    int freeGpus() {
        return freeGpus;
    }

    /** GPUs of a node that nobody holds, whether it takes gangs or not. */
    int free(int node) {
        return free[node];
    }

    boolean isOpen(int node) {
        return open[node];
    }

    /** Whether a gang of so many GPUs fits: on whole nodes, and for the rest on another. */
    boolean fits(int gpus) {
        int whole = gpus / gpusPerNode;
        int rest = gpus % gpusPerNode;
        if (gpus > freeGpus || whole > counts[gpusPerNode]) {
            return false;
        }
        if (rest == 0) {
            return true;
        }
        int enough = 0;
        for (int level = rest; level <= gpusPerNode && enough <= whole; level++) {
            enough += counts[level];
        }
        return enough > whole;
    }

    /** So many more GPUs of a node are free, or fewer. */
    void change(int node, int more) {
        int before = free[node];
        int now = before + more;
        if (now < 0 || now > gpusPerNode) {
            throw new IllegalStateException(
                    now + " of " + gpusPerNode + " GPUs free on node " + node);
        }
        free[node] = now;
        if (open[node]) {
            counts[before]--;
            counts[now]++;
            freeGpus += more;
            nodes.move(node, before, now);
            changeWhole(node, (now == gpusPerNode ? 1 : 0) - (before == gpusPerNode ? 1 : 0));
        }
    }

    /** A node takes gangs from now on. */
    void open(int node) {
        open[node] = true;
        counts[free[node]]++;
        freeGpus += free[node];
        nodes.add(node, free[node]);
        changeWhole(node, free[node] == gpusPerNode ? 1 : 0);
    }

    /** A node takes no more gangs. */
    void close(int node) {
        open[node] = false;
        counts[free[node]]--;
        freeGpus -= free[node];
        nodes.remove(node, free[node]);
        changeWhole(node, free[node] == gpusPerNode ? -1 : 0);
    }

    private void changeWhole(int node, int more) {
        if (more == 0) {
            return;
        }
        int rack = topology.groupOf(node, Scope.RACK);
        int pod = topology.groupOf(node, Scope.POD);
        int ofRack = wholeOfRack[rack];
        int ofPod = wholeOfPod[pod];
        racks.move(rack, ofRack, ofRack + more);
        racksOfPod.move(rack, ofRack, ofRack + more);
        pods.move(pod, ofPod, ofPod + more);
        wholeOfRack[rack] += more;
        wholeOfPod[pod] += more;
    }

    int wholeOfRack(int rack) {
        return wholeOfRack[rack];
    }

    int wholeOfPod(int pod) {
        return wholeOfPod[pod];
    }

    /** The first node with the fewest free GPUs that are enough, or none. */
    int tightest(int gpus) {
        return nodes.atLeast(0, gpus);
    }

    /** The first node with the most free GPUs, if enough, or none. */
    int emptiest(int gpus) {
        return nodes.most(0, gpus);
    }

    /** The first node from one on with just so many free GPUs, or none. */
    int next(int node, int gpus) {
        return nodes.next(node, gpus);
    }

    /** The last node that is wholly free, or none. */
    int lastWhole() {
        return counts[gpusPerNode] == 0 ? NONE : nodes.last(0, gpusPerNode);
    }

    /** The first node with enough free GPUs, or none. */
    int first(int gpus) {
        int best = NONE;
        for (int level = gpus; level <= gpusPerNode; level++) {
            int node = counts[level] == 0 ? NONE : nodes.next(0, level);
            best = node != NONE && (best == NONE || node < best) ? node : best;
        }
        return best;
    }

    /** The tightest of the nodes in a range, or none. */
    int tightestWithin(int start, int end, int gpus) {
        for (int level = gpus; level <= gpusPerNode; level++) {
            int node = counts[level] == 0 ? NONE : nodes.next(start, level);
            if (node != NONE && node < end) {
                return node;
            }
        }
        return NONE;
    }

    /** A wholly free node of a rack that has one. */
    int wholeIn(int rack) {
        return nodes.next(topology.firstNode(rack, Scope.RACK), gpusPerNode);
    }

    /** Racks of the site by nodes wholly free. */
    Levels racks() {
        return racks;
    }

    /** Racks of each pod by nodes wholly free. */
    Levels racksOfPod() {
        return racksOfPod;
    }

    /** Pods by nodes wholly free. */
    Levels pods() {
        return pods;
    }

    /** Steps so far, for the cost of it all. */
    long steps() {
        return nodes.steps() + racks.steps() + racksOfPod.steps() + pods.steps();
    }
}
