package headroom.jobs;

import static headroom.jobs.Study.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.gangs.Coming;
import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Probes;
import headroom.kernel.Streams;
import headroom.scheduling.FirstComeFirstServed;
import headroom.stat.Tally;
import headroom.variates.Law;

import org.junit.jupiter.api.Test;

import umontreal.ssj.rng.RandomStream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Loads, looks at instants and customers, and planned servers, against exact values. */
class MeasuresTest {
    private static final int MANY = Integer.MAX_VALUE;
    private static final Law UNIT = Plain.exponential(1);

    @Test
    void aCapOnPowerRefuses() {
        JobsSpec.StationSpec station = new JobsSpec.StationSpec(
                "s",
                List.of(new JobsSpec.FloorSpec("gpus", 64)),
                FirstComeFirstServed::new,
                MANY,
                0,
                new JobsSpec.Gangs(),
                0,
                new JobsSpec.Load(60, 0.2, 300),
                new JobsSpec.Always());
        JobsSpec spec = Study.spec(station, gang("one", 20, 1, 1.2), gang("eight", 4, 8, 6.4));
        new Study(spec, 20, 3_000)
                .agrees("first", 0.0274011042421747, 0.15, run -> refusedShare(run, 0))
                .agrees("second", 0.19908276715324988, 0.1, run -> refusedShare(run, 1))
                .agrees(
                        "power",
                        43.84585465906461,
                        0.02,
                        run -> at(run, 0).load.valueSeconds / 3_000)
                .agrees(
                        "near the cap",
                        0.06806380243042891,
                        0.1,
                        run -> Arrays.stream(at(run, 0).load.levelSeconds, 285, 301)
                                        .sum()
                                / 3_000);
    }

    private static double refusedShare(JobCounts run, int stream) {
        return (double) at(run, 0).streams.get(stream).refused
                / at(run, 0).streams.get(stream).arrived;
    }

    private static JobsSpec.StreamSpec gang(String name, double rate, int gpus, double load) {
        JobsSpec.StreamSpec plain = Plain.poisson(name, rate, UNIT);
        return new JobsSpec.StreamSpec(
                name,
                plain.arrivals(),
                Plain.fixed(gpus),
                0,
                plain.visits(),
                plain.traits(),
                Coming.OPEN,
                new JobsSpec.Conduct(null, null, 0, null, load));
    }

    @Test
    void manyStartsShowHowItBegins() {
        Probes probes = new Probes(
                new double[] {1, 10, 25},
                Double.POSITIVE_INFINITY,
                new double[0],
                new int[] {2, 10},
                new double[0]);
        JobsSpec spec = new JobsSpec(
                List.of(Study.servers("s", 1)),
                List.of(Plain.poisson("jobs", 0.9, UNIT)),
                probes,
                40);
        Tallies tallies = new Tallies();
        for (int replication = 0; replication < 8; replication++) {
            JobHours hours = new JobHours(spec, new Streams(7, replication));
            hours.advance(4000 * 40);
            hours.endWarmUp();
            tallies.add(hours.hour());
        }
        tallies.holds("at 1", 0.6261425387419643, 0.1, c -> at(c, 0).looks
                .number
                .get(0)
                .mean());
        tallies.holds("at 10", 2.530695147505976, 0.08, c -> at(c, 0).looks
                .number
                .get(1)
                .mean());
        tallies.holds("idle at 25", 0.16683017298078015, 0.1, c -> at(c, 0).looks
                .isIdle
                .get(2)
                .mean());
        // Spitzer at rates 0.9 and 1
        tallies.holds("second", 0.4736842105263158, 0.08, c -> at(c, 0).looks
                .waitOf
                .get(0)
                .mean());
        tallies.holds("first ten", 1.180086982325171 / 0.9, 0.08, c -> at(c, 0).looks
                .waitUpTo
                .get(1)
                .mean());
    }

    @Test
    void serversAreAddedAsPlanned() {
        Probes probes = new Probes(
                new double[] {5, 6},
                Double.POSITIVE_INFINITY,
                new double[0],
                new int[0],
                new double[0]);
        JobsSpec.StreamSpec plain = Plain.poisson("jobs", 1, UNIT);
        JobsSpec.StreamSpec steps = new JobsSpec.StreamSpec(
                "jobs",
                streams -> {
                    RandomStream random = streams.of("arrivals");
                    double[] at = {0};
                    return () -> {
                        at[0] -= StrictMath.log(random.nextDouble());
                        double n = at[0];
                        return n < 160 ? n / 40 : n < 320 ? 4 + (n - 160) / 80 : 6 + (n - 320) / 40;
                    };
                },
                plain.gangs(),
                0,
                plain.visits(),
                plain.traits());
        JobsSpec.StationSpec station = Study.servers(
                "s", 50, MANY, MANY, new JobsSpec.Planned(new double[] {5}, new int[] {70}));
        JobsSpec spec = new JobsSpec(List.of(station), List.of(steps), probes, 7);
        Tallies tallies = new Tallies();
        for (int replication = 0; replication < 8; replication++) {
            JobHours hours = new JobHours(spec, new Streams(7, replication));
            hours.advance(200 * 7);
            hours.endWarmUp();
            tallies.add(hours.hour());
        }
        tallies.holds("at 5", 71.78506943571757, 0.03, c -> at(c, 0).looks
                .number
                .get(0)
                .mean());
        tallies.holds("at 6", 83.79378362290196, 0.03, c -> at(c, 0).looks
                .number
                .get(1)
                .mean());
        tallies.holds("full at 6", 0.8294489122915323, 0.1, c -> at(c, 0).looks
                .isFull
                .get(1)
                .mean());
    }

    /** Means over a few replications, each of many starts. */
    private static final class Tallies {
        private final List<JobCounts> runs = new ArrayList<>();

        void add(JobCounts run) {
            runs.add(run);
        }

        void holds(String what, double exact, double share, ToDoubleFunction<JobCounts> figure) {
            Tally tally = new Tally();
            for (JobCounts run : runs) {
                tally.add(figure.applyAsDouble(run));
            }
            // two-sided probability 1e-4 at 7 degrees of freedom
            double bound = 7.9 * tally.standardDeviation() / Math.sqrt(runs.size());
            assertThat(tally.mean()).as(what).isCloseTo(exact, within(bound));
            assertThat(bound).as("bound of " + what).isLessThan(share * exact);
        }
    }
}
