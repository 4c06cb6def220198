package headroom.jobs;

import headroom.arrivals.ArrivalProcess;
import headroom.faults.Checkpoint;
import headroom.faults.FaultPlan;
import headroom.floor.FloorPlan;
import headroom.jobbook.JobCounts;
import headroom.kernel.Streams;
import headroom.variates.Law;

import org.jspecify.annotations.Nullable;

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
     * @param plan how they stand in nodes; null where only their number counts
     * @param faults what fails, on the topology of the plan; null where nothing does
     */
    public record FloorSpec(
            String name,
            int gpus,
            @Nullable FloorPlan plan,
            @Nullable FaultPlan faults) {
        /** More than jobs can hold. */
        public static final int ENDLESS = 1 << 30;

        public FloorSpec {
            if (plan != null && gpus != plan.topology().gpus()) {
                throw new IllegalArgumentException(name + ": " + gpus + " GPUs, but nodes for "
                        + plan.topology().gpus());
            }
            if (faults != null && (plan == null || !faults.topology().equals(plan.topology()))) {
                throw new IllegalArgumentException(name + ": faults of other nodes");
            }
        }

        /** Whether there are as many as jobs ask for. */
        public boolean isEndless() {
            return gpus >= ENDLESS;
        }

        /** GPUs, or servers, of which only the number counts. */
        public FloorSpec(String name, int gpus) {
            this(name, gpus, null, null);
        }

        /** GPUs in nodes, which may fail. */
        public FloorSpec(String name, FloorPlan plan, @Nullable FaultPlan faults) {
            this(name, Math.toIntExact(plan.topology().gpus()), plan, faults);
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
     * @param gang how they run on many GPUs, and how a failure sets them back
     */
    public record StreamSpec(
            String name,
            Function<Streams, ArrivalProcess> arrivals,
            Law gangs,
            int first,
            List<Visit> visits,
            Traits traits,
            GangSpec gang) {

        /** Jobs on a fixed number of GPUs, without checkpoints. */
        public StreamSpec(
                String name,
                Function<Streams, ArrivalProcess> arrivals,
                Law gangs,
                int first,
                List<Visit> visits,
                Traits traits) {
            this(name, arrivals, gangs, first, visits, traits, GangSpec.PLAIN);
        }

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
     * How the jobs of a stream run on many GPUs, and how a failure sets them back.
     *
     * @param checkpoints when they save their state; null: they begin anew
     * @param elastic how many GPUs they can use
     * @param spanSensitivity times the cost of a floor for standing apart [1]; 0: none of it
     */
    public record GangSpec(
            @Nullable CheckpointSpec checkpoints, Elastic elastic, double spanSensitivity) {
        /** A fixed number of GPUs, no checkpoints. */
        public static final GangSpec PLAIN = new GangSpec(null, Elastic.FIXED, 1);
    }

    /**
     * When jobs save their state, and what it costs.
     *
     * @param costs the interval where it is fixed, and all costs [s]
     * @param interval how the interval is chosen
     * @param nodeFailuresPerSecond rate at which a node of a gang is taken to fail, for the
     *     intervals of Young and Daly [1/s]
     */
    public record CheckpointSpec(
            Checkpoint costs, Interval interval, double nodeFailuresPerSecond) {}

    /** How the time between checkpoints is chosen. */
    public enum Interval {
        /** As stated. */
        FIXED,
        /** Young's, from the mean time between failures of the gang. */
        YOUNG,
        /** Daly's of higher order, from the same. */
        DALY
    }

    /**
     * How many GPUs a job can use.
     *
     * <pre>
     * speed on n GPUs = speed on all it asks for x (n / asked for)^exponent
     * </pre>
     *
     * @param fewest least GPUs over those it asks for, in (0, 1], rounded up
     * @param most most GPUs over those it asks for, at least 1, rounded down
     * @param exponent 1: linear; assumed
     */
    public record Elastic(double fewest, double most, double exponent) {
        /** As many as it asks for. */
        public static final Elastic FIXED = new Elastic(1, 1, 1);

        public Elastic {
            if (!(fewest > 0 && fewest <= 1 && most >= 1 && most <= 1e9 && exponent >= 0)) {
                throw new IllegalArgumentException(
                        "from " + fewest + " to " + most + " times the GPUs, power " + exponent);
            }
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
     * @param deadlineSeconds when they ought to end, after they came to a station; may be infinite
     */
    public record Traits(int priority, int group, Law estimateFactor, double deadlineSeconds) {

        /** Without deadline. */
        public Traits(int priority, int group, Law estimateFactor) {
            this(priority, group, estimateFactor, Double.POSITIVE_INFINITY);
        }
    }
}
