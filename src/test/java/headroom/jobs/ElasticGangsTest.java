package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.Checkpoint;
import headroom.floor.FloorPlan;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;
import headroom.jobbook.GpuUse;
import headroom.jobbook.JobCounts;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.plant.Topology;
import headroom.scheduling.Defragmenting;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Gangs that shrink, grow, prefer a kind of GPU and move, timed by hand. */
final class ElasticGangsTest {
    /** 16 GPUs for 1,000 s; 4 of them from 200 s, 32 from 600 s; speed by the square root. */
    @Test
    void remainingWorkIsTimedAnew() {
        SchedulingPolicy policy = (view, orders) -> {
            if (view.head() != StationView.NONE) {
                assertThat(view.fewest(view.head())).isEqualTo(4);
                assertThat(view.most(view.head())).isEqualTo(32);
                orders.start(view.head(), 0);
                orders.wakeAt(200);
            } else if (view.nowSeconds() == 200) {
                assertThatThrownBy(() -> orders.resize(view.runningAt(0), 3))
                        .isInstanceOf(IllegalStateException.class);
                orders.resize(view.runningAt(0), 4);
                orders.wakeAt(600);
            } else if (view.nowSeconds() == 600) {
                assertThat(view.remainingSeconds(view.runningAt(0))).isEqualTo(600);
                assertThat(view.fitsResized(view.runningAt(0), 33)).isFalse();
                orders.resize(view.runningAt(0), 32);
            }
        };
        GangSpec gang = new GangSpec(null, new GangSpec.Elastic(0.25, 2, 0.5), 1);
        StationRun run =
                run(policy, gang, Topology.flat(4, 8), 2_000, new double[][] {{0, 16, 1_000}});
        double end = 600 + 600 / Math.sqrt(2);
        assertThat(run.jobs().sojourn.mean()).isCloseTo(end, within(1e-9));
        double held = 16 * 200 + 4 * 400 + 32 * (end - 600);
        assertThat(run.jobs().heldSeconds).isCloseTo(held, within(1e-6));
        assertThat(run.pool().seconds(GpuUse.WORKING)).isCloseTo(held, within(1e-2));
        assertThat(run.pool().seconds(GpuUse.IDLE)).isCloseTo(32 * 2_000 - held, within(1e-2));
    }

    /** Two nodes are half held: one move frees one of them, at the cost of a restart. */
    @Test
    void smallGangsMoveSoThatALargeOneFits() {
        StationRun run = fragmented(16);
        assertThat(run.pool().moves).isEqualTo(1);
        assertThat(run.jobs().completed).isEqualTo(4);
        assertThat(run.jobs().sojourn.sum()).isCloseTo(1060 + 100 + 1000 + 1000, within(1e-9));
        assertThat(run.jobs().waited).isZero();
        assertThat(run.pool().seconds(GpuUse.RESTARTING)).isEqualTo(4 * 60);
    }

    /** The same halves, but three nodes are asked for: nothing moves until the jobs end. */
    @Test
    void nothingMovesWhereItDoesNotHelp() {
        StationRun run = fragmented(24);
        assertThat(run.pool().moves).isZero();
        assertThat(run.jobs().sojourn.sum())
                .isCloseTo(1000 + 100 + 1000 + 802 + 1000, within(1e-9));
    }

    private static StationRun fragmented(double last) {
        Checkpoint costs = new Checkpoint(300, 0, 40, 20, false);
        GangSpec gang = new GangSpec(
                new GangSpec.CheckpointSpec(costs, GangSpec.Interval.FIXED, 0),
                GangSpec.Elastic.FIXED,
                1);
        double[][] jobs = {{0, 4, 1000}, {1, 4, 100}, {2, 4, 1000}, {200, last, 1000}};
        return run(new Defragmenting(), gang, Topology.flat(3, 8), 5_000, jobs);
    }

    private record StationRun(StreamCounts jobs, PoolCounts pool) {}

    /** Jobs: when each comes, its GPUs and its work. */
    private static StationRun run(
            SchedulingPolicy policy,
            GangSpec gang,
            Topology topology,
            double horizon,
            double[][] jobs) {
        int[] next = {0};
        int[] gangs = {0};
        int[] sizes = {0};
        JobsSpec.StreamSpec stream = new JobsSpec.StreamSpec(
                "jobs",
                streams ->
                        () -> next[0] < jobs.length ? jobs[next[0]++][0] : Double.POSITIVE_INFINITY,
                Plain.law(1, 0, u -> jobs[gangs[0]++][1]),
                0,
                List.of(Plain.visit(Plain.law(1, 0, u -> jobs[sizes[0]++][2]))),
                new JobsSpec.Traits(0, 0, Plain.fixed(1)),
                gang);
        JobsSpec spec = new JobsSpec(
                List.of(new JobsSpec.StationSpec(
                        "cluster",
                        List.of(new JobsSpec.FloorSpec("gpus", FloorPlan.of(topology), null)),
                        () -> policy,
                        Integer.MAX_VALUE,
                        0)),
                List.of(stream));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        plane.advance(horizon);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        PoolCounts pool = counts.stations.get(0).pools.get(0);
        long sum = 0;
        for (GpuUse use : GpuUse.values()) {
            sum += pool.ticks(use);
        }
        assertThat(sum).isEqualTo(topology.gpus() * PoolCounts.ticks(horizon));
        return new StationRun(counts.stations.get(0).streams.get(0), pool);
    }
}
