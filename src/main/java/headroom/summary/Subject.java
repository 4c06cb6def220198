package headroom.summary;

import headroom.cluster.ClusterSpec;
import headroom.measure.Names;
import headroom.measure.Phase;
import headroom.measure.Users;

import java.util.List;

/**
 * What a summary is about.
 *
 * @param users the users of the tiers
 * @param limited whether any tier or stream has limits
 * @param replays whether a trace is replayed beside them
 * @param cluster what is owned, and how much of it is simulated
 * @param names names of what was measured
 * @param windows stretches summed up by themselves
 */
public record Subject(
        Users users,
        boolean limited,
        boolean replays,
        ClusterSpec cluster,
        Names names,
        List<Phase> windows) {

    /** Whether all demand is open arrivals: then there are no users, and nothing to cap. */
    public boolean isOpen() {
        return !replays && users.counts().stream().allMatch(count -> count == 0);
    }

    /** Where the periods over which users are counted once begin and end, in turn [s]. */
    public double[] periodEdges() {
        return Periods.edges(windows);
    }
}
