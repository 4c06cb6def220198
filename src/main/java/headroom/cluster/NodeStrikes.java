package headroom.cluster;

import headroom.floor.NodeEvents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Faults of nodes that serve, of a pool that jobs and deployments share.
 *
 * <pre>
 * GPUs struck, from the first that serves = [r n, r n + n)
 * </pre>
 *
 * <p>r rank of the node among those that serve and work [1], n GPUs of a node. So nodes that fail
 * at one time, as those of a rack, take replicas side by side ({@link Standing}), and gangs on the
 * other nodes of the rack are killed by the same fault. A replica is back, without weights, when
 * all nodes that took it are. Of K of C cells the first K/C of the nodes have the simulated
 * replicas, each of which stands for C/K: means hold, and the number down scatters as by
 * {@link FailurePlane}. Domain: any fault of a pool without failures of its own; nodes that nobody
 * holds fail without consequence, and a free one may be taken though it is down. While their site
 * is down nodes fail as well, and come home later. Replicas go and come at the end of the epoch in
 * which their nodes do, whether that is known or not. Grade: assumed.
 */
final class NodeStrikes implements NodeEvents.Away {
    private final Standing standing;
    private final List<Integer> pool;
    private final NodeEvents nodes;
    private final int nodeGpus;
    /** Nodes that failed or, as complements, are back, since this was last settled. */
    private final List<Integer> turns = new ArrayList<>();
    /** By node that is down, who waits for it. */
    private final Map<Integer, List<Waiting>> waiting = new TreeMap<>();

    /** Of a pool whose nodes are so large. */
    NodeStrikes(Standing standing, int pool, NodeEvents nodes, int nodeGpus) {
        this.standing = standing;
        this.pool = List.of(pool);
        this.nodes = nodes;
        this.nodeGpus = nodeGpus;
        nodes.strikeAway(this);
    }

    @Override
    public void failed(int node) {
        turns.add(node);
    }

    @Override
    public void back(int node) {
        turns.add(~node);
    }

    /** Does what happened since this was last asked, to those who serve now. */
    void settle() {
        TreeSet<Integer> failed = new TreeSet<>();
        for (int turn : turns) {
            if (turn >= 0) {
                failed.add(turn);
            } else {
                strike(failed);
                failed.clear();
                repaired(~turn);
            }
        }
        strike(failed);
        turns.clear();
    }

    private void strike(TreeSet<Integer> failed) {
        TreeMap<Standing.Place, List<Integer>> nodesOf = new TreeMap<>();
        int rank = 0;
        for (int node = 0; !failed.isEmpty() && node <= failed.last(); node++) {
            if (failed.contains(node)) {
                for (Standing.Place each : standing.at(pool, (double) rank * nodeGpus, nodeGpus)) {
                    nodesOf.computeIfAbsent(each, place -> new ArrayList<>()).add(node);
                }
            }
            rank += failed.contains(node) || nodes.isAwayAndUp(node) ? 1 : 0;
        }
        List<List<Integer>> first = new ArrayList<>(nodesOf.values());
        standing.fail(List.copyOf(nodesOf.keySet()), down -> {
            List<Integer> its = first.remove(first.size() - 1);
            Waiting one = new Waiting(down, its.size());
            its.forEach(node ->
                    waiting.computeIfAbsent(node, key -> new ArrayList<>()).add(one));
        });
    }

    private void repaired(int node) {
        List<Waiting> its = waiting.remove(node);
        if (its != null) {
            its.forEach(Waiting::backOne);
        }
    }

    /** A replica that is down, and for how many nodes it waits. */
    private final class Waiting {
        private final Standing.Down down;
        private int nodes;

        Waiting(Standing.Down down, int nodes) {
            this.down = down;
            this.nodes = nodes;
        }

        void backOne() {
            nodes--;
            if (nodes == 0) {
                standing.repaired(down);
            }
        }
    }
}
