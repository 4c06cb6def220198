package headroom.faults;

/**
 * Who is told what becomes of the nodes. Every node passes through failed, detected, back in this
 * order; a fault of a group tells it of each of its nodes that was up, in the order of their
 * numbers, at one time.
 */
public interface FaultListener {
    /**
     * The node stops working. Nobody has noticed: a gang on it stands still and holds its GPUs.
     *
     * @param cause number of the fault class, as in the list given to {@link Faults}
     */
    void nodeFailed(int node, int cause, double timeSeconds);

    /** It is known that the node does not work; at the time of the failure if that costs none. */
    void nodeDetected(int node, int cause, double timeSeconds);

    /** The node works again: repaired, restarted or with a spare machine in its place. */
    void nodeBack(int node, double timeSeconds);
}
