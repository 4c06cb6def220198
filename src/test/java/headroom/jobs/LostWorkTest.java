package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.Checkpoint;
import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset;
import headroom.floor.FloorPlan;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.jobbook.GpuUse;
import headroom.jobbook.JobCounts;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.scheduling.ElasticShare;
import headroom.scheduling.PriorityFirst;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.function.Supplier;

/** What jobs lose that give way, are resized or killed more than once, reckoned by hand. */
final class LostWorkTest {
    private static final double HOUR = 3600;
    private static final double GPU_HOUR = 3600;
    private static final GangSpec.Elastic HALF = new GangSpec.Elastic(0.25, 1, 1);

    /** 8 h of work, a preemption of 1 h that writes nothing, 1 h more, then the node is out. */
    @ParameterizedTest
    @CsvSource({"0, 72, 21", "100, 72, 21", "8.5, 4, 12.5", "4, 8, 13"})
    void aResumedJobGoesBackToItsLastCheckpoint(double interval, double lost, double end) {
        GangSpec gang =
                interval == 0 ? GangSpec.PLAIN : saving(interval, 0, GangSpec.Elastic.FIXED);
        StationRun run = run(
                resuming(),
                List.of(nodes(1, 8, 0, 10, 11)),
                40,
                stream(0, gang, 0, 8, 10),
                stream(1, GangSpec.PLAIN, 8, 8, 1));
        assertThat(run.failureLoss(0)).isCloseTo(lost, within(1e-9));
        assertThat(run.workLost(0)).isCloseTo(lost, within(1e-4));
        assertThat(run.jobs(0).sojourn.mean() / HOUR).isCloseTo(end, within(1e-9));
    }

    /** 20 h on 16 GPUs; at 8 h it shrinks to 15 for half an hour; at 9 h a node fails. */
    @ParameterizedTest
    @CsvSource({"false, 144", "true, 143.5"})
    void aResizeIsNoCheckpoint(boolean isResized, double lost) {
        StationRun run = run(
                ElasticShare::new,
                List.of(nodes(16, 1, 15, 9, 9.5)),
                40,
                stream(0, saving(10, 1, HALF), 0, 16, 20),
                stream(1, GangSpec.PLAIN, isResized ? 8 : 1e6, 1, 0.5));
        assertThat(run.failureLoss(0)).isCloseTo(lost, within(1e-9));
        assertThat(run.workLost(0)).isCloseTo(lost, within(1e-4));
        // from 9 h on 15 GPUs for half an hour, on 16 for the rest; written after 10 h and 20 h
        double end = 9.5 + 20 - 0.5 * 15 / 16 + 2;
        assertThat(run.jobs(0).sojourn.mean() / HOUR).isCloseTo(end, within(1e-9));
        assertThat(run.written(0)).isCloseTo(32, within(1e-9));
    }

    /** Resized every hour, it writes after every 4 h of work all the same. */
    @Test
    void anIntervalCountsWorkAcrossResizes() {
        double[] others = {1, 8, 0.5, 2, 8, 0.5, 3, 8, 0.5, 4, 8, 0.5, 5, 8, 0.5, 6, 8, 0.5};
        StationRun run = run(
                ElasticShare::new,
                List.of(nodes(16, 1, 15, 6.75, 8)),
                7,
                stream(0, saving(4, 0.25, HALF), 0, 16, 20),
                stream(1, GangSpec.PLAIN, others));
        // on 8 GPUs, from 4 h to 4.25 h
        assertThat(run.written(0)).isCloseTo(0.25 * 8, within(1e-9));
        // 8 GPUs for 0.25 h, then 16 and 8 by turns of half an hour from 4.5 h to 6.75 h
        double lost = 8 * 0.25 + 16 * 0.5 + 8 * 0.5 + 16 * 0.5 + 8 * 0.5 + 16 * 0.25;
        assertThat(run.workLost(0)).isCloseTo(lost, within(1e-4));
    }

    /** The last checkpoint holds what was done before it gave way, whatever it did before that. */
    @Test
    void aCheckpointOnGivingWayHoldsEarlierRuns() {
        StationRun run = run(
                () -> new PriorityFirst(Orders.Preemption.CHECKPOINT),
                List.of(nodes(1, 8, 0, 8, 9)),
                40,
                stream(0, saving(100, 1, GangSpec.Elastic.FIXED), 0, 8, 10),
                stream(1, GangSpec.PLAIN, 4, 8, 1));
        // 4 h, written until 5 h, again from 6 h, 2 h lost; 6 h more from 9 h
        assertThat(run.failureLoss(0)).isCloseTo(16, within(1e-9));
        assertThat(run.workLost(0)).isCloseTo(16, within(1e-4));
        assertThat(run.jobs(0).sojourn.mean() / HOUR).isCloseTo(15, within(1e-9));
    }

    /** 2 h on 8 GPUs at a speed of 4, 1 h on 8 at a speed of 1, then the node is out. */
    @Test
    void whatRunsOfOtherSpeedsDidIsLostAsWhatTheyHeld() {
        JobsSpec.FloorSpec fast = new JobsSpec.FloorSpec("fast", 8);
        StationRun run = run(
                resuming(),
                List.of(fast, nodes(1, 8, 0, 3, 1e3)),
                4,
                stream(0, GangSpec.PLAIN, new double[] {4, 1}, 0, 8, 100),
                stream(1, GangSpec.PLAIN, new double[] {4, 0}, 2, 8, 100));
        assertThat(run.failureLoss(0)).isCloseTo(24, within(1e-9));
        assertThat(run.workLost(0)).isCloseTo(24, within(1e-4));
        assertThat(run.jobs(0).heldSeconds).isEqualTo(24 * GPU_HOUR);
    }

    /** 4 GPUs for 4 h at half the speed, 16 for 1 h; a checkpoint in between saves the former. */
    @ParameterizedTest
    @CsvSource({"1000, 32", "4.5, 8"})
    void whatAResizedJobDidIsLostAsWhatItHeld(double interval, double lost) {
        StationRun run = run(
                ElasticShare::new,
                List.of(nodes(16, 1, 15, 5, 1e3)),
                6,
                stream(1, GangSpec.PLAIN, 0, 12, 4),
                stream(0, saving(interval, 0, new GangSpec.Elastic(0.25, 1, 0.5)), 0, 16, 10));
        assertThat(run.failureLoss(1)).isCloseTo(lost, within(1e-9));
        assertThat(run.workLost(1)).isCloseTo(lost, within(1e-4));
    }

    /** 16 GPUs work 1 h and stand still for half an hour, 8 for another; then they are killed. */
    @ParameterizedTest
    @ValueSource(doubles = {2, 1.75})
    void standingStillIsLostBeforeAndAfterAResize(double horizon) {
        JobsSpec.FloorSpec nodes = nodes(16, 1, new Onset.Renewal(Plain.fixed(HOUR)), 1);
        StationRun run = run(
                ElasticShare::new,
                List.of(nodes),
                horizon,
                stream(0, new GangSpec(null, new GangSpec.Elastic(0.5, 1, 1), 1), 0, 16, 10),
                stream(1, GangSpec.PLAIN, 1.5, 4, 0.1));
        // a stall under way at the end is lost too; what it did is not, before it is killed
        double work = horizon == 2 ? 16 : 0;
        assertThat(run.workLost(0)).isCloseTo(work, within(1e-4));
        double stalled = 16 * 0.5 + 8 * (horizon - 1.5);
        assertThat(run.stalled(0)).isCloseTo(stalled, within(1e-4));
        assertThat(run.failureLoss(0)).isCloseTo(work + stalled, within(1e-9));
    }

    /** 2 h of work, then it writes for 1 h to give way; its node is out after a part of that. */
    @ParameterizedTest
    @CsvSource({"2.25, 16, 2", "3.5, 0, 8"})
    void aCheckpointOnGivingWayTakesUntilItEnds(double failure, double lost, double written) {
        JobsSpec spec = spec(
                () -> new PriorityFirst(Orders.Preemption.CHECKPOINT),
                List.of(nodes(1, 8, 0, failure, 4)),
                stream(0, saving(100, 1, GangSpec.Elastic.FIXED), 0, 8, 4),
                stream(1, GangSpec.PLAIN, 2, 8, 1));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        StationRun run = new StationRun(spec.newCounts());
        plane.advance(2.125 * HOUR);
        plane.drain(run.counts());
        assertThat(run.written(0)).isEqualTo(1);
        plane.advance(20 * HOUR);
        plane.drain(run.counts());
        assertThat(run.written(0)).isEqualTo(written);
        assertThat(run.failureLoss(0)).isEqualTo(lost);
        // the plane's book of GPUs tells the same
        PoolCounts pool = run.counts().stations.get(0).pools.get(0);
        assertThat(pool.seconds(0, GpuUse.WRITING)).isEqualTo(written * GPU_HOUR);
    }

    private static Supplier<SchedulingPolicy> resuming() {
        return () -> new PriorityFirst(Orders.Preemption.RESUME);
    }

    private static GangSpec saving(double hours, double write, GangSpec.Elastic elastic) {
        Checkpoint costs = new Checkpoint(hours * HOUR, write * HOUR, 0, 0, false);
        return new GangSpec(
                new GangSpec.CheckpointSpec(costs, GangSpec.Interval.FIXED, 0), elastic, 1);
    }

    /** Nodes of which one is out for some hours, noticed at once. */
    private static JobsSpec.FloorSpec nodes(
            int count, int gpus, int node, double fromHours, double untilHours) {
        Onset.Outage outage = new Onset.Outage(node, fromHours * HOUR, untilHours * HOUR);
        return nodes(count, gpus, new Onset.Recorded(List.of(outage)), 0);
    }

    /** Nodes that are repaired in 100 h, after their failure is noticed. */
    private static JobsSpec.FloorSpec nodes(
            int count, int gpus, Onset onset, double detectionHours) {
        Topology topology = Topology.flat(count, gpus);
        FaultClass.Remedy remedy = new FaultClass.Remedy(
                Plain.fixed(detectionHours * HOUR),
                0,
                Plain.fixed(0),
                Plain.fixed(100 * HOUR),
                false);
        FaultClass fault = new FaultClass("faults", Scope.NODE, onset, 1, null, remedy);
        return new JobsSpec.FloorSpec(
                "nodes", FloorPlan.of(topology), FaultPlan.of(topology, fault));
    }

    /** Jobs: when each comes [h], its GPUs and its work [h]. */
    private static JobsSpec.StreamSpec stream(int priority, GangSpec gang, double... jobs) {
        return stream(priority, gang, new double[] {1}, jobs);
    }

    private static JobsSpec.StreamSpec stream(
            int priority, GangSpec gang, double[] speeds, double... jobs) {
        int[] next = {0, 0, 0};
        return new JobsSpec.StreamSpec(
                "jobs" + priority,
                streams -> () -> next[0] < jobs.length / 3
                        ? jobs[3 * next[0]++] * HOUR
                        : Double.POSITIVE_INFINITY,
                Plain.law(1, 0, u -> jobs[3 * next[1]++ + 1]),
                0,
                List.of(new JobsSpec.Visit(
                        Plain.law(1, 0, u -> jobs[3 * next[2]++ + 2] * HOUR),
                        speeds,
                        new int[0],
                        new double[0])),
                new JobsSpec.Traits(priority, 0, Plain.fixed(1)),
                gang);
    }

    private record StationRun(JobCounts counts) {
        StreamCounts jobs(int stream) {
            return counts.stations.get(0).streams.get(stream);
        }

        /** GPU-hours. */
        double failureLoss(int stream) {
            return jobs(stream).closeup.failureLossSeconds / GPU_HOUR;
        }

        /** GPU-hours. */
        double written(int stream) {
            return jobs(stream).closeup.writingSeconds / GPU_HOUR;
        }

        /** GPU-hours. */
        double stalled(int stream) {
            return counts.stations.get(0).pools.get(0).seconds(stream, GpuUse.STALLED) / GPU_HOUR;
        }

        /** GPU-hours, by the book of GPUs. */
        double workLost(int stream) {
            return counts.stations.get(0).pools.stream()
                            .mapToDouble(pool -> pool.lostSeconds(stream))
                            .sum()
                    / GPU_HOUR;
        }
    }

    private static StationRun run(
            Supplier<SchedulingPolicy> policy,
            List<JobsSpec.FloorSpec> pools,
            double hours,
            JobsSpec.StreamSpec... streams) {
        JobsSpec spec = spec(policy, pools, streams);
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        JobCounts counts = spec.newCounts();
        for (int hour = 1; hour < hours; hour++) {
            plane.advance(hour * HOUR);
            plane.drain(counts);
        }
        plane.advance(hours * HOUR);
        plane.drain(counts);
        return new StationRun(counts);
    }

    private static JobsSpec spec(
            Supplier<SchedulingPolicy> policy,
            List<JobsSpec.FloorSpec> pools,
            JobsSpec.StreamSpec... streams) {
        return new JobsSpec(
                List.of(new JobsSpec.StationSpec("s", pools, policy, Integer.MAX_VALUE, 0)),
                List.of(streams));
    }
}
