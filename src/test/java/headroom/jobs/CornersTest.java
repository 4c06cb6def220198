package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.Checkpoint;
import headroom.floor.FloorPlan;
import headroom.gangs.Coming;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.LeaseTerms;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;
import headroom.jobbook.GpuUse;
import headroom.jobbook.JobCounts;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.Probes;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.plant.Topology;
import headroom.scheduling.ElasticShare;
import headroom.scheduling.FairShare;
import headroom.scheduling.FirstComeFirstServed;
import headroom.variates.Law;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What jobs do where several rules meet, by hand. */
final class CornersTest {
    private static JobsSpec.StreamSpec at(double[] times, Law gangs, Law size, GangSpec gang) {
        int[] next = {0};
        return new JobsSpec.StreamSpec(
                "jobs",
                streams ->
                        () -> next[0] < times.length ? times[next[0]++] : Double.POSITIVE_INFINITY,
                gangs,
                0,
                List.of(Plain.visit(size)),
                new JobsSpec.Traits(0, 0, Plain.fixed(1)),
                gang);
    }

    private static GangSpec saving(double interval, double write, GangSpec.Elastic elastic) {
        Checkpoint costs = new Checkpoint(interval, write, 20, 10, false);
        return new GangSpec(
                new GangSpec.CheckpointSpec(costs, GangSpec.Interval.FIXED, 0), elastic, 0);
    }

    private static JobCounts run(JobsSpec spec, double seconds) {
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        plane.advance(seconds);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        return counts;
    }

    /** A checkpoint that takes no time: just as many leave as are asked for. */
    @Test
    void whoeverLeavesAtOnceIsCountedOnce() {
        JobsSpec spec = Study.spec(
                Plain.servers(0, FirstComeFirstServed::new),
                at(
                        new double[] {0, 1, 2},
                        Plain.fixed(4),
                        Plain.fixed(1000),
                        saving(100, 0, GangSpec.Elastic.FIXED)));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        Lease lease = plane.lend(0, 0, new LeaseTerms(60, List.of(true)));
        lease.offer(12);
        plane.advance(10);
        lease.reclaim(8);
        assertThat(lease.collect()).isEqualTo(8);
        assertThat(lease.lent()).isEqualTo(4);
    }

    /** The books of streams say what those of pools say, whatever the size does meanwhile. */
    @Test
    void checkpointsOfAGangThatShrinksAreCounted() {
        SchedulingPolicy policy = (view, orders) -> {
            if (view.head() != StationView.NONE) {
                orders.start(view.head(), 0);
                orders.wakeAt(250);
            } else if (view.nowSeconds() == 250) {
                orders.resize(view.runningAt(0), 4);
            }
        };
        JobsSpec spec = new JobsSpec(
                List.of(new JobsSpec.StationSpec(
                        "cluster",
                        List.of(new JobsSpec.FloorSpec(
                                "gpus", FloorPlan.of(Topology.flat(1, 8)), null)),
                        () -> policy,
                        Integer.MAX_VALUE,
                        0)),
                List.of(at(
                        new double[] {0},
                        Plain.fixed(8),
                        Plain.fixed(500),
                        saving(100, 10, new GangSpec.Elastic(0.5, 1, 1)))));
        JobCounts counts = run(spec, 5000);
        PoolCounts pool = counts.stations.get(0).pools.get(0);
        StreamCounts jobs = counts.stations.get(0).streams.get(0);
        assertThat(jobs.completed).isEqualTo(1);
        assertThat(pool.seconds(GpuUse.WRITING)).isGreaterThan(8 * 20);
        assertThat(jobs.closeup.writingSeconds)
                .isCloseTo(pool.seconds(GpuUse.WRITING), within(1e-2));
    }

    /** A job that outlasts the run has written checkpoints all the same, hour by hour. */
    @Test
    void checkpointsOfAJobThatDoesNotEndAreCounted() {
        JobsSpec spec = Study.spec(
                Plain.servers(8, FirstComeFirstServed::new),
                at(
                        new double[] {0},
                        Plain.fixed(8),
                        Plain.fixed(1e9),
                        saving(90, 10, GangSpec.Elastic.FIXED)));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        for (int hour = 1; hour <= 2; hour++) {
            plane.advance(1000 * hour);
            JobCounts counts = spec.newCounts();
            plane.drain(counts);
            assertThat(Study.only(counts).closeup.writingSeconds).isCloseTo(800, within(1e-6));
        }
    }

    /** Ten copies of a day: ten times what one day does, also where the run ends with a copy. */
    @Test
    void noCopyBeginsAtTheEndOfTheRun() {
        JobsSpec.StreamSpec present = Study.coming(
                "jobs",
                Plain.fixed(1),
                List.of(Plain.visit(Plain.fixed(30))),
                new Coming(0, 3, true, new double[0], new int[0]));
        JobsSpec spec = new JobsSpec(
                List.of(Plain.servers(1, FirstComeFirstServed::new)),
                List.of(present),
                Probes.NONE,
                100);
        JobHours hours = new JobHours(spec, new Streams(1, 0));
        hours.advance(1000);
        hours.endHour();
        StreamCounts jobs = Study.only(hours.hour());
        // at 0, 30, 60 and 90 s one starts and another comes
        assertThat(jobs.started).isEqualTo(10 * 4);
        hours.advance(1000.5);
        hours.endHour();
        assertThat(Study.only(hours.hour()).started).isEqualTo(1);
    }

    /** What GPUs of nodes did adds up over copies, as within one. */
    @Test
    void usesOfNodesAddUpOverCopies() {
        JobsSpec.StationSpec station = new JobsSpec.StationSpec(
                "cluster",
                List.of(new JobsSpec.FloorSpec("gpus", FloorPlan.of(Topology.flat(2, 8)), null)),
                FirstComeFirstServed::new,
                Integer.MAX_VALUE,
                0);
        JobsSpec.StreamSpec stream = Study.coming(
                "jobs",
                Plain.fixed(8),
                List.of(Plain.visit(Plain.fixed(70))),
                new Coming(1, 0, false, new double[0], new int[0]));
        JobsSpec spec = new JobsSpec(List.of(station), List.of(stream), Probes.NONE, 100);
        JobHours hours = new JobHours(spec, new Streams(1, 0));
        hours.advance(350);
        hours.endHour();
        PoolCounts pool = hours.hour().stations.get(0).pools.get(0);
        assertThat(pool.seconds(GpuUse.IDLE)).isEqualTo(8 * 350);
        assertThat(pool.seconds(GpuUse.WORKING)).isEqualTo(8 * 350);
    }

    /** 0.55 times 100 GPUs are 55, and 1.15 times 100 are 115. */
    @Test
    void partsOfGangsAreNotRoundedAcrossAWholeNumber() {
        int[] range = new int[2];
        SchedulingPolicy policy = (view, orders) -> {
            if (view.head() != StationView.NONE) {
                range[0] = view.fewest(view.head());
                range[1] = view.most(view.head());
            }
        };
        GangSpec gang = new GangSpec(null, new GangSpec.Elastic(0.55, 1.15, 1), 0);
        JobsSpec spec = Study.spec(
                Plain.servers(200, () -> policy),
                at(new double[] {0}, Plain.fixed(100), Plain.fixed(1), gang));
        run(spec, 10);
        assertThat(range).containsExactly(55, 115);
    }

    /** A job without work has no slowdown; it does not hide that of the others. */
    @Test
    void jobsOfSizeZeroLeaveTheSlowdownOfOthersAlone() {
        double[] sizes = {0, 10};
        int[] next = {0};
        JobsSpec.StreamSpec stream = at(
                new double[] {0, 1},
                Plain.fixed(1),
                Plain.law(1, 0, u -> sizes[next[0]++]),
                GangSpec.PLAIN);
        Probes probes = new Probes(
                new double[0], Double.POSITIVE_INFINITY, new double[0], new int[0], new double[] {5
                });
        JobsSpec spec = Study.probed(Plain.servers(1, FirstComeFirstServed::new), stream, probes);
        StreamCounts jobs = Study.only(run(spec, 100));
        assertThat(jobs.completed).isEqualTo(2);
        assertThat(jobs.closeup.slowdown.mean()).isEqualTo(1);
    }

    /** A job in parts that ends too late is late where it came in, whoever had its number. */
    @Test
    void aJobInPartsIsLateAtItsFirstStation() {
        JobsSpec.StreamSpec plain =
                at(new double[] {5, 10}, Plain.fixed(1), Plain.fixed(20), GangSpec.PLAIN);
        JobsSpec.StreamSpec forked = new JobsSpec.StreamSpec(
                "forked",
                plain.arrivals(),
                plain.gangs(),
                1,
                List.of(
                        Plain.visit(Plain.fixed(20)),
                        Plain.visit(Plain.fixed(20)),
                        Plain.visit(Plain.fixed(20))),
                plain.traits(),
                new Coming(0, 0, false, new double[0], new int[] {1, 2}),
                new JobsSpec.Conduct(null, null, 0, Plain.fixed(1), 0));
        JobsSpec spec = new JobsSpec(
                List.of(Study.servers("a", 1), Study.servers("b", 9), Study.servers("c", 9)),
                List.of(forked));
        JobCounts counts = run(spec, 100);
        assertThat(counts.stations.get(0).streams.get(0).closeup.late).isZero();
        assertThat(counts.stations.get(1).streams.get(0).closeup.late).isEqualTo(2);
    }

    /** Whatever the period, the next one lies ahead. */
    @Test
    void fairShareDoesNotStandStill() {
        for (int i = 1; i < 20; i++) {
            double period = i / 10.0;
            JobsSpec spec = Study.spec(
                    Plain.servers(1, () -> new FairShare(100, period, new double[] {1})),
                    at(
                            new double[] {0, 0},
                            Plain.fixed(1),
                            Plain.fixed(100 * period),
                            GangSpec.PLAIN));
            JobPlane plane = new JobPlane(spec, new Streams(1, 0));
            for (int k = 1; k < 100; k++) {
                plane.advance(k * period + 0.001);
                assertThat(plane.events()).isLessThan(4 + 2 * k);
            }
        }
    }

    /** Servers may change as often as the day has seconds. */
    @Test
    void plansOfServersMayBeLong() {
        double[] times = new double[5000];
        int[] servers = new int[times.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = i + 1;
            servers[i] = 1 + i % 2;
        }
        JobsSpec spec = Study.spec(
                Study.servers(
                        "hall",
                        1,
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        new JobsSpec.Planned(times, servers)),
                at(new double[] {0}, Plain.fixed(1), Plain.fixed(1), GangSpec.PLAIN));
        // one server before 2 s, and then two and one in turns
        assertThat(run(spec, 5000).stations.get(0).capacitySeconds).isEqualTo(1 + 4999 + 2499);
    }

    /** Where there is a server for everybody, a gang has as many as it asks for. */
    @Test
    void gangsAmongServersWithoutEndHoldAllTheirs() {
        JobsSpec spec = Study.spec(
                Study.serves("think", new JobsSpec.Delay()),
                at(new double[] {0}, Plain.fixed(4), Plain.fixed(10), GangSpec.PLAIN));
        assertThat(Study.only(run(spec, 100)).heldSeconds).isEqualTo(40);
    }

    /** Four of eight each; the third takes half of the second's, and both get all at 100 s. */
    @Test
    void theLatestShrinksAndGrowsAgain() {
        JobsSpec spec = Study.spec(
                Plain.servers(8, ElasticShare::new),
                at(
                        new double[] {0, 10, 20},
                        Plain.fixed(4),
                        Plain.fixed(100),
                        new GangSpec(null, new GangSpec.Elastic(0.5, 1, 1), 0)));
        assertThat(Study.only(run(spec, 1000)).sojourn.sum()).isEqualTo(100 + 140 + 140);
    }
}
