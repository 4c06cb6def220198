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
import headroom.jobbook.GpuUse;
import headroom.jobbook.JobCounts;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StationCounts;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.scheduling.EasyBackfill;
import headroom.scheduling.FirstComeFirstServed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Gangs that get less done where power is short: work is the integral of their pace. */
final class PacedGangsTest {
    private static final Topology TOPOLOGY = Topology.flat(4, 8);

    /** 100 s whole, 200 s at a half, then at a quarter: 1,000 s of work end at 3,500 s. */
    @Test
    void workIsTheIntegralOfThePace() {
        JobsSpec spec = spec(null, new double[] {0}, 1000, null);
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        pace(plane, 100, 0.5);
        pace(plane, 300, 0.25);
        JobCounts counts = spec.newCounts();
        plane.advance(4000);
        plane.drain(counts);
        StationCounts station = counts.stations.get(0);
        PoolCounts pool = station.pools.get(0);
        assertThat(station.streams.get(0).sojourn.sum()).isEqualTo(3500);
        assertThat(pool.seconds(GpuUse.WORKING)).isEqualTo(16 * 3500);
        assertThat(pool.lostSeconds(0, pool.power())).isEqualTo(16 * 2500);
        assertThat(pool.usefulSeconds(0)).isEqualTo(16 * 1000);
        assertThat(pool.usefulTimeSeconds(0)).isEqualTo(1000);
        assertThat(station.streams.get(0).closeup.powerLossSeconds).isEqualTo(16 * 2500);
    }

    /**
     * At a half of the pace from the start everything takes twice as long: the runs of a gang that
     * a failure kills, its checkpoints, what is lost; and of all of that time a half is power's.
     */
    @Test
    void halfThePaceIsTwiceTheTime() {
        double[] written = new double[2];
        double[] lost = new double[2];
        for (int times = 1; times <= 2; times++) {
            FaultPlan faults = fails(1000.0 * times, 1500.0 * times);
            JobsSpec spec = spec(faults, new double[] {0, times}, 2000, saving(300, 10, 20, 5));
            JobPlane plane = new JobPlane(spec, new Streams(1, 0));
            if (times == 2) {
                plane.pace(0, 0, 0.5);
            }
            plane.advance(1200.0 * times);
            PoolCounts pool = drained(spec, plane);
            // three of 300 s are saved by then, and 70 s are not
            assertThat(pool.lostSeconds(0, 0)).isEqualTo(16 * 70);
            JobCounts counts = spec.newCounts();
            plane.advance(10_000.0 * times);
            plane.drain(counts);
            StationCounts station = counts.stations.get(0);
            assertThat(station.streams.get(0).completed).isEqualTo(2);
            assertThat(station.streams.get(0).sojourn.sum())
                    .isCloseTo(times * (2060 + 1500 + 25 + 1100 + 30), within(1e-6));
            written[times - 1] = station.pools.get(0).seconds(GpuUse.WRITING);
            lost[times - 1] = station.streams.get(0).closeup.failureLossSeconds;
        }
        assertThat(written[1]).isCloseTo(written[0], within(1e-2));
        assertThat(lost[1]).isEqualTo(lost[0]);
    }

    /** A stop for want of power, and what a job had saved before, are told apart. */
    @Test
    void whatWasSavedBeforeASlowStretchStaysSaved() {
        FaultPlan faults = fails(1000, 1500);
        JobsSpec spec = spec(faults, new double[] {0}, 2000, saving(300, 10, 20, 5));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        pace(plane, 500, 0.25);
        pace(plane, 900, 0.5);
        plane.advance(1100);
        // 500 + 100 + 50 s of the run: 300 and 10 saved, then 300 and 10, then 30 s lost; from 1000
        // on it starts again in 25 s and works for 25
        PoolCounts pool = drained(spec, plane);
        assertThat(pool.lostSeconds(0, 0)).isEqualTo(16 * 30);
        assertThat(pool.lostSeconds(0, pool.power())).isEqualTo(16 * (300 + 50 + 50));
        assertThat(pool.seconds(GpuUse.WRITING)).isEqualTo(16 * 20);
        assertThat(pool.usefulSeconds(0)).isEqualTo(16 * 625);
    }

    /** A backfilling policy knows that running gangs end later than they would. */
    @Test
    void policiesSeeWhenSlowedGangsWillEnd() {
        JobsSpec.StreamSpec first = stream("first", new double[] {0}, 24, 100, null);
        JobsSpec.StreamSpec head = stream("head", new double[] {1}, 32, 100, null);
        JobsSpec.StreamSpec small = stream("small", new double[] {20}, 8, 60, null);
        JobsSpec spec = new JobsSpec(
                List.of(new JobsSpec.StationSpec(
                        "all",
                        List.of(new JobsSpec.FloorSpec("p", FloorPlan.of(TOPOLOGY), null)),
                        EasyBackfill::new,
                        Integer.MAX_VALUE,
                        0)),
                List.of(first, head, small));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        pace(plane, 10, 0.5);
        plane.advance(1000);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        // the first ends at 190, and 60 s at a half fit before; at 105 they would not
        assertThat(counts.stations.get(0).streams.get(2).sojourn.sum()).isEqualTo(120);
        assertThat(counts.stations.get(0).streams.get(1).wait.sum()).isEqualTo(189);
    }

    /**
     * Two pools of 8 slowed together at 10: a gang on the first then ends at 150, one on the second
     * at 170, and the head waits for the first. Who asked between the two would see the second end
     * at 90, and let a long job onto the first.
     */
    @Test
    void poolsOfASiteSlowDownTogether() {
        JobsSpec.FloorSpec pool =
                new JobsSpec.FloorSpec("p", FloorPlan.of(Topology.flat(1, 8)), null);
        JobsSpec spec = new JobsSpec(
                List.of(new JobsSpec.StationSpec(
                        "all", List.of(pool, pool), EasyBackfill::new, Integer.MAX_VALUE, 0)),
                List.of(
                        onEither("a", 0, 4, 80),
                        onEither("b", 0.5, 6, 89.5),
                        onEither("head", 1, 8, 100),
                        onEither("long", 2, 4, 1000)));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        plane.advance(10);
        plane.pace(0, 0, 0.5);
        plane.pace(0, 1, 0.5);
        plane.advance(4000);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        assertThat(counts.stations.get(0).streams.get(2).wait.sum()).isEqualTo(149);
    }

    /** Killed at 50, begun again in 30 s: it ends at 180, and what ends at 175 fits before. */
    @Test
    void policiesSeeWhatAStartCosts() {
        JobsSpec.StreamSpec first =
                stream("first", new double[] {0}, 16, 100, saving(1e9, 0, 20, 10));
        JobsSpec.StreamSpec head = stream("head", new double[] {51}, 32, 100, null);
        JobsSpec.StreamSpec small = stream("small", new double[] {70}, 8, 105, null);
        JobsSpec spec = new JobsSpec(
                List.of(new JobsSpec.StationSpec(
                        "all",
                        List.of(new JobsSpec.FloorSpec("p", FloorPlan.of(TOPOLOGY), fails(50, 60))),
                        EasyBackfill::new,
                        Integer.MAX_VALUE,
                        0)),
                List.of(first, head, small));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        plane.advance(1000);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        assertThat(counts.stations.get(0).streams.get(0).sojourn.sum()).isEqualTo(180);
        assertThat(counts.stations.get(0).streams.get(2).sojourn.sum()).isEqualTo(105);
        assertThat(counts.stations.get(0).streams.get(1).wait.sum()).isEqualTo(180 - 51);
    }

    /** Random paces over failing nodes: uses add up, and what is useful is the work that ended. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void allTimeIsAccountedFor(long seed) {
        FastStream random = new Streams(seed, 0).of("paces");
        FaultClass nodes = new FaultClass(
                "nodes",
                Scope.NODE,
                new Onset.Constant(1 / 20_000.0),
                1,
                null,
                new FaultClass.Remedy(
                        Plain.fixed(50), 0, Plain.fixed(0), Plain.exponential(900), false));
        double[] times = new double[30];
        for (int i = 0; i < times.length; i++) {
            times[i] = 1000.0 * i;
        }
        FaultPlan faults = FaultPlan.of(TOPOLOGY, nodes);
        JobsSpec spec = spec(faults, times, 900, saving(200, 7, 11, 3));
        JobPlane plane = new JobPlane(spec, new Streams(seed, 0));
        JobCounts all = spec.newCounts();
        double end = 400_000;
        for (double now = 0; now < end; now += 400) {
            pace(plane, now + 300 * random.nextDouble(), 0.2 + 0.8 * random.nextDouble());
            JobCounts counts = spec.newCounts();
            plane.drain(counts);
            all.add(counts);
        }
        plane.advance(end);
        plane.drain(all);
        PoolCounts pool = all.stations.get(0).pools.get(0);
        long sum = 0;
        for (GpuUse use : GpuUse.values()) {
            assertThat(pool.ticks(use)).as(use.name()).isNotNegative();
            sum += pool.ticks(use);
        }
        assertThat(sum).isEqualTo(TOPOLOGY.gpus() * PoolCounts.ticks(end));
        assertThat(all.stations.get(0).streams.get(0).completed).isEqualTo(30);
        assertThat(pool.interruptions(0, 0)).isPositive();
        assertThat(pool.usefulSeconds(0)).isCloseTo(30 * 16 * 900.0, within(1.0));
        double lost = all.stations.get(0).streams.get(0).closeup.powerLossSeconds;
        assertThat(pool.lostSeconds(0, pool.power())).isCloseTo(lost, within(1e-6));
    }

    private static void pace(JobPlane plane, double atSeconds, double pace) {
        plane.advance(atSeconds);
        plane.pace(0, 0, pace);
    }

    private static PoolCounts drained(JobsSpec spec, JobPlane plane) {
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        return counts.stations.get(0).pools.get(0);
    }

    private static FaultPlan fails(double from, double until) {
        Onset.Recorded onset = new Onset.Recorded(List.of(new Onset.Outage(0, from, until)));
        return FaultPlan.of(
                TOPOLOGY,
                new FaultClass(
                        "recorded",
                        Scope.NODE,
                        onset,
                        1,
                        null,
                        new FaultClass.Remedy(
                                Plain.fixed(0), 0, Plain.fixed(0), Plain.fixed(0), false)));
    }

    private static GangSpec.CheckpointSpec saving(
            double interval, double write, double restore, double restart) {
        Checkpoint costs = new Checkpoint(interval, write, restore, restart, false);
        return new GangSpec.CheckpointSpec(costs, GangSpec.Interval.FIXED, 0);
    }

    private static JobsSpec spec(
            @Nullable FaultPlan faults,
            double[] times,
            double seconds,
            GangSpec.@Nullable CheckpointSpec saves) {
        return new JobsSpec(
                List.of(new JobsSpec.StationSpec(
                        "all",
                        List.of(new JobsSpec.FloorSpec("p", FloorPlan.of(TOPOLOGY), faults)),
                        FirstComeFirstServed::new,
                        Integer.MAX_VALUE,
                        0)),
                List.of(stream("jobs", times, 16, seconds, saves)));
    }

    private static JobsSpec.StreamSpec onEither(
            String name, double atSeconds, int gpus, double seconds) {
        return stream(
                name,
                new double[] {atSeconds},
                gpus,
                List.of(new JobsSpec.Visit(
                        Plain.fixed(seconds), new double[] {1, 1}, new int[0], new double[0])),
                null);
    }

    private static JobsSpec.StreamSpec stream(
            String name,
            double[] times,
            int gpus,
            double seconds,
            GangSpec.@Nullable CheckpointSpec saves) {
        return stream(name, times, gpus, List.of(Plain.visit(Plain.fixed(seconds))), saves);
    }

    private static JobsSpec.StreamSpec stream(
            String name,
            double[] times,
            int gpus,
            List<JobsSpec.Visit> visits,
            GangSpec.@Nullable CheckpointSpec saves) {
        return new JobsSpec.StreamSpec(
                name,
                streams -> {
                    int[] next = {0};
                    return () ->
                            next[0] < times.length ? times[next[0]++] : Double.POSITIVE_INFINITY;
                },
                Plain.fixed(gpus),
                0,
                visits,
                new JobsSpec.Traits(0, 0, Plain.fixed(1)),
                new GangSpec(saves, GangSpec.Elastic.FIXED, 0));
    }
}
