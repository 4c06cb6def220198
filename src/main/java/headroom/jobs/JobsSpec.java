package headroom.jobs;

import headroom.arrivals.ArrivalProcess;
import headroom.jobbook.JobCounts;
import headroom.kernel.Streams;
import headroom.variates.Law;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Jobs, and where they are served.
 *
 * @param stations where jobs queue
 * @param streams where jobs come from
 */
public record JobsSpec(List<StationSpec> stations, List<StreamSpec> streams) {

    /** Nothing counted yet of these jobs. */
    public JobCounts newCounts() {
        int[] levels = stations.stream().mapToInt(StationSpec::levels).toArray();
        return new JobCounts(levels, streams.size());
    }

    /**
     * A queue and what serves it.
     *
     * @param name its name
     * @param pools GPUs, or plain servers
     * @param policy makes the policy of a replication
     * @param places most jobs at the station, in line and in service; one more is refused
     * @param levels numbers of jobs of which the share of time is kept: 0 to levels - 1, and more;
     *     0: of none
     */
    public record StationSpec(
            String name,
            List<FloorSpec> pools,
            Supplier<SchedulingPolicy> policy,
            int places,
            int levels) {}

    /**
     * GPUs of one kind at a station.
     *
     * @param name its name
     * @param gpus how many
     */
    public record FloorSpec(String name, int gpus) {}

    /**
     * A stream of like jobs.
     *
     * @param name names its random numbers
     * @param arrivals when they come
     * @param gangs how many GPUs one asks for
     * @param first index of the station they come to
     * @param visits what they do at each station, by its index
     * @param traits what schedulers know of them
     */
    public record StreamSpec(
            String name,
            Function<Streams, ArrivalProcess> arrivals,
            Law gangs,
            int first,
            List<Visit> visits,
            Traits traits) {}

    /**
     * What the jobs of a stream do at a station.
     *
     * @param size service one needs at speed 1 [s]
     * @param speeds speed by pool of the station; 0: they cannot run there
     * @param next indices of the stations they go to from there
     * @param shares share that goes to each; the rest leaves
     */
    public record Visit(Law size, double[] speeds, int[] next, double[] shares) {}

    /**
     * What schedulers know of the jobs of a stream.
     *
     * @param priority higher goes first
     * @param group for shares and quotas
     * @param estimateFactor what users say jobs need over what they need
     * @param deadlineSeconds when they ought to end, after they came to a station; may be infinite
     * @param checkpointSeconds what it takes them to write a checkpoint when told to give way
     */
    public record Traits(
            int priority,
            int group,
            Law estimateFactor,
            double deadlineSeconds,
            double checkpointSeconds) {

        /** Without deadline, and with checkpoints that take no time. */
        public Traits(int priority, int group, Law estimateFactor) {
            this(priority, group, estimateFactor, Double.POSITIVE_INFINITY, 0);
        }
    }
}
