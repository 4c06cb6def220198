package headroom.floor;

import headroom.plant.Scope;
import headroom.plant.Topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Nodes as a literal list that is scanned: what {@link NodeFloor} is to do. */
final class NaiveFloor {
    final Topology topology;
    final int[][] holders;
    final boolean[] failed;
    final int[] drains;
    final boolean[] closed;
    final boolean[] away;

    NaiveFloor(Topology topology) {
        this.topology = topology;
        holders = new int[topology.nodes()][topology.gpusPerNode()];
        failed = new boolean[topology.nodes()];
        drains = new int[topology.nodes()];
        closed = new boolean[topology.nodes()];
        away = new boolean[topology.nodes()];
        for (int[] node : holders) {
            Arrays.fill(node, -1);
        }
    }

    boolean isOpen(int node) {
        return isInService(node) && !closed[node];
    }

    boolean isInService(int node) {
        return !failed[node] && drains[node] == 0 && !away[node];
    }

    int freeOn(int node) {
        int free = 0;
        for (int holder : holders[node]) {
            free += holder < 0 ? 1 : 0;
        }
        return free;
    }

    int free() {
        return sum(this::isOpen);
    }

    int away() {
        return sum(node -> away[node]);
    }

    int failed() {
        return sum(node -> failed[node] && !away[node]);
    }

    int draining() {
        return sum(node -> !away[node] && !failed[node] && drains[node] > 0);
    }

    int closed() {
        return sum(node -> isInService(node) && closed[node]);
    }

    private int sum(IntPredicate which) {
        return IntStream.range(0, topology.nodes())
                .filter(which)
                .map(this::freeOn)
                .sum();
    }

    /** The last open node that is wholly free; -1: there is none. */
    int lastFree() {
        return IntStream.range(0, topology.nodes()).filter(this::isWhole).max().orElse(-1);
    }

    /** Open nodes wholly free in a group. */
    int whole(int group, Scope scope) {
        int whole = 0;
        int end = topology.endNode(group, scope);
        for (int node = topology.firstNode(group, scope); node < end; node++) {
            whole += isWhole(node) ? 1 : 0;
        }
        return whole;
    }

    boolean isWhole(int node) {
        return isOpen(node) && freeOn(node) == topology.gpusPerNode();
    }

    boolean fits(int gpus) {
        int whole = gpus / topology.gpusPerNode();
        int rest = gpus % topology.gpusPerNode();
        int wholeFree = whole(0, Scope.SITE);
        boolean fits = wholeFree > whole || wholeFree == whole && rest == 0;
        for (int node = 0; node < topology.nodes(); node++) {
            fits |= wholeFree == whole && isOpen(node) && !isWhole(node) && freeOn(node) >= rest;
        }
        return fits;
    }

    /** The node for a part of a node that best fit, spread or first takes. */
    int nodeForPart(Placement rule, int gpus) {
        int best = -1;
        for (int node = 0; node < topology.nodes(); node++) {
            int free = freeOn(node);
            if (!isOpen(node) || free < gpus) {
                continue;
            }
            boolean better = best < 0
                    || rule == Placement.BEST_FIT && free < freeOn(best)
                    || rule == Placement.SPREAD && free > freeOn(best);
            best = better ? node : best;
        }
        return best;
    }

    List<Integer> firstWhole(int count) {
        List<Integer> nodes = new ArrayList<>();
        for (int node = 0; node < topology.nodes() && nodes.size() < count; node++) {
            if (isWhole(node)) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    /** Fewest groups that hold so many whole nodes, by brute force over the sorted counts. */
    int fewestGroups(Scope scope, int nodes) {
        List<Integer> counts = new ArrayList<>();
        for (int group = 0; group < topology.groups(scope); group++) {
            counts.add(whole(group, scope));
        }
        counts.sort(Comparator.reverseOrder());
        int left = nodes;
        int used = 0;
        while (left > 0) {
            left -= counts.get(used++);
        }
        return used;
    }

    /** Most groups that so many whole nodes can stand in. */
    int mostGroups(Scope scope, int nodes) {
        int some = 0;
        for (int group = 0; group < topology.groups(scope); group++) {
            some += whole(group, scope) > 0 ? 1 : 0;
        }
        return Math.min(some, nodes);
    }

    void hold(int job, int node, int gpus) {
        int left = gpus;
        for (int gpu = 0; gpu < topology.gpusPerNode() && left > 0; gpu++) {
            if (holders[node][gpu] < 0) {
                holders[node][gpu] = job;
                left--;
            }
        }
        if (left > 0) {
            throw new IllegalStateException("a GPU of node " + node + " held twice");
        }
    }

    int heldOn(int job, int node) {
        int count = 0;
        for (int holder : holders[node]) {
            count += holder == job ? 1 : 0;
        }
        return count;
    }

    void release(int job) {
        for (int[] node : holders) {
            for (int gpu = 0; gpu < node.length; gpu++) {
                node[gpu] = node[gpu] == job ? -1 : node[gpu];
            }
        }
    }
}
