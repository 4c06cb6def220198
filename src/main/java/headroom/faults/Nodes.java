package headroom.faults;

/** Which nodes are down, for how many reasons, and of how many of them somebody knows. */
final class Nodes {
    private final int[] reasons;
    private final int[] known;
    private final FaultListener listener;
    private int up;

    Nodes(int nodes, FaultListener listener) {
        this.reasons = new int[nodes];
        this.known = new int[nodes];
        this.listener = listener;
        this.up = nodes;
    }

    int up() {
        return up;
    }

    boolean isUp(int node) {
        return reasons[node] == 0;
    }

    void fail(int node, int cause, double nowSeconds) {
        if (reasons[node]++ == 0) {
            up--;
            listener.nodeFailed(node, cause, nowSeconds);
        }
    }

    void detect(int node, int cause, double nowSeconds) {
        if (known[node]++ == 0) {
            listener.nodeDetected(node, cause, nowSeconds);
        }
    }

    /** One reason less, one of those known. */
    void mend(int node, double nowSeconds) {
        known[node]--;
        if (--reasons[node] == 0) {
            up++;
            listener.nodeBack(node, nowSeconds);
        }
    }
}
