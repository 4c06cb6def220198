package headroom.faults;

/**
 * Which nodes are down, for how many reasons, and whether somebody knows. Of nodes that are away
 * nobody is told: what is down with their group keeps them from coming home.
 */
final class Nodes {
    private final int[] reasons;
    private final boolean[] known;
    private final boolean[] away;
    private final FaultListener listener;
    private int up;

    Nodes(int nodes, FaultListener listener) {
        this.reasons = new int[nodes];
        this.known = new boolean[nodes];
        this.away = new boolean[nodes];
        this.listener = listener;
        this.up = nodes;
    }

    int up() {
        return up;
    }

    boolean isUp(int node) {
        return reasons[node] == 0;
    }

    /** Whether a node can fail by itself. */
    boolean canFail(int node) {
        return isUp(node) && !away[node];
    }

    /** Whether some of the nodes are not away. */
    boolean isAnyHere(int first, int end) {
        int node = first;
        while (node < end && away[node]) {
            node++;
        }
        return node < end;
    }

    /** From now on a node that is up is away, or is not. */
    void setAway(int node, boolean isAway) {
        if (!isUp(node) || away[node] == isAway) {
            throw new IllegalStateException(
                    "node " + node + " cannot " + (isAway ? "go away" : "come home"));
        }
        away[node] = isAway;
    }

    void fail(int node, int cause, double nowSeconds) {
        if (reasons[node]++ == 0) {
            up--;
            if (!away[node]) {
                listener.nodeFailed(node, cause, nowSeconds);
            }
        }
    }

    void detect(int node, int cause, double nowSeconds) {
        if (!known[node]) {
            known[node] = true;
            if (!away[node]) {
                listener.nodeDetected(node, cause, nowSeconds);
            }
        }
    }

    /** One reason less. */
    void mend(int node, double nowSeconds) {
        if (--reasons[node] == 0) {
            up++;
            known[node] = false;
            if (!away[node]) {
                listener.nodeBack(node, nowSeconds);
            }
        }
    }
}
