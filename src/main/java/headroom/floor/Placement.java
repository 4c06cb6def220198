package headroom.floor;

/**
 * On which nodes a gang is placed. A gang that is not larger than a node stands on one node; a
 * larger one on whole nodes, and the rest of it on one node more.
 */
public enum Placement {
    /** Parts of a node go where the fewest GPUs stay free; whole nodes are the first free ones. */
    BEST_FIT,
    /**
     * As best fit; whole nodes in the fewest pods and, in each of them, the fewest racks, and where
     * one rack or pod can take them all, in the one with the fewest nodes free.
     */
    PACK,
    /** Whole nodes in as many racks as possible; parts of a node on the emptiest node. */
    SPREAD,
    /** The first nodes with enough free GPUs. */
    FIRST
}
