package headroom.assembly;

import headroom.cell.CellSpec;
import headroom.cluster.ClusterSpec;
import headroom.gangs.JobsSpec;
import headroom.jobbook.Movement;
import headroom.measure.DatedTerms;
import headroom.measure.Names;
import headroom.measure.Phase;
import headroom.measure.Users;
import headroom.serving.Router;
import headroom.summary.Subject;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A scenario turned into what the simulation is built from.
 *
 * @param cell what a cell is
 * @param cluster what is owned and how it is controlled
 * @param names names of what is measured
 * @param windows stretches summed up by themselves
 * @param batches the equal stretches that each window is cut into, in order of time; empty lists
 *     where it is not
 * @param seed seed of all random streams
 * @param replications independent repetitions
 */
public record Plan(
        CellSpec cell,
        ClusterSpec cluster,
        Names names,
        List<Phase> windows,
        List<List<Phase>> batches,
        long seed,
        int replications) {

    public Plan {
        JobsSpec jobs = cluster.jobs();
        if (jobs != null) {
            double[] begins = counted(windows, batches).stream()
                    .mapToDouble(Phase::fromSeconds)
                    .filter(begin -> begin > 0)
                    .sorted()
                    .distinct()
                    .toArray();
            cluster = cluster.with(jobs.since(begins));
        }
    }

    /** The same behind another router: the same users ask for the same at first. */
    public Plan routedBy(Router router) {
        return new Plan(
                cell.routedBy(router), cluster, names, windows, batches, seed, replications);
    }

    /** The same, where the number of jobs is followed at stations by their names. */
    public Plan following(SortedMap<String, Movement> movements) {
        JobsSpec jobs = cluster.jobs();
        return jobs == null || movements.isEmpty()
                ? this
                : new Plan(
                        cell,
                        cluster.with(jobs.following(movements)),
                        names,
                        windows,
                        batches,
                        seed,
                        replications);
    }

    /** All stretches that are counted: the windows, then the batches of each. */
    public List<Phase> counted() {
        return counted(windows, batches);
    }

    private static List<Phase> counted(List<Phase> windows, List<List<Phase>> batches) {
        List<Phase> all = new ArrayList<>(windows);
        batches.forEach(all::addAll);
        return all;
    }

    /** What its results are about. */
    public Subject subject() {
        Users users = Users.of(
                cell.tiers(), cell.models(), cluster.cells(), new DatedTerms(cluster.dated()));
        boolean limited = cell.tiers().stream().anyMatch(tier -> !tier.limits().isEmpty());
        return new Subject(users, limited, cell.replay() != null, cluster, names, windows);
    }
}
