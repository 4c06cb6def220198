package headroom.faults;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.Streams;
import headroom.plant.Topology;
import headroom.stat.Tally;

import org.junit.jupiter.api.Test;

/**
 * A job on one failing node, advanced from failure to failure by the law of checkpoints, against
 * the closed forms of Daly 2006: 64 replications must not differ at 1e-6, and the interval must lie
 * within the margin.
 */
class CheckpointCasesTest {
    private static final int REPLICATIONS = 64;
    /** Student's t, 63 degrees of freedom, at 1 - 0.5e-6. */
    private static final double T64 = 5.42;

    /** Times in hours; whether failures may hit a restart. */
    private record Job(Checkpoint law, double work, double mttf, boolean hitRestarts) {
        /** Completion time and failures of one job, whose failures are those of the source. */
        double[] run(Faults source) {
            double start = source.nextSeconds();
            source.fire();
            double clock = start;
            double left = work;
            int failures = 0;
            while (true) {
                double end = clock + law.durationSeconds(left);
                double failed = next(source);
                if (failed >= end) {
                    return new double[] {end - start, failures};
                }
                failures++;
                left -= law.savedSeconds(left, failed - clock);
                clock = failed + law.recoverySeconds();
                source.fire();
                while (next(source) < clock) {
                    if (hitRestarts) {
                        failures++;
                        clock = next(source) + law.recoverySeconds();
                    }
                    source.fire();
                }
            }
        }

        /** The next failure; repairs take no time. */
        private static double next(Faults source) {
            while (!source.isFailureNext()) {
                source.fire();
            }
            return source.nextSeconds();
        }
    }

    private record Exact(double completion, double failures, double deviation) {}

    private static void meets(Job job, Exact exact, int runs) {
        Tally completion = new Tally();
        Tally failures = new Tally();
        Tally deviation = new Tally();
        for (int replication = 0; replication < REPLICATIONS; replication++) {
            FaultClass type = Times.nodes(
                    "node", new Onset.Constant(1 / job.mttf()), Times.repair(Times.NONE));
            Faults source = new Faults(
                    FaultPlan.of(Topology.flat(1, 8), type),
                    Times.silent(),
                    new Streams(5, replication));
            Tally times = new Tally();
            Tally failed = new Tally();
            for (int run = 0; run < runs; run++) {
                double[] found = job.run(source);
                times.add(found[0]);
                failed.add(found[1]);
            }
            completion.add(times.mean());
            failures.add(failed.mean());
            deviation.add(times.standardDeviation());
        }
        assertMeets("completion", completion, exact.completion(), 0.01);
        assertMeets("failures", failures, exact.failures(), 0.02);
        assertMeets("standard deviation", deviation, exact.deviation(), 0.05);
    }

    private static void assertMeets(String of, Tally tally, double exact, double margin) {
        double half = T64 * tally.standardDeviation() / Math.sqrt(REPLICATIONS);
        String found = of + " " + tally.mean() + " +- " + half + ", exact " + exact;
        assertThat(Math.abs(tally.mean() - exact)).as(found).isLessThan(half);
        assertThat(Math.abs(tally.mean() - exact) + half).as(found).isLessThan(margin * exact);
    }

    @Test
    void tenDaysOfWorkAndThreeHoursToFailure() {
        Job job = new Job(new Checkpoint(1, 0.05, 0.15, 0.1, true), 240, 3, true);
        meets(job, new Exact(327.95007522404086, 109.31669174134696, 9.52694527904569), 240);
    }

    @Test
    void sixWeeksOfWorkAndADayToFailure() {
        Job job = new Job(new Checkpoint(4, 0.1, 0.5, 0, true), 1000, 24, true);
        meets(job, new Exact(1141.2889917301286, 47.553707988755356, 20.240650216964415), 240);
    }

    @Test
    void aDayOfWorkWithoutCheckpointsAndSafeRestarts() {
        Job job = new Job(new Checkpoint(24, 0, 0.5, 0, true), 24, 50, false);
        meets(job, new Exact(31.111757310741115, 0.6160744021928933, 12.724261932290592), 8000);
    }
}
