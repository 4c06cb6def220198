package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Ladder;
import headroom.jobbook.Movement;
import headroom.kernel.Streams;
import headroom.scheduling.FirstComeFirstServed;
import headroom.variates.Exponential;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.TreeMap;

/** Steps of the number of jobs are counted where they are taken, in whatever parts. */
final class LadderTest {
    private static JobsSpec spec(JobsSpec.StreamSpec stream, int servers, int rungs) {
        JobsSpec.StationSpec station = new JobsSpec.StationSpec(
                "s",
                List.of(new JobsSpec.FloorSpec("all", servers)),
                FirstComeFirstServed::new,
                100_000,
                8);
        TreeMap<String, Movement> known = new TreeMap<>();
        known.put("s", new Movement(0.5, servers, 1, true, rungs));
        return new JobsSpec(List.of(station), List.of(stream)).following(known);
    }

    private static JobCounts run(JobsSpec spec, double... edges) {
        JobPlane plane = new JobPlane(spec, new Streams(3, 0));
        JobCounts all = spec.newCounts();
        for (double edge : edges) {
            JobCounts part = spec.newCounts();
            plane.advance(edge);
            plane.drain(part);
            all.add(part);
        }
        return all;
    }

    /** One server, jobs of 1.5 s at 1, 2, 3 and 7: they end at 2.5, 4, 5.5 and 8.5. */
    private static JobsSpec four(int rungs) {
        JobsSpec.StreamSpec stream = new JobsSpec.StreamSpec(
                "four",
                streams -> {
                    double[] at = {1, 2, 3, 7};
                    int[] n = {0};
                    return () -> n[0] < 4 ? at[n[0]++] : Double.POSITIVE_INFINITY;
                },
                Plain.fixed(1),
                0,
                List.of(Plain.visit(Plain.fixed(1.5))),
                new JobsSpec.Traits(0, 0, Plain.fixed(1)));
        return spec(stream, 1, rungs);
    }

    @Test
    void aPathByHand() {
        Ladder ladder = run(four(2), 2.25, 7, 10).stations.get(0).ladder;
        assertThat(ladder.seconds).containsExactly(4, 4.5, 1.5);
        assertThat(ladder.rises).containsExactly(2, 2, 0);
        assertThat(ladder.falls).containsExactly(0, 2, 2);
    }

    @Test
    void theLastStandsForAllAbove() {
        Ladder ladder = run(four(1), 10).stations.get(0).ladder;
        assertThat(ladder.seconds).containsExactly(4, 6);
        assertThat(ladder.rises).containsExactly(2, 2);
        assertThat(ladder.falls).containsExactly(0, 4);
    }

    @Test
    void agreesWithWhatIsCountedOtherwise() {
        JobsSpec spec = spec(Plain.poisson("a", 2.5, new Exponential(1)), 3, 8);
        JobCounts counts = run(spec, 100, 1234.5, 5000);
        Ladder ladder = counts.stations.get(0).ladder;
        assertThat(ladder.seconds).isEqualTo(counts.stations.get(0).levelSeconds);
        long up = 0;
        long down = 0;
        for (int n = 0; n < ladder.rises.length; n++) {
            up += ladder.rises[n];
            down += ladder.falls[n];
        }
        assertThat(up).isEqualTo(counts.stations.get(0).streams.get(0).arrived);
        assertThat(down).isEqualTo(counts.stations.get(0).streams.get(0).completed);
        for (int n = 0; n + 1 < ladder.rises.length - 1; n++) {
            // a level is crossed upwards and downwards in turn
            assertThat(Math.abs(ladder.rises[n] - ladder.falls[n + 1])).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void isEmptyUnlessAskedFor() {
        JobsSpec plain =
                spec(Plain.poisson("a", 2.5, new Exponential(1)), 3, 7).following(new TreeMap<>());
        assertThat(run(plain, 100).stations.get(0).ladder.seconds).isEmpty();
    }
}
