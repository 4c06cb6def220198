package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset;
import headroom.floor.FloorPlan;
import headroom.floor.Placement;
import headroom.floor.SpanCost;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.LeaseTerms;
import headroom.jobbook.GpuUse;
import headroom.jobbook.JobCounts;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.plant.Topology;
import headroom.scheduling.Defragmenting;
import headroom.scheduling.FirstComeFirstServed;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Nodes that are lent, asked back, and fail meanwhile: every number by hand. */
final class LentNodesByHandTest {
    private static final int NODE = LentNodesTest.NODE;

    private static JobsSpec.StreamSpec once(
            double at, int gpus, double size, int priority, GangSpec gang) {
        return new JobsSpec.StreamSpec(
                "at " + at,
                streams -> {
                    double[] next = {at};
                    return () -> {
                        double now = next[0];
                        next[0] = Double.POSITIVE_INFINITY;
                        return now;
                    };
                },
                Plain.fixed(gpus),
                0,
                List.of(Plain.visit(Plain.fixed(size))),
                new JobsSpec.Traits(priority, 0, Plain.fixed(1)),
                gang);
    }

    /**
     * Four nodes. Three come at 0: low runs on 0 and 1 from 5 s, high on 2 from 6 s. At 100 s node
     * 2 fails and high loses 94 s; at 110 s node 3 comes and high begins again there, to end at
     * 2,110. At 200 s a node is asked back: node 2 is broken, so low is told to write, for 10 s;
     * but at 205 s its node 1, which was picked, fails, and low loses its 195 s. Node 0 is empty
     * then, and gone at 210 s. Node 1 is back at 350 s and node 2 at 400 s, where low begins again:
     * 25 s, and 1,000 s with three checkpoints between, until 1,455 s.
     */
    @Test
    void lentFailedAndAskedBack() {
        Topology topology = Topology.flat(4, NODE);
        FaultClass outages = FaultClass.recorded(
                "outages", List.of(new Onset.Outage(2, 100, 400), new Onset.Outage(1, 205, 350)));
        JobsSpec.FloorSpec floor = new JobsSpec.FloorSpec(
                "nodes", FloorPlan.of(topology).asLent(), FaultPlan.of(topology, outages));
        JobsSpec spec = new JobsSpec(
                List.of(LentNodesTest.station(floor, FirstComeFirstServed::new)),
                List.of(
                        once(5, 16, 1000, 0, LentNodesTest.saving(300, 10)),
                        once(6, 8, 2000, 1, GangSpec.PLAIN)));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        Lease lease = plane.lend(0, 0, new LeaseTerms(20, List.of(true, true)));
        assertThat(lease.unitGpus()).isEqualTo(NODE);
        assertThat(lease.offer(24)).isEqualTo(24);
        plane.advance(110);
        assertThat(lease.offer(8)).isEqualTo(8);
        plane.advance(200);
        lease.reclaim(8);
        assertThat(lease.collect()).isZero();
        plane.advance(204);
        assertThat(lease.collect()).isZero();
        plane.advance(210);
        assertThat(lease.due()).isEqualTo(8);
        assertThat(lease.collect()).isEqualTo(8);
        assertThat(lease.due()).isZero();
        plane.advance(3000);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        List<StreamCounts> streams = counts.stations.get(0).streams;
        assertThat(streams.get(0).sojourn.sum()).isCloseTo(1455 - 5, within(1e-9));
        assertThat(streams.get(1).sojourn.sum()).isCloseTo(2110 - 6, within(1e-9));
        assertThat(streams.get(0).preempted).isEqualTo(1);
        assertThat(streams.get(0).yields.jobs).isEqualTo(1);
        assertThat(streams.get(0).yields.savingSeconds).isEqualTo(16 * 5);
        PoolCounts pool = counts.stations.get(0).pools.get(0);
        assertThat(pool.interruptions(0)).isEqualTo(1);
        assertThat(pool.interruptions(1)).isEqualTo(1);
        assertThat(pool.lostSeconds(0)).isEqualTo(16 * 195);
        assertThat(pool.lostSeconds(1)).isEqualTo(8 * 94);
        assertThat(pool.seconds(GpuUse.AWAY)).isEqualTo(8 * 110 + 8 * 2790);
        assertThat(pool.seconds(GpuUse.FAILED)).isEqualTo(8 * 300 + 8 * 145);
        assertThat(pool.seconds(GpuUse.WRITING)).isEqualTo(16 * (5 + 30));
        // low from 5 to 205 and from 400 to 1,455, high from 6 to 100 and from 110 to 2,110
        assertThat(pool.heldSeconds(0)).isEqualTo(16 * (200 + 1055));
        assertThat(pool.heldSeconds(1)).isEqualTo(8 * (94 + 2000));
        LentNodesTest.conserved(pool, 4 * NODE, 3000);
        // of the three nodes lent at the end all are free
        assertThat(lease.lent()).isEqualTo(24);
    }

    /**
     * Low is told to leave node 0 at 90 s, until 120 s; but node 2 is empty at 103 s and goes
     * instead. Then low, still writing, is moved beside the one on node 1, so that a gang of a
     * whole node has room. It begins again there at 120 s: 25 s, and the 911 s it still needs.
     */
    @Test
    void whoLeavesMayMoveAndLeavesInTime() {
        FloorPlan plan =
                new FloorPlan(Topology.flat(3, NODE), Placement.SPREAD, SpanCost.NONE, List.of());
        JobsSpec spec = new JobsSpec(
                List.of(LentNodesTest.station(
                        new JobsSpec.FloorSpec("all", plan.asLent(), null), Defragmenting::new)),
                List.of(
                        once(1, 3, 1000, 0, LentNodesTest.saving(5000, 30)),
                        once(2, 3, 5000, 1, GangSpec.PLAIN),
                        once(3, 8, 100, 1, GangSpec.PLAIN),
                        once(95, 8, 200, 1, GangSpec.PLAIN)));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        Lease lease = plane.lend(0, 0, new LeaseTerms(60, List.of(true, true, true, true)));
        lease.offer(24);
        plane.advance(90);
        lease.reclaim(8);
        plane.advance(110);
        assertThat(lease.collect()).isEqualTo(8);
        plane.advance(6000);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        double[] expected = {120 + 25 + 911 - 1, 5000, 100, 103 + 200 - 95};
        for (int s = 0; s < expected.length; s++) {
            assertThat(counts.stations.get(0).streams.get(s).sojourn.sum())
                    .isCloseTo(expected[s], within(1e-9));
        }
        assertThat(counts.stations.get(0).pools.get(0).moves).isEqualTo(1);
    }
}
