package headroom.jobs;

import headroom.arrivals.ArrivalProcess;
import headroom.jobbook.JobCounts;
import headroom.kernel.Streams;
import headroom.variates.Law;

import umontreal.ssj.rng.RandomStream;

import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeSet;
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
     * @param gpus how many; {@link #ENDLESS}: as many as there are jobs
     */
    public record FloorSpec(String name, int gpus) {
        /** More than jobs can hold. */
        public static final int ENDLESS = 1 << 30;

        /** Whether there are as many as jobs ask for. */
        public boolean isEndless() {
            return gpus >= ENDLESS;
        }
    }

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
            Traits traits) {

        /** Whether jobs come to a station, at once or in the end. */
        public boolean comesTo(int station) {
            TreeSet<Integer> reached = new TreeSet<>(List.of(first));
            ArrayDeque<Integer> open = new ArrayDeque<>(reached);
            while (!open.isEmpty()) {
                for (int next : visits.get(open.remove()).next()) {
                    if (reached.add(next)) {
                        open.add(next);
                    }
                }
            }
            return reached.contains(station);
        }
    }

    /**
     * What the jobs of a stream do at a station.
     *
     * @param size service one needs at speed 1 [s]; what a {@link Shared} law gives is divided by
     *     the GPUs it asks for
     * @param speeds speed by pool of the station; 0: they cannot run there
     * @param next indices of the stations they go to from there
     * @param shares share that goes to each; the rest leaves
     */
    public record Visit(Law size, double[] speeds, int[] next, double[] shares) {}

    /**
     * The size of a job whose work its GPUs share.
     *
     * @param work of the whole gang, at speed 1 [GPU s]
     */
    public record Shared(Law work) implements Law {
        @Override
        public double quantile(double u) {
            return work.quantile(u);
        }

        @Override
        public double mean() {
            return work.mean();
        }

        @Override
        public double squaredCv() {
            return work.squaredCv();
        }

        @Override
        public double draw(RandomStream random) {
            return work.draw(random);
        }
    }

    /**
     * What schedulers know of the jobs of a stream.
     *
     * @param priority higher goes first
     * @param group for shares and quotas
     * @param estimateFactor what users say jobs need over what they need
     */
    public record Traits(int priority, int group, Law estimateFactor) {}
}
