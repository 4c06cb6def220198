package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.gangs.Coming;
import headroom.gangs.JobsSpec;
import headroom.gangs.Orders;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Probes;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.scheduling.FirstComeFirstServed;
import headroom.scheduling.PriorityFirst;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The same jobs, told otherwise: the numbers are the same, to the bit. */
final class SameJobsTest {
    private static final double SECONDS = 20_000;

    private static JobsSpec.StationSpec station(String name, double scale) {
        return new JobsSpec.StationSpec(
                name,
                List.of(new JobsSpec.FloorSpec("all", 2)),
                () -> new PriorityFirst(Orders.Preemption.RESTART),
                Integer.MAX_VALUE,
                5,
                new JobsSpec.Gangs(),
                Integer.MAX_VALUE,
                JobsSpec.Load.NONE,
                new JobsSpec.Breakdowns(
                        Plain.exponential(500 * scale),
                        Plain.exponential(5 * scale),
                        1,
                        Orders.Preemption.RESTART,
                        0));
    }

    private static JobsSpec.StreamSpec stream(String name, int at, int priority, double scale) {
        JobsSpec.StreamSpec plain =
                Plain.poisson(name, 0.5 / scale, Plain.exponential(1.25 * scale));
        JobsSpec.Visit visit = plain.visits().get(0);
        return new JobsSpec.StreamSpec(
                name,
                plain.arrivals(),
                plain.gangs(),
                at,
                List.of(visit, visit),
                new JobsSpec.Traits(priority, 0, Plain.fixed(1)),
                Coming.OPEN,
                new JobsSpec.Conduct(Plain.exponential(20 * scale), null, 0, null, 0));
    }

    private static JobCounts run(
            List<JobsSpec.StationSpec> stations, List<JobsSpec.StreamSpec> streams, double scale) {
        JobsSpec spec = new JobsSpec(stations, streams);
        JobPlane plane = new JobPlane(spec, new Streams(11, 0));
        plane.advance(SECONDS * scale);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        return counts;
    }

    private static List<Double> numbers(StreamCounts c, double scale) {
        List<Double> numbers = new ArrayList<>();
        for (long count : new long[] {
            c.arrived,
            c.started,
            c.completed,
            c.preempted,
            c.closeup.abandoned,
            c.closeup.interrupted
        }) {
            assertThat(count).isPositive();
            numbers.add((double) count);
        }
        for (double seconds : new double[] {
            c.numberSeconds,
            c.waitingSeconds,
            c.heldSeconds,
            c.sojourn.sum(),
            c.wait.sum(),
            c.closeup.failureLossSeconds,
            c.closeup.preemptionLossSeconds
        }) {
            numbers.add(seconds / scale);
        }
        return numbers;
    }

    @Test
    void timesFourTimesAsLongGiveNumbersFourTimesAsLarge() {
        List<List<Double>> all = new ArrayList<>();
        for (double scale : new double[] {1, 4}) {
            JobCounts counts = run(
                    List.of(station("a", scale), station("b", scale)),
                    List.of(stream("low", 0, 0, scale), stream("high", 0, 1, scale)),
                    scale);
            all.add(numbers(counts.stations.get(0).streams.get(0), scale));
        }
        assertThat(all.get(1)).isEqualTo(all.get(0));
    }

    /** Others are declared first, and one of them never comes. */
    @Test
    void theOrderOfDeclarationAndIdleStreamsDoNotShow() {
        JobCounts one = run(
                List.of(station("a", 1), station("b", 1)),
                List.of(stream("low", 0, 0, 1), stream("high", 0, 1, 1), stream("other", 1, 0, 1)),
                1);
        JobsSpec.StreamSpec never = Plain.poisson("never", 1e-12, Plain.fixed(1));
        JobsSpec.StreamSpec idle = new JobsSpec.StreamSpec(
                "never",
                never.arrivals(),
                never.gangs(),
                0,
                List.of(never.visits().get(0), never.visits().get(0)),
                never.traits());
        JobCounts other = run(
                List.of(station("b", 1), station("a", 1)),
                List.of(
                        idle,
                        stream("other", 0, 0, 1),
                        stream("high", 1, 1, 1),
                        stream("low", 1, 0, 1)),
                1);
        assertThat(numbers(other.stations.get(1).streams.get(3), 1))
                .isEqualTo(numbers(one.stations.get(0).streams.get(0), 1));
    }

    /** Copies that start anew draw other numbers each. */
    @Test
    void copiesDiffer() {
        JobsSpec spec = new JobsSpec(
                List.of(Plain.servers(1, FirstComeFirstServed::new)),
                List.of(Plain.poisson("all", 0.5, Plain.exponential(1))),
                Probes.NONE,
                1000);
        JobHours hours = new JobHours(spec, new Streams(1, 0));
        List<Double> waits = new ArrayList<>();
        for (int copy = 1; copy <= 5; copy++) {
            hours.advance(1000 * copy);
            hours.endHour();
            waits.add(Study.only(hours.hour()).wait.sum());
        }
        assertThat(waits).doesNotHaveDuplicates();
    }
}
