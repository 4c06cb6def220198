package headroom.faults;

/** Which nodes are down, for how many reasons, and whether somebody knows. */
final class Nodes {
    private final int[] reasons;
    private final boolean[] known;
    private final FaultListener listener;
    private int up;

    Nodes(int nodes, FaultListener listener) {
        this.reasons = new int[nodes];
        this.known = new boolean[nodes];
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
        if (!known[node]) {
            known[node] = true;
            listener.nodeDetected(node, cause, nowSeconds);
        }
    }

    /** One reason less. */
    void mend(int node, double nowSeconds) {
        if (--reasons[node] == 0) {
            up++;
            known[node] = false;
            listener.nodeBack(node, nowSeconds);
        }
    }
}
