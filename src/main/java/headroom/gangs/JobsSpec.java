package headroom.gangs;

import headroom.arrivals.ArrivalProcess;
import headroom.faults.FaultPlan;
import headroom.floor.FloorPlan;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Movement;
import headroom.jobbook.Probes;
import headroom.jobbook.StationShape;
import headroom.kernel.Streams;
import headroom.variates.Law;
import headroom.variates.SharedWork;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;

/**
 * Jobs, and where they are served.
 *
 * @param stations where jobs queue
 * @param streams where jobs come from
 * @param probes what is looked at besides sums and means
 * @param restartSeconds every so often all starts anew at its time 0, with nobody there but those
 *     who are there at time 0, and with other random numbers; infinite: never [s]
 * @param followed stations, by name, where the number of jobs is followed step by step
 */
public record JobsSpec(
        List<StationSpec> stations,
        List<StreamSpec> streams,
        Probes probes,
        double restartSeconds,
        SortedMap<String, Movement> followed) {
    /** Jobs that are not followed. */
    public JobsSpec(List<StationSpec> at, List<StreamSpec> of, Probes probes, double restart) {
        this(at, of, probes, restart, Collections.emptySortedMap());
    }

    /** Jobs that are not looked at more closely, in one go. */
    public JobsSpec(List<StationSpec> stations, List<StreamSpec> streams) {
        this(stations, streams, Probes.NONE, Double.POSITIVE_INFINITY);
    }

    /** The same, followed at stations. */
    public JobsSpec following(SortedMap<String, Movement> movements) {
        return new JobsSpec(stations, streams, probes, restartSeconds, movements);
    }

    /** The same of phases that begin at such instants [s]. */
    public JobsSpec since(double[] phasesSeconds) {
        return new JobsSpec(
                stations, streams, probes.since(phasesSeconds), restartSeconds, followed);
    }

    /** Nothing counted yet of these jobs. */
    public JobCounts newCounts() {
        List<StationShape> shapes = stations.stream()
                .map(each -> each.shape().followed(followed.get(each.name())))
                .toList();
        return new JobCounts(shapes, streams.size(), probes);
    }

    /**
     * A queue and what serves it.
     *
     * @param name its name
     * @param pools GPUs, or plain servers
     * @param policy makes the policy of a replication; asked by stations of gangs alone
     * @param places most jobs at the station, in line and in service; one more is refused
     * @param levels numbers of jobs of which the share of time is kept: 0 to levels - 1, and more;
     *     0: of none
     * @param service how it serves
     * @param line most jobs in line: one that cannot start at once and finds so many is refused; 0:
     *     nobody waits
     * @param load what jobs in service use besides GPUs
     * @param away how servers come and go; for one pool of plain servers
     */
    public record StationSpec(
            String name,
            List<FloorSpec> pools,
            Supplier<SchedulingPolicy> policy,
            int places,
            int levels,
            Service service,
            int line,
            Load load,
            Away away) {
        /** Gangs, on GPUs that are always there. */
        public StationSpec(
                String name,
                List<FloorSpec> pools,
                Supplier<SchedulingPolicy> policy,
                int places,
                int levels) {
            this(
                    name,
                    pools,
                    policy,
                    places,
                    levels,
                    new Gangs(),
                    Integer.MAX_VALUE,
                    Load.NONE,
                    new Always());
        }

        /** GPUs, or servers, in all pools. */
        public int capacity() {
            return pools.stream().mapToInt(FloorSpec::gpus).sum();
        }

        private StationShape shape() {
            int least = away instanceof Breakdowns broken ? broken.enough() : 0;
            return new StationShape(
                    levels,
                    load.step(),
                    load.levels(),
                    away instanceof Always ? 0 : capacity(),
                    least,
                    causes());
        }

        /** Causes of failures by pool; none where all pools are plain servers. */
        private List<Integer> causes() {
            return pools.stream().allMatch(FloorSpec::isPlain)
                    ? List.of()
                    : pools.stream().map(FloorSpec::causes).toList();
        }
    }

    /**
     * GPUs of one kind at a station.
     *
     * @param name its name
     * @param gpus how many
     * @param plan how they stand in nodes; null where only their number counts
     * @param faults what fails, on the topology of the plan; null where nothing does
     * @param goesDown whether all of them go down at times, with their site
     */
    public record FloorSpec(
            String name,
            int gpus,
            @Nullable FloorPlan plan,
            @Nullable FaultPlan faults,
            boolean goesDown) {
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

        /** Whether what its GPUs do is of no interest: they neither stand in nodes nor are lent. */
        private boolean isPlain() {
            return plan == null && gpus > 0;
        }

        /** Whether there are as many as jobs ask for. */
        public boolean isEndless() {
            return gpus >= ENDLESS;
        }

        /** GPUs, or servers, of which only the number counts. */
        public FloorSpec(String name, int gpus) {
            this(name, gpus, null, null, false);
        }

        /** GPUs of machines kept aside. */
        public int spareGpus() {
            return faults == null
                    ? 0
                    : faults.upkeep().spares() * faults.topology().gpusPerNode();
        }

        private int causes() {
            return faults == null ? 0 : faults.classes().size();
        }

        /** GPUs in nodes, which may fail. */
        public FloorSpec(String name, FloorPlan plan, @Nullable FaultPlan faults) {
            this(name, Math.toIntExact(plan.topology().gpus()), plan, faults, false);
        }

        /** The same, with a site that goes down at times. */
        public FloorSpec down() {
            return new FloorSpec(name, gpus, plan, faults, true);
        }

        /** Whether anything kills jobs here. */
        public boolean fails() {
            return faults != null || goesDown;
        }
    }

    /** How a station serves. */
    public sealed interface Service permits Gangs, Sharing, Delay {}
    /** Each job alone on its GPUs; who starts is for the policy. */
    public record Gangs() implements Service {}

    /**
     * All jobs in service share the servers evenly; those beyond wait in order of arrival.
     *
     * @param most jobs in service at once
     * @param speed of each job when so many are in service; relative to that their size is stated
     *     for
     */
    public record Sharing(int most, IntToDoubleFunction speed) implements Service {
        /** So many servers, of which a job can use one at most. */
        public static Sharing servers(int count, int most) {
            return new Sharing(most, jobs -> Math.min(1, (double) count / jobs));
        }
    }

    /** A server for everybody, such as users who think; pools are not asked. */
    public record Delay() implements Service {}

    /**
     * What jobs in service use of something of which there is only so much, such as power.
     *
     * @param most there is, above what is used when nobody is in service; infinite: no limit
     * @param step width of the levels of which the share of time is kept
     * @param levels how many; 0: none is kept
     */
    public record Load(double most, double step, int levels) {
        /** Nothing is used. */
        public static final Load NONE = new Load(Double.POSITIVE_INFINITY, 1, 0);
    }

    /** How servers come and go. */
    public sealed interface Away permits Always, Breakdowns, Setup, Vacations, Planned {}

    /** They never go. */
    public record Always() implements Away {}

    /**
     * Servers break, busy or idle, each on its own; the job goes back to the place in line that its
     * arrival gives it. Who has the broken server: any one that is up with the same chance.
     *
     * @param life from when a server is up until it breaks [s]
     * @param repair [s]
     * @param crews most repairs at once; the others wait in order of failure
     * @param work what becomes of the work done; restart: from the last checkpoint if there are any
     * @param enough servers up: how long it takes from all up to fewer than these is kept; 0: not
     */
    public record Breakdowns(Law life, Law repair, int crews, Orders.Preemption work, int enough)
            implements Away {}

    /**
     * A server that finds nobody in line goes off at once; to come back takes time, and is called
     * off when nobody waits for it any more.
     *
     * @param time to come back [s]
     * @param most servers that come back at once: 1 is staggered; never more than jobs wait
     */
    public record Setup(Law time, int most) implements Away {}

    /**
     * A server that finds nobody in line goes away, and looks again when it is back.
     *
     * @param time away [s]
     */
    public record Vacations(Law time) implements Away {}

    /**
     * So many servers from instants on; those that go finish what they do.
     *
     * @param timesSeconds rising [s]
     * @param servers from each on
     */
    public record Planned(double[] timesSeconds, int[] servers) implements Away {}

    /**
     * A stream of like jobs.
     *
     * @param name names its random numbers
     * @param arrivals when they come
     * @param gangs how many GPUs one asks for
     * @param first index of the station they come to
     * @param visits what they do at each station, by its index
     * @param traits what schedulers know of them
     * @param coming how they come in besides
     * @param conduct what they do besides waiting and being served
     * @param gang how they run on many GPUs, and how a failure sets them back
     */
    public record StreamSpec(
            String name,
            Function<Streams, ArrivalProcess> arrivals,
            Law gangs,
            int first,
            List<Visit> visits,
            Traits traits,
            Coming coming,
            Conduct conduct,
            GangSpec gang) {
        /** Jobs that come, wait, are served on a fixed number of GPUs, and leave. */
        public StreamSpec(
                String name,
                Function<Streams, ArrivalProcess> arrivals,
                Law gangs,
                int first,
                List<Visit> visits,
                Traits traits) {
            this(name, arrivals, gangs, first, visits, traits, Coming.OPEN, Conduct.PLAIN);
        }

        /** Jobs on a fixed number of GPUs, without checkpoints. */
        public StreamSpec(
                String name,
                Function<Streams, ArrivalProcess> arrivals,
                Law gangs,
                int first,
                List<Visit> visits,
                Traits traits,
                Coming coming,
                Conduct conduct) {
            this(name, arrivals, gangs, first, visits, traits, coming, conduct, GangSpec.PLAIN);
        }

        /** Jobs that come, wait, run as stated, and leave. */
        public StreamSpec(
                String name,
                Function<Streams, ArrivalProcess> arrivals,
                Law gangs,
                int first,
                List<Visit> visits,
                Traits traits,
                GangSpec gang) {
            this(name, arrivals, gangs, first, visits, traits, Coming.OPEN, Conduct.PLAIN, gang);
        }

        /** The same, run otherwise. */
        public StreamSpec with(GangSpec otherGang) {
            return new StreamSpec(
                    name, arrivals, gangs, first, visits, traits, coming, conduct, otherGang);
        }
    }

    /**
     * What the jobs of a stream do at a station.
     *
     * @param size service one needs at speed 1 [s]; what a {@link SharedWork} law gives is divided
     *     by the GPUs it asks for
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
     */
    public record Traits(int priority, int group, Law estimateFactor, double deadlineSeconds) {
        /** Without deadline. */
        public Traits(int priority, int group, Law estimateFactor) {
            this(priority, group, estimateFactor, Double.POSITIVE_INFINITY);
        }
    }

    /**
     * What the jobs of a stream do besides waiting and being served.
     *
     * @param patience time in line before the first start after which one leaves [s]; null: none
     *     does
     * @param pause after which a refused job tries again [s]; null: none does
     * @param retries most that one tries again at a station
     * @param deadline time in the system after which its end counts as late [s]; null: never
     * @param load what one in service uses of its station's load
     */
    public record Conduct(
            @Nullable Law patience,
            @Nullable Law pause,
            int retries,
            @Nullable Law deadline,
            double load) {
        /** Nothing else. */
        public static final Conduct PLAIN = new Conduct(null, null, 0, null, 0);
    }
}
