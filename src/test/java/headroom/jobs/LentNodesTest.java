package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.faults.Checkpoint;
import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset;
import headroom.floor.FloorPlan;
import headroom.floor.Placement;
import headroom.floor.SpanCost;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.LeaseTerms;
import headroom.gangs.Orders.Preemption;
import headroom.gangs.SchedulingPolicy;
import headroom.jobbook.GpuUse;
import headroom.jobbook.JobCounts;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.scheduling.ConservativeBackfill;
import headroom.scheduling.Defragmenting;
import headroom.scheduling.EasyBackfill;
import headroom.scheduling.ElasticShare;
import headroom.scheduling.FirstComeFirstServed;
import headroom.scheduling.FirstFit;
import headroom.scheduling.PriorityFirst;
import headroom.scheduling.RoundRobin;
import headroom.scheduling.ShortestRemainingFirst;
import headroom.variates.Law;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Nodes that are lent to a station and asked back, while they fail and gangs come and go. */
final class LentNodesTest {
    static final int NODE = 8;

    static JobsSpec.StationSpec station(
            JobsSpec.FloorSpec floor, Supplier<SchedulingPolicy> policy) {
        return new JobsSpec.StationSpec("all", List.of(floor), policy, Integer.MAX_VALUE, 0);
    }

    static GangSpec saving(double interval, double write) {
        Checkpoint costs = new Checkpoint(interval, write, 20, 5, false);
        return new GangSpec(
                new GangSpec.CheckpointSpec(costs, GangSpec.Interval.FIXED, 0),
                GangSpec.Elastic.FIXED,
                0);
    }

    static void conserved(PoolCounts pool, int gpus, double seconds) {
        long sum = 0;
        for (GpuUse use : GpuUse.values()) {
            assertThat(pool.ticks(use)).as(use.name()).isNotNegative();
            sum += pool.ticks(use);
        }
        assertThat(sum).isEqualTo(gpus * PoolCounts.ticks(seconds));
    }

    private static Supplier<SchedulingPolicy> policy(int which) {
        return switch (which % 9) {
            case 0 -> FirstComeFirstServed::new;
            case 1 -> EasyBackfill::new;
            case 2 -> ConservativeBackfill::new;
            case 3 -> () -> new PriorityFirst(Preemption.CHECKPOINT);
            case 4 -> () -> new ShortestRemainingFirst(Preemption.RESTART);
            case 5 -> FirstFit::new;
            case 6 -> () -> new RoundRobin(300, Preemption.CHECKPOINT);
            case 7 -> ElasticShare::new;
            default -> Defragmenting::new;
        };
    }

    private static JobsSpec.StreamSpec stream(
            String name, double gap, Law gangs, int priority, GangSpec gang) {
        JobsSpec.StreamSpec plain = Plain.poisson(name, 1 / gap, Plain.exponential(900));
        return new JobsSpec.StreamSpec(
                name,
                plain.arrivals(),
                gangs,
                0,
                plain.visits(),
                new JobsSpec.Traits(priority, 0, Plain.fixed(1)),
                gang);
    }

    /** Lends and asks back at random, every ten seconds, whole nodes. */
    private static final class Owner {
        private final Random random;
        private final Lease lease;
        private int home;
        private int asked;
        private int failedToCome;

        Owner(Lease lease, long seed) {
            this.lease = lease;
            random = new Random(seed);
        }

        void act(int nodes) {
            home -= lease.collect() / NODE;
            assertThat(lease.due()).isLessThanOrEqualTo(home * NODE);
            if (random.nextInt(6) == 0) {
                int kept = home - lease.due() / NODE;
                int wanted = random.nextInt(nodes + 1);
                if (wanted > kept) {
                    int rest = (wanted - kept) * NODE - lease.forgive((wanted - kept) * NODE);
                    int most = Math.min(rest / NODE, nodes - home);
                    int came = most == 0 ? 0 : lease.offer(most * NODE) / NODE;
                    failedToCome += most - came;
                    home += came;
                } else if (wanted < kept) {
                    asked += kept - wanted;
                    lease.reclaim((kept - wanted) * NODE);
                }
                home -= lease.collect() / NODE;
            }
        }
    }

    /** What became of jobs, in a row of numbers. */
    private static String told(JobCounts counts) {
        StringBuilder text = new StringBuilder();
        text.append(Double.toHexString(counts.stations.get(0).capacitySeconds));
        for (StreamCounts s : counts.stations.get(0).streams) {
            text.append('\n').append(List.of(s.arrived, s.started, s.completed, s.preempted));
            for (double each : new double[] {
                s.wait.sum(),
                s.sojourn.sum(),
                s.heldSeconds,
                s.yields.savingSeconds,
                s.yields.lostSeconds,
                s.closeup.writingSeconds,
                s.closeup.restartSeconds,
                s.closeup.preemptionLossSeconds
            }) {
                text.append(' ').append(Double.toHexString(each));
            }
        }
        return text.toString();
    }

    /** Where gangs have whole nodes that never fail, it does not matter that they are nodes. */
    @Test
    void gangsOfWholeNodesFareAsOnGpusThatAreCounted() {
        Topology topology = new Topology(40, NODE, 4, 5, 0, 0);
        for (int seed = 0; seed < 28; seed++) {
            int which = seed % 7;
            Placement placement = Placement.values()[seed % 4];
            FloorPlan plan = new FloorPlan(topology, placement, SpanCost.NONE, List.of());
            String counted = lentAtRandom(new JobsSpec.FloorSpec("all", 0), which, seed);
            String nodes =
                    lentAtRandom(new JobsSpec.FloorSpec("all", plan.asLent(), null), which, seed);
            assertThat(nodes).as("seed %d", seed).isEqualTo(counted);
        }
    }

    private static String lentAtRandom(JobsSpec.FloorSpec floor, int which, int seed) {
        Law gangs = Plain.law(3 * NODE, 1, u -> NODE * (1 + Math.floor(u * u * 12)));
        JobsSpec spec = new JobsSpec(
                List.of(station(floor, policy(which))),
                List.of(
                        stream("saving", 240, gangs, 0, saving(200, 15)),
                        stream("slow", 300, gangs, 1, saving(100, 40)),
                        stream("plain", 400, Plain.fixed(NODE), 0, GangSpec.PLAIN),
                        stream("stays", 900, Plain.fixed(2 * NODE), 0, GangSpec.PLAIN)));
        JobPlane plane = new JobPlane(spec, new Streams(seed, 0));
        Lease lease = plane.lend(0, 0, new LeaseTerms(30, List.of(true, true, true, false)));
        Owner owner = new Owner(lease, seed);
        for (int epoch = 0; epoch < 2000; epoch++) {
            plane.advance(10 * epoch);
            owner.act(40);
        }
        assertThat(owner.asked).isGreaterThan(100);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        assertThat(counts.stations.get(0).streams.get(0).yields.jobs).isPositive();
        return told(counts);
    }

    private static FaultPlan faults(Topology topology, Random random) {
        Law detection = random.nextBoolean() ? Plain.fixed(0) : Plain.exponential(60);
        FaultClass.Remedy remedy = new FaultClass.Remedy(
                detection, 0.3, Plain.fixed(100), Plain.exponential(600), random.nextBoolean());
        FaultClass.Spread spread = random.nextBoolean()
                ? null
                : new FaultClass.Spread(0.5, Scope.RACK, Plain.fixed(3));
        List<FaultClass> classes = new ArrayList<>();
        classes.add(new FaultClass(
                "nodes", Scope.NODE, new Onset.Constant(1 / 8e4), 1, spread, remedy));
        classes.add(
                new FaultClass("racks", Scope.RACK, new Onset.Constant(1 / 2e5), 1, null, remedy));
        classes.add(new FaultClass(
                "shocks", Scope.POD, new Onset.Constant(1 / 2e5), 0.4, null, remedy));
        return new FaultPlan(
                topology,
                classes,
                FaultPlan.Lemons.NONE,
                new FaultPlan.Upkeep(random.nextInt(3), random.nextInt(3), Plain.fixed(200)),
                null);
    }

    /** Gangs of any size, parts of nodes, whatever fails: all GPUs are somewhere at any time. */
    @Test
    void everyGpuIsInOnePlace() {
        boolean[] seen = new boolean[GpuUse.values().length];
        int late = 0;
        for (int seed = 0; seed < 45; seed++) {
            // a multiplier, since the first draws of like seeds are alike
            Random random = new Random(0x9E3779B97F4A7C15L * (seed + 1));
            Topology topology = new Topology(24, NODE, 4, 3, 0, 0);
            Placement placement = Placement.values()[seed % 4];
            FloorPlan.Drain drain = new FloorPlan.Drain(2000, 4000, 3, 5);
            FloorPlan plan = new FloorPlan(topology, placement, SpanCost.NONE, List.of(drain));
            FaultPlan faults = faults(topology, random);
            Law gangs = Plain.law(6, 1, u -> 1 + Math.floor(u * u * 40));
            GangSpec elastic = new GangSpec(
                    saving(200, 15).checkpoints(), new GangSpec.Elastic(0.5, 2, 0.8), 0);
            JobsSpec spec = new JobsSpec(
                    List.of(station(
                            new JobsSpec.FloorSpec("all", plan.asLent(), faults), policy(seed))),
                    List.of(
                            stream("elastic", 150, gangs, 0, elastic),
                            stream("slow", 120, gangs, 1, saving(100, 40)),
                            stream("plain", 60, Plain.fixed(3), 0, GangSpec.PLAIN),
                            stream("stays", 400, Plain.fixed(5), 0, GangSpec.PLAIN)));
            try {
                late += walk(spec, seed, seen);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        seen[GpuUse.RESERVED.ordinal()] = true;
        assertThat(seen).as(Arrays.toString(GpuUse.values())).doesNotContain(false);
        assertThat(late).as("nodes of racks that were down").isPositive();
    }

    private static int walk(JobsSpec spec, int seed, boolean[] seen) {
        JobPlane plane = new JobPlane(spec, new Streams(seed, 0));
        Lease lease = plane.lend(0, 0, new LeaseTerms(30, List.of(true, true, true, false)));
        Owner owner = new Owner(lease, seed);
        int spares = spec.stations().get(0).pools().get(0).spareGpus();
        JobCounts all = spec.newCounts();
        double before = 0;
        for (int epoch = 1; epoch < 700; epoch++) {
            double now = 10 * epoch;
            plane.advance(now);
            JobCounts counts = spec.newCounts();
            plane.drain(counts);
            PoolCounts pool = counts.stations.get(0).pools.get(0);
            long ticks = PoolCounts.ticks(now) - PoolCounts.ticks(before);
            assertThat(pool.ticks(GpuUse.AWAY)).isEqualTo((24 - owner.home) * NODE * ticks);
            conserved(pool, 24 * NODE + spares, now - before);
            for (GpuUse use : GpuUse.values()) {
                seen[use.ordinal()] |= pool.ticks(use) > 0;
            }
            all.add(counts);
            before = now;
            owner.act(24);
        }
        Study.conserved(plane, all);
        handsAllBack(plane, owner);
        return owner.failedToCome;
    }

    /** Who is asked for everything has given it back when all jobs that stay have ended. */
    private static void handsAllBack(JobPlane plane, Owner owner) {
        owner.lease.reclaim(owner.home * NODE - owner.lease.due());
        double now = plane.nowSeconds();
        for (int epoch = 1; epoch < 4000 && owner.home > 0; epoch++) {
            plane.advance(now + 10 * epoch);
            owner.home -= owner.lease.collect() / NODE;
        }
        assertThat(owner.home).isZero();
        assertThat(owner.lease.due()).isZero();
        assertThat(owner.lease.lent()).isZero();
    }
}
