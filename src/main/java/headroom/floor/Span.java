package headroom.floor;

import headroom.plant.Scope;
import headroom.plant.Topology;

/** Counts the racks and pods that a gang stands in, for what that costs. */
final class Span {
    private final Topology topology;
    private final SpanCost spanCost;
    private final Holdings holdings;
    private final int[] rackMarks;
    private final int[] podMarks;
    private int mark;

    Span(FloorPlan plan, Holdings holdings) {
        topology = plan.topology();
        spanCost = plan.spanCost();
        this.holdings = holdings;
        rackMarks = new int[topology.groups(Scope.RACK)];
        podMarks = new int[topology.groups(Scope.POD)];
    }

    /** Time that where a job stands adds to a unit of its work [1]. */
    double cost(int job) {
        if (spanCost.equals(SpanCost.NONE)) {
            return 0;
        }
        mark++;
        int racks = 0;
        int pods = 0;
        int entry = holdings.firstOfJob(job);
        while (entry != BitTree.NONE) {
            int rack = topology.groupOf(holdings.node(entry), Scope.RACK);
            int pod = topology.groupOf(holdings.node(entry), Scope.POD);
            racks += rackMarks[rack] == mark ? 0 : 1;
            pods += podMarks[pod] == mark ? 0 : 1;
            rackMarks[rack] = mark;
            podMarks[pod] = mark;
            entry = holdings.nextOfJob(entry);
        }
        return spanCost.of(racks, pods);
    }
}
