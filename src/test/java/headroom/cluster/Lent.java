package headroom.cluster;

import headroom.cluster.ReplicaBook.State;
import headroom.control.LendingPolicy;
import headroom.faults.Checkpoint;
import headroom.faults.FaultPlan;
import headroom.fleet.FleetUse;
import headroom.floor.FloorPlan;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.LeaseTerms;
import headroom.jobbook.JobCounts;
import headroom.jobs.JobHours;
import headroom.jobs.Plain;
import headroom.kernel.Rank;
import headroom.kernel.Streams;
import headroom.kernel.Timer;
import headroom.policy.LendAfterQuiet;
import headroom.policy.LendFree;
import headroom.policy.LendWithReserve;
import headroom.scheduling.FirstComeFirstServed;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Serving and jobs on the same pools, over naive cells, epoch by epoch. */
final class Lent {
    final Pools pools;
    final JobHours jobs;
    final ScalingPlane scaling;
    final LendingPlane lending;
    private final double drainSeconds;
    /** GPU-seconds that jobs held, as the power meter is told [s]. */
    double busySeconds;

    Lent(Pools pools, double drainSeconds) {
        this.pools = pools;
        this.drainSeconds = drainSeconds;
        jobs = new JobHours(pools.spec.jobs(), new Streams(5, 0));
        scaling = new ScalingPlane(pools.agenda, pools.spec, pools.book, pools.capacity.loading());
        lending = new LendingPlane(pools.agenda, pools.spec, pools.book, scaling, jobs);
    }

    /** One of the policies. */
    static LendingPolicy policy(int which) {
        return switch (which) {
            case 0 -> new LendFree();
            case 1 -> new LendWithReserve(0.1);
            default -> new LendAfterQuiet(0.05, 600, 60);
        };
    }

    /** Replicas in the book, in whatever state. */
    long replicas() {
        long all = 0;
        for (int p = 0; p < pools.spec.placements().size(); p++) {
            for (State state : State.values()) {
                all += pools.book.count(state, p);
            }
        }
        return all;
    }

    /** Runs to an instant; the check is made at the end of every epoch. */
    void run(double untilSeconds, Runnable check) {
        NaiveCells cells = new NaiveCells(pools, drainSeconds);
        pools.capacity.start();
        lending.start();
        scaling.start();
        new FailurePlane(pools.agenda, pools.spec, pools.book, pools.capacity.loading())
                .start(new Streams(3, 0));
        new OutagePlane(pools.agenda, pools.spec, pools.capacity, scaling, lending).start();
        new LeavingPlane(pools.agenda, pools.spec, scaling, lending).start();
        Timer[] epoch = new Timer[1];
        epoch[0] = pools.agenda.timer(Rank.EPOCH, () -> {
            jobs.advance(pools.agenda.nowSeconds());
            List<FleetUse> uses = cells.advance(pools.agenda.nowSeconds());
            pools.book.collect(uses);
            lending.collect();
            FleetUse all = new FleetUse(pools.spec.placements().size());
            uses.forEach(all::add);
            scaling.epoch(all);
            lending.review();
            for (double seconds : lending.drainBusySeconds()) {
                busySeconds += seconds;
            }
            check.run();
            epoch[0].start(10);
        });
        epoch[0].start(10);
        pools.agenda.runUntil(untilSeconds);
    }

    /** What jobs did up to now. */
    JobCounts counts() {
        jobs.endHour();
        return jobs.hour();
    }

    /**
     * Jobs that come evenly, first at the first multiple of the gap, and write a checkpoint in 30 s
     * when they are told to.
     */
    static JobsSpec.StreamSpec stream(
            String name, double gapSeconds, int gpus, double sizeSeconds, int priority) {
        return new JobsSpec.StreamSpec(
                name,
                streams -> {
                    double[] at = {0};
                    return () -> at[0] += gapSeconds;
                },
                Plain.fixed(gpus),
                0,
                List.of(Plain.visit(Plain.fixed(sizeSeconds))),
                new JobsSpec.Traits(priority, 0, Plain.fixed(1)),
                writing(30));
    }

    /** Large ones, small ones that write longer than most wait, and some that stay. */
    static JobsSpec.StreamSpec[] mixed() {
        return new JobsSpec.StreamSpec[] {
            stream("large", 997, 256, 3001, 2),
            writing(90, stream("small", 13, 5, 401, 1)),
            stream("stays", 211, 16, 809, 0)
        };
    }

    /** Of 1,600 GPUs; deployments that want what they are told and load in 40 s. */
    static Pools pools(int cells, int sampled, int replicaGpus, Puppet... puppets) {
        List<ClusterSpec.Placement> placements = new ArrayList<>();
        for (Puppet puppet : puppets) {
            ClusterSpec.Scale scale = new ClusterSpec.Scale(0, 200, 60, 120, puppet);
            double share = puppet.wanted * replicaGpus / 1600;
            placements.add(Pools.placement(0, share, replicaGpus, 40, scale));
        }
        return Pools.of(new int[] {1600}, cells, sampled, placements, List.of());
    }

    /** The same jobs, that write a checkpoint in another time. */
    static JobsSpec.StreamSpec writing(double seconds, JobsSpec.StreamSpec s) {
        return new JobsSpec.StreamSpec(
                s.name(),
                s.arrivals(),
                s.gangs(),
                s.first(),
                s.visits(),
                s.traits(),
                writing(seconds));
    }

    /** Checkpoints only when told to. */
    private static GangSpec writing(double seconds) {
        Checkpoint costs = new Checkpoint(Double.POSITIVE_INFINITY, seconds, 0, 0, false);
        return new GangSpec(
                new GangSpec.CheckpointSpec(costs, GangSpec.Interval.FIXED, 0),
                GangSpec.Elastic.FIXED,
                0);
    }

    /** Those at one station, first come first served, that has no GPUs of its own. */
    static JobsSpec jobs(JobsSpec.StreamSpec... streams) {
        return new JobsSpec(List.of(Plain.servers(0, FirstComeFirstServed::new)), List.of(streams));
    }

    /** The same, on GPUs that stand in nodes. */
    static JobsSpec jobs(FloorPlan plan, @Nullable FaultPlan faults, JobsSpec.StreamSpec... s) {
        JobsSpec.StationSpec station = new JobsSpec.StationSpec(
                "servers",
                List.of(new JobsSpec.FloorSpec("all", plan.asLent(), faults)),
                FirstComeFirstServed::new,
                Integer.MAX_VALUE,
                0);
        return new JobsSpec(List.of(station), List.of(s));
    }

    /** The first pool, lent to the first station. */
    static ClusterSpec.Loan loan(
            double share, @Nullable LendingPolicy policy, double graceSeconds, Boolean... yields) {
        LeaseTerms terms = new LeaseTerms(graceSeconds, List.of(yields));
        return new ClusterSpec.Loan(0, 0, 0, share, policy, terms);
    }
}
