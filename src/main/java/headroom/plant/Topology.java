package headroom.plant;

/**
 * Where the nodes of a site stand, by index arithmetic: nodes are numbered from 0, and those of a
 * rack, pod, switch or power domain follow each other; the last of a kind may be smaller. A size of
 * 0 means that the site is not cut that way: it is one such group.
 *
 * @param nodes nodes in service [1]
 * @param gpusPerNode GPUs of a node [1]
 * @param nodesPerRack nodes of a rack [1]
 * @param racksPerPod racks of a pod [1]
 * @param nodesPerSwitch nodes on a leaf switch [1]
 * @param nodesPerPowerDomain nodes behind one supply [1]
 */
public record Topology(
        int nodes,
        int gpusPerNode,
        int nodesPerRack,
        int racksPerPod,
        int nodesPerSwitch,
        int nodesPerPowerDomain) {

    public Topology {
        if (nodes < 1 || gpusPerNode < 1) {
            throw new IllegalArgumentException(nodes + " nodes of " + gpusPerNode + " GPUs");
        }
        if (nodesPerRack < 0 || racksPerPod < 0 || nodesPerSwitch < 0 || nodesPerPowerDomain < 0) {
            throw new IllegalArgumentException("negative size of a group of nodes");
        }
        if (racksPerPod > 0 && nodesPerRack == 0) {
            throw new IllegalArgumentException("pods of " + racksPerPod + " racks, but no racks");
        }
    }

    /** Nodes that are not grouped. */
    public static Topology flat(int nodes, int gpusPerNode) {
        return new Topology(nodes, gpusPerNode, 0, 0, 0, 0);
    }

    /** GPUs of the site. */
    public long gpus() {
        return (long) nodes * gpusPerNode;
    }

    /** Nodes of a full group of the scope. */
    public int nodesPer(Scope scope) {
        long size =
                switch (scope) {
                    case NODE -> 1;
                    case RACK -> nodesPerRack;
                    case POD -> (long) nodesPerRack * racksPerPod;
                    case SWITCH -> nodesPerSwitch;
                    case POWER_DOMAIN -> nodesPerPowerDomain;
                    case SITE -> nodes;
                };
        return size == 0 ? nodes : (int) Math.min(size, nodes);
    }

    /** How many groups of the scope the site has. */
    public int groups(Scope scope) {
        return (nodes - 1) / nodesPer(scope) + 1;
    }

    /** The group of the scope in which the node is. */
    public int groupOf(int node, Scope scope) {
        return node / nodesPer(scope);
    }

    /** The first node of a group. */
    public int firstNode(int group, Scope scope) {
        return group * nodesPer(scope);
    }

    /** The node behind the last one of a group. */
    public int endNode(int group, Scope scope) {
        return (int) Math.min(nodes, (group + 1L) * nodesPer(scope));
    }
}
