package headroom.scheduling;

import headroom.faults.Checkpoint;
import headroom.floor.FloorPlan;
import headroom.gangs.Coming;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;
import headroom.jobs.JobPlane;
import headroom.kernel.Streams;
import headroom.plant.Topology;
import headroom.variates.Law;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A policy on given jobs, with everything it did written down, and GPUs counted at every event. */
final class Watched implements SchedulingPolicy, Orders {
    /** GPUs per node of pools of which only the number counts. */
    static final int COUNTED = 1;

    private final SchedulingPolicy policy;
    private final Map<Integer, Deque<Job>> toCome = new TreeMap<>();
    private final Map<Integer, Job> byNumber = new TreeMap<>();
    private final List<Job> arrived = new ArrayList<>();
    private final BiConsumer<Watched, Double> audit;
    private @Nullable StationView view;
    private @Nullable Orders orders;
    /** GPU-seconds held, and not, since time 0. */
    double busy;

    double idle;
    double settledSeconds;
    /** How often a job that did not fit had room made for it. */
    int rooms;

    private int held;
    private int free;
    private long looks;
    private final List<Job> running = new ArrayList<>();

    /** A job, and what became of it. */
    static final class Job {
        final double at;
        final int gang;
        final double size;
        final double factor;
        final int kind;
        final List<Double> starts = new ArrayList<>();
        final List<Integer> pools = new ArrayList<>();
        final List<Double> preempted = new ArrayList<>();
        double end = Double.NaN;
        boolean runs;
        int held;
        long seen;

        /** Kind: the stream it is of. */
        Job(double at, int gang, double size, double factor, int kind) {
            this.at = at;
            this.gang = gang;
            this.size = size;
            this.factor = factor;
            this.kind = kind;
        }

        @Override
        public String toString() {
            return "(at " + at + ", " + gang + " GPUs, " + size + " s x " + factor + ", kind "
                    + kind
                    + ": starts " + starts + " on " + pools + ", preempted " + preempted + ", ends "
                    + end + ")";
        }
    }

    /** Where jobs run: GPUs and speeds of pools, and of each kind of jobs what is known of them. */
    record Site(int gpusPerNode, int[] gpus, double[] speeds, Kind... kinds) {
        /** GPUs that stand in no nodes. */
        Site(int[] gpus, double[] speeds, Kind... kinds) {
            this(COUNTED, gpus, speeds, kinds);
        }

        JobsSpec.FloorSpec floor(int pool) {
            String name = "pool" + pool;
            Topology nodes = Topology.flat(gpus[pool] / gpusPerNode, gpusPerNode);
            return gpusPerNode == COUNTED
                    ? new JobsSpec.FloorSpec(name, gpus[pool])
                    : new JobsSpec.FloorSpec(name, FloorPlan.of(nodes), null);
        }

        int total() {
            return Arrays.stream(gpus).sum();
        }
    }

    /** Priority, group, deadline [s], time to write a checkpoint [s], and work between two [s]. */
    record Kind(int priority, int group, double deadline, double write, double interval) {
        /** Checkpoints only when told to. */
        Kind(int priority, int group, double deadline, double write) {
            this(priority, group, deadline, write, Double.POSITIVE_INFINITY);
        }

        /** How long so much work takes on the whole, checkpoint by checkpoint [s]. */
        double lasts(double size) {
            double seconds = size;
            for (double saved = interval; saved < size; saved += interval) {
                seconds += write;
            }
            return seconds;
        }
    }

    private Watched(SchedulingPolicy policy, List<Job> jobs, BiConsumer<Watched, Double> audit) {
        this.policy = policy;
        this.audit = audit;
        for (Job job : jobs) {
            toCome.computeIfAbsent(job.kind, kind -> new ArrayDeque<>()).add(job);
        }
    }

    /** Runs given jobs until all are done; they come back in the order of their arrival. */
    static Watched run(SchedulingPolicy policy, Site site, List<Job> jobs) {
        return watch(policy, site, jobs, (watched, now) -> {});
    }

    /** So, and somebody looks on after every decision. */
    static Watched watch(
            SchedulingPolicy policy, Site site, List<Job> jobs, BiConsumer<Watched, Double> audit) {
        List<Job> sorted = new ArrayList<>(jobs);
        sorted.sort(Comparator.comparingDouble(job -> job.at));
        Watched watched = new Watched(policy, sorted, audit);
        List<JobsSpec.FloorSpec> pools = new ArrayList<>();
        for (int pool = 0; pool < site.gpus.length; pool++) {
            pools.add(site.floor(pool));
        }
        List<JobsSpec.StreamSpec> streams = new ArrayList<>();
        for (int kind = 0; kind < site.kinds.length; kind++) {
            streams.add(watched.stream(site, kind, sorted));
        }
        JobsSpec spec = new JobsSpec(
                List.of(new JobsSpec.StationSpec(
                        "station", pools, () -> watched, Integer.MAX_VALUE, 0)),
                streams);
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        plane.advance(1e12);
        return watched;
    }

    private JobsSpec.StreamSpec stream(Site site, int kind, List<Job> all) {
        List<Job> jobs = all.stream().filter(job -> job.kind == kind).toList();
        Deque<Double> times = new ArrayDeque<>(jobs.stream().map(job -> job.at).toList());
        Kind of = site.kinds[kind];
        return new JobsSpec.StreamSpec(
                "kind" + kind,
                streams -> () -> times.isEmpty() ? Double.POSITIVE_INFINITY : times.remove(),
                listed(jobs.stream().map(job -> (double) job.gang).toList()),
                0,
                List.of(new JobsSpec.Visit(
                        listed(jobs.stream().map(job -> job.size).toList()),
                        site.speeds,
                        new int[0],
                        new double[0])),
                new JobsSpec.Traits(
                        of.priority,
                        of.group,
                        listed(jobs.stream().map(job -> job.factor).toList()),
                        of.deadline),
                Coming.OPEN,
                JobsSpec.Conduct.PLAIN,
                new GangSpec(
                        of.write == 0
                                ? null
                                : new GangSpec.CheckpointSpec(
                                        new Checkpoint(of.interval, of.write, 0, 0, false),
                                        GangSpec.Interval.FIXED,
                                        0),
                        GangSpec.Elastic.FIXED,
                        1));
    }

    private static Law listed(List<Double> values) {
        Deque<Double> left = new ArrayDeque<>(values);
        return new Law() {
            @Override
            public double quantile(double u) {
                return left.remove();
            }

            @Override
            public double mean() {
                return 1;
            }

            @Override
            public double squaredCv() {
                return 1;
            }
        };
    }

    /** Those who came, in the order they did. */
    List<Job> jobs() {
        return arrived;
    }

    @Override
    public boolean admits(StationView station, int job) {
        Job next = toCome.get(station.stream(job)).remove();
        byNumber.put(job, next);
        arrived.add(next);
        return policy.admits(station, job);
    }

    @Override
    public double key(StationView station, int job) {
        Job of = byNumber.get(job);
        if (of.runs) {
            settle(station.nowSeconds());
            held -= of.held;
            of.runs = false;
            of.preempted.add(station.nowSeconds());
        }
        return policy.key(station, job);
    }

    @Override
    public void decide(StationView station, Orders to) {
        view = station;
        orders = to;
        free = looks == 0 ? capacity(station) : free;
        settle(station.nowSeconds());
        long look = ++looks;
        for (int i = 0; i < station.running(); i++) {
            byNumber.get(station.runningAt(i)).seen = look;
        }
        running.removeIf(job -> !job.runs);
        for (Job job : running) {
            if (job.seen != look) {
                job.runs = false;
                job.end = station.nowSeconds();
                held -= job.held;
            }
        }
        policy.decide(station, this);
        free = 0;
        for (int pool = 0; pool < station.pools(); pool++) {
            free += station.free(pool);
        }
        if (held + free != capacity(station)) {
            throw new AssertionError("held " + held + ", free " + free);
        }
        audit.accept(this, station.nowSeconds());
    }

    private static int capacity(StationView station) {
        int gpus = 0;
        for (int pool = 0; pool < station.pools(); pool++) {
            gpus += station.capacity(pool);
        }
        return gpus;
    }

    private void settle(double now) {
        busy += held * (now - settledSeconds);
        idle += free * (now - settledSeconds);
        settledSeconds = now;
    }

    @Override
    public void start(int job, int pool) {
        start(job, pool, view.gang(job));
    }

    @Override
    public void start(int job, int pool, int gpus) {
        Job of = byNumber.get(job);
        of.starts.add(view.nowSeconds());
        of.pools.add(pool);
        of.runs = true;
        running.remove(of);
        running.add(of);
        of.held = gpus;
        held += gpus;
        orders.start(job, pool, gpus);
    }

    @Override
    public void resize(int job, int gpus) {
        Job of = byNumber.get(job);
        held += gpus - of.held;
        of.held = gpus;
        orders.resize(job, gpus);
    }

    @Override
    public boolean makeRoom(int job, int pool) {
        boolean isMade = orders.makeRoom(job, pool);
        rooms += isMade ? 1 : 0;
        return isMade;
    }

    @Override
    public void preempt(int job, Preemption how) {
        orders.preempt(job, how);
    }

    @Override
    public void sort() {
        orders.sort();
    }

    @Override
    public void wakeAt(double timeSeconds) {
        orders.wakeAt(timeSeconds);
    }
}
