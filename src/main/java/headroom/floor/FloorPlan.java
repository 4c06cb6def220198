package headroom.floor;

import headroom.plant.Topology;

import java.util.List;

/**
 * How the GPUs of a pool stand in nodes, and which gangs go where.
 *
 * @param topology nodes, racks and pods
 * @param placement where gangs go
 * @param spanCost what it costs a gang to stand apart
 * @param drains nodes taken out of use as planned
 * @param lent whether nodes are lent: all are away until they are brought home
 */
public record FloorPlan(
        Topology topology,
        Placement placement,
        SpanCost spanCost,
        List<Drain> drains,
        boolean lent) {
    public FloorPlan {
        drains = List.copyOf(drains);
        for (Drain drain : drains) {
            if (drain.firstNode() + drain.nodes() > topology.nodes()) {
                throw new IllegalArgumentException("drains nodes from " + drain.firstNode()
                        + " on, " + drain.nodes() + " of " + topology.nodes());
            }
        }
    }

    /** Nodes that are all there from the start. */
    public FloorPlan(
            Topology topology, Placement placement, SpanCost spanCost, List<Drain> drains) {
        this(topology, placement, spanCost, drains, false);
    }

    /** The same nodes, lent. */
    public FloorPlan asLent() {
        return new FloorPlan(topology, placement, spanCost, drains, true);
    }

    /** Best fit, no cost of standing apart, nothing drained. */
    public static FloorPlan of(Topology topology) {
        return new FloorPlan(topology, Placement.BEST_FIT, SpanCost.NONE, List.of());
    }

    /**
     * Nodes that take no more gangs from a time to another; those on them stay until they end.
     *
     * @param startSeconds from when [s]
     * @param endSeconds until when [s]
     * @param firstNode number of the first node
     * @param nodes how many, one behind the other
     */
    public record Drain(double startSeconds, double endSeconds, int firstNode, int nodes) {
        public Drain {
            if (!(startSeconds >= 0 && endSeconds >= startSeconds) || firstNode < 0 || nodes < 1) {
                throw new IllegalArgumentException("drains " + nodes + " nodes from " + firstNode
                        + " on from " + startSeconds + " s to " + endSeconds + " s");
            }
        }
    }
}
