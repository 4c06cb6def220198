package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cluster.ReplicaBook.State;
import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset;
import headroom.floor.FloorPlan;
import headroom.gangs.JobsSpec;
import headroom.jobbook.GpuUse;
import headroom.jobbook.JobCounts;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.jobs.Plain;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.policy.LendFree;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

/** Serving and jobs on the same nodes, which fail while jobs have them. */
final class LendingNodesTest {
    private static final int GPUS = 1600;
    private static final int NODE = 8;
    private static final int SPARES = 4;
    private static final double REPAIR = 500;
    private static final double RATE = 1 / 40_000.0;

    static FloorPlan plan(int nodes) {
        return FloorPlan.of(new Topology(nodes, NODE, 4, 7, 0, 0));
    }

    static FaultPlan faults(Topology topology, int spares) {
        FaultClass.Remedy remedy =
                new FaultClass.Remedy(Plain.fixed(0), 0, Plain.fixed(0), Plain.fixed(REPAIR), true);
        return new FaultPlan(
                topology,
                List.of(new FaultClass(
                        "nodes", Scope.NODE, new Onset.Constant(RATE), 1, null, remedy)),
                FaultPlan.Lemons.NONE,
                new FaultPlan.Upkeep(0, spares, Plain.fixed(100)),
                null);
    }

    /**
     * Replicas of 12 GPUs, nodes of 8, a sample of cells, four spares: whatever serving wants and
     * nodes do, every GPU is in one place, in the book and on the floor, to the bit.
     */
    @ParameterizedTest
    @CsvSource({"1, 1, 0, 1", "4, 4, 0, 2", "4, 2, 1, 3", "8, 2, 2, 4", "16, 1, 0, 5"})
    void everyGpuIsHeldOnce(int cells, int sampled, int which, int seed) {
        FastStream random = new Streams(seed, 0).of("test");
        Puppet a = new Puppet(16);
        Puppet b = new Puppet(32);
        int inService = GPUS / NODE - SPARES;
        FloorPlan plan = plan(inService);
        JobsSpec jobs = Lent.jobs(plan, faults(plan.topology(), SPARES), Lent.mixed());
        ClusterSpec.Loan loan = Lent.loan(0.25, Lent.policy(which), 60, true, true, false);
        Lent lent = new Lent(Lent.pools(cells, sampled, 12, a, b).with(jobs, loan), 95);
        ReplicaBook book = lent.pools.book;
        double[] most = {0};
        lent.run(20_000, () -> {
            if (random.nextDouble() < 0.02) {
                a.wanted = 60 * random.nextDouble();
                b.wanted = 100 * random.nextDouble();
            }
            double serving = lent.replicas() * 12.0 * cells / sampled;
            most[0] = Math.max(most[0], serving);
            assertThat(serving + book.lent(0) + book.freeGpus(0) + SPARES * NODE)
                    .isEqualTo(GPUS);
            assertThat(book.lent(0) % NODE).isZero();
            assertThat(book.lent(0)).isGreaterThanOrEqualTo(400);
        });
        assertThat(most[0]).isGreaterThan(1000);
        HourFacts.PoolStates s = book.drain().get(0);
        StationCounts station = lent.counts().stations.get(0);
        PoolCounts pool = station.pools.get(0);
        assertThat(homeSeconds(pool)).isEqualTo(s.lentSeconds());
        // what is asked back and empty is the station's until it is collected
        assertThat(station.capacitySeconds)
                .isCloseTo(s.lentSeconds() - pool.seconds(GpuUse.FAILED), within(1.0));
        assertThat(pool.seconds(GpuUse.AWAY) + pool.seconds(GpuUse.RESERVED))
                .isEqualTo(GPUS * 20_000.0 - s.lentSeconds());
        assertThat(pool.seconds(GpuUse.RESERVED)).isEqualTo(SPARES * NODE * 20_000.0);
        assertThat(pool.seconds(GpuUse.FAILED)).isPositive();
        double sum = s.servingSeconds()
                + s.loadingSeconds()
                + s.drainingSeconds()
                + s.failedSeconds()
                + s.lentSeconds()
                + s.freeSeconds();
        assertThat(sum).isEqualTo(GPUS * 20_000.0);
    }

    private static double homeSeconds(PoolCounts pool) {
        return Arrays.stream(GpuUse.values())
                .filter(use -> use != GpuUse.AWAY && use != GpuUse.RESERVED)
                .mapToDouble(pool::seconds)
                .sum();
    }

    /** Serving that wants more than there is gets all that is lent, and no spare node. */
    @Test
    void sparesNeverServe() {
        Puppet puppet = new Puppet(50);
        FloorPlan plan = plan(GPUS / NODE - SPARES);
        JobsSpec jobs = Lent.jobs(
                plan, faults(plan.topology(), SPARES), Lent.stream("jobs", 1, NODE, 1e6, 0));
        Lent lent = new Lent(
                Lent.pools(1, 1, NODE, puppet).with(jobs, Lent.loan(0, new LendFree(), 60, true)),
                0);
        lent.run(20_000, () -> puppet.wanted = 1000);
        // the floor has 196 nodes, all of them are asked back, those that failed when repaired
        assertThat(lent.pools.book.count(State.SERVING, 0)).isEqualTo(GPUS / NODE - SPARES);
        assertThat(lent.pools.book.lent(0)).isZero();
        assertThat(lent.pools.book.freeGpus(0)).isZero();
    }

    /** Three replicas of 12 GPUs take 36 of the 40 of five nodes; four stay free. */
    @Test
    void asManyNodesAsContainWhatIsWanted() {
        Puppet puppet = new Puppet(0);
        JobsSpec jobs = Lent.jobs(plan(GPUS / NODE), null, Lent.stream("jobs", 1, NODE, 1e6, 0));
        ClusterSpec.Loan loan = Lent.loan(0.2519, new LendFree(), 60, true);
        Lent lent = new Lent(Lent.pools(1, 1, 12, puppet).with(jobs, loan), 0);
        ReplicaBook book = lent.pools.book;
        lent.run(600, () -> puppet.wanted = lent.pools.agenda.nowSeconds() < 300 ? 0 : 3);
        assertThat(book.count(State.SERVING, 0)).isEqualTo(3);
        assertThat(book.lent(0)).isEqualTo(GPUS - 40);
        assertThat(book.freeGpus(0)).isEqualTo(4);
    }

    /** Nodes that never fail, gangs and replicas of whole nodes: jobs fare as without nodes. */
    @ParameterizedTest
    @CsvSource({"1, 1, 0, 1", "4, 4, 1, 2", "4, 2, 2, 3", "8, 2, 0, 4"})
    void wholeNodesThatNeverFailAreGpusThatAreCounted(int cells, int sampled, int which, int seed) {
        assertThat(told(plan(GPUS / NODE), cells, sampled, which, seed))
                .isEqualTo(told(null, cells, sampled, which, seed));
    }

    private static String told(
            @Nullable FloorPlan plan, int cells, int sampled, int which, int seed) {
        FastStream random = new Streams(seed, 0).of("test");
        Puppet puppet = new Puppet(64);
        JobsSpec.StreamSpec[] streams = {
            Lent.stream("large", 997, 256, 3001, 2),
            Lent.writing(90, Lent.stream("small", 13, 8, 401, 1)),
            Lent.stream("stays", 211, 16, 809, 0)
        };
        JobsSpec jobs = plan == null ? Lent.jobs(streams) : Lent.jobs(plan, null, streams);
        ClusterSpec.Loan loan = Lent.loan(0.25, Lent.policy(which), 60, true, true, false);
        Lent lent = new Lent(Lent.pools(cells, sampled, NODE, puppet).with(jobs, loan), 95);
        lent.run(20_000, () -> {
            if (random.nextDouble() < 0.02) {
                puppet.wanted = 150 * random.nextDouble();
            }
        });
        JobCounts counts = lent.counts();
        StringBuilder text = new StringBuilder(lent.pools.book.drain().toString());
        text.append(counts.stations.get(0).capacitySeconds).append(' ').append(lent.busySeconds);
        for (StreamCounts s : counts.stations.get(0).streams) {
            text.append('\n').append(List.of(s.arrived, s.started, s.completed, s.preempted));
            text.append(List.of(
                    s.wait.sum(),
                    s.sojourn.sum(),
                    s.heldSeconds,
                    s.yields.savingSeconds,
                    s.yields.lostSeconds));
        }
        assertThat(counts.stations.get(0).streams.get(1).yields.lostSeconds).isPositive();
        return text.toString();
    }

    /** Failures are those of the nodes that jobs have and that work, no more and no fewer. */
    @Test
    void nodesFailWhileJobsHaveThem() {
        FastStream random = new Streams(9, 0).of("test");
        Puppet puppet = new Puppet(100);
        FloorPlan plan = plan(GPUS / NODE);
        JobsSpec jobs =
                Lent.jobs(plan, faults(plan.topology(), 0), Lent.stream("jobs", 7, 24, 501, 0));
        ClusterSpec.Loan loan = Lent.loan(0.1, new LendFree(), 60, true);
        Lent lent = new Lent(Lent.pools(1, 1, NODE, puppet).with(jobs, loan), 20);
        lent.run(400_000, () -> {
            if (random.nextDouble() < 0.005) {
                puppet.wanted = 180 * random.nextDouble();
            }
        });
        PoolCounts pool = lent.counts().stations.get(0).pools.get(0);
        double lentSeconds = lent.pools.book.drain().get(0).lentSeconds();
        double nodeSeconds = (lentSeconds - pool.seconds(GpuUse.FAILED)) / NODE;
        double failures = pool.seconds(GpuUse.FAILED) / NODE / REPAIR;
        double expected = RATE * nodeSeconds;
        assertThat(expected).isBetween(700.0, 1500.0);
        assertThat(failures).isCloseTo(expected, within(3.5 * Math.sqrt(expected)));
        // far from those of all nodes
        assertThat(failures).isLessThan(0.75 * RATE * GPUS / NODE * 400_000);
    }
}
