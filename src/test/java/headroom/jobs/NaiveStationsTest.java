package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.Checkpoint;
import headroom.gangs.Coming;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.Orders;
import headroom.jobbook.JobCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.variates.Law;

import org.junit.jupiter.api.Test;

import umontreal.ssj.rng.RandomStream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Stations against literal simulations that look at every job at every event, job by job. */
class NaiveStationsTest {
    private static final int TRACES = 60;
    private static final int JOBS = 25;
    private static final int MANY = Integer.MAX_VALUE;

    private final Random random = new Random(5);
    private final double[] comes = new double[JOBS];
    private final double[] sizes = new double[JOBS];
    private final double[] speeds = new double[JOBS];

    private void draw(boolean isWhole) {
        double now = 0;
        for (int job = 0; job < JOBS; job++) {
            now += isWhole ? random.nextInt(3) : 2 * random.nextDouble();
            comes[job] = now;
            sizes[job] = isWhole ? 1 + random.nextInt(4) : 4 * random.nextDouble();
            speeds[job] = 0.5 * (1 + random.nextInt(4));
        }
    }

    /** Each job in a stream of its own, so that its times can be told. */
    private List<JobsSpec.StreamSpec> streams(
            int stations, Coming coming, JobsSpec.Conduct conduct) {
        List<JobsSpec.StreamSpec> streams = new ArrayList<>();
        for (int job = 0; job < JOBS; job++) {
            double at = comes[job];
            JobsSpec.Visit visit = new JobsSpec.Visit(
                    Plain.fixed(sizes[job]), new double[] {speeds[job]}, new int[0], new double[0]);
            streams.add(new JobsSpec.StreamSpec(
                    "job-" + job,
                    named -> {
                        boolean[] isGone = {false};
                        return () -> {
                            double next = isGone[0] ? Double.POSITIVE_INFINITY : at;
                            isGone[0] = true;
                            return next;
                        };
                    },
                    Plain.fixed(1),
                    0,
                    Collections.nCopies(stations, visit),
                    new JobsSpec.Traits(0, 0, Plain.fixed(1)),
                    coming,
                    conduct));
        }
        return streams;
    }

    private static JobCounts run(JobsSpec spec, Streams streams) {
        JobPlane plane = new JobPlane(spec, streams);
        JobCounts counts = spec.newCounts();
        plane.advance(1e5);
        plane.drain(counts);
        Study.conserved(plane, counts);
        assertThat(plane.present()).isZero();
        return counts;
    }

    private void ends(JobCounts counts, double[] expected) {
        for (int job = 0; job < JOBS; job++) {
            assertThat(counts.stations.get(0).streams.get(job).sojourn.mean())
                    .as("job " + job)
                    .isCloseTo(expected[job] - comes[job], within(1e-9));
        }
    }

    @Test
    void sharesAreThoseOfAllJobsLookedAt() {
        for (int trace = 0; trace < TRACES; trace++) {
            draw(trace % 2 == 0);
            int servers = 1 + random.nextInt(3);
            int most = servers + random.nextInt(4);
            JobsSpec spec = new JobsSpec(
                    List.of(Study.serves("s", JobsSpec.Sharing.servers(servers, most))),
                    streams(1, Coming.OPEN, JobsSpec.Conduct.PLAIN));
            ends(run(spec, new Streams(1, 0)), shared(servers, most));
        }
    }

    private double[] shared(int servers, int most) {
        double[] left = sizes.clone();
        double[] ends = new double[JOBS];
        Arrays.fill(ends, Double.NaN);
        double now = 0;
        for (int done = 0; done < JOBS; ) {
            List<Integer> served = new ArrayList<>();
            double next = Double.POSITIVE_INFINITY;
            for (int job = 0; job < JOBS; job++) {
                if (comes[job] > now) {
                    next = Math.min(next, comes[job]);
                } else if (Double.isNaN(ends[job]) && served.size() < most) {
                    served.add(job);
                }
            }
            double share = Math.min(1, (double) servers / served.size());
            for (int job : served) {
                next = Math.min(next, now + left[job] / (share * speeds[job]));
            }
            for (int job : served) {
                left[job] -= (next - now) * share * speeds[job];
                if (left[job] < 1e-10) {
                    ends[job] = next;
                    done++;
                }
            }
            now = next;
        }
        return ends;
    }

    @Test
    void theRefusedComeAgainToTheInstant() {
        for (int trace = 0; trace < TRACES; trace++) {
            draw(false);
            double pause = 0.3 + random.nextDouble();
            int servers = 1 + random.nextInt(2);
            JobsSpec spec = new JobsSpec(
                    List.of(Study.servers("s", servers, MANY, 0, new JobsSpec.Always())),
                    streams(
                            1,
                            Coming.OPEN,
                            new JobsSpec.Conduct(null, Plain.fixed(pause), MANY, null, 0)));
            double[] tries = comes.clone();
            double[] ends = new double[JOBS];
            double[] free = new double[servers];
            for (int done = 0; done < JOBS; ) {
                int first = 0;
                for (int job = 0; job < JOBS; job++) {
                    first = tries[job] < tries[first] ? job : first;
                }
                Arrays.sort(free);
                if (free[0] <= tries[first]) {
                    free[0] = tries[first] + sizes[first] / speeds[first];
                    ends[first] = free[0];
                    tries[first] = Double.POSITIVE_INFINITY;
                    done++;
                } else {
                    tries[first] += pause;
                }
            }
            ends(run(spec, new Streams(1, 0)), ends);
        }
    }

    @Test
    void aForkEndsWhenTheSlowerQueueDoes() {
        for (int trace = 0; trace < TRACES; trace++) {
            draw(trace % 2 == 0);
            JobsSpec spec = new JobsSpec(
                    List.of(Study.servers("1", 1), Study.servers("2", 2)),
                    streams(
                            2,
                            new Coming(0, 0, false, new double[0], new int[] {0, 1}),
                            JobsSpec.Conduct.PLAIN));
            JobCounts counts = run(spec, new Streams(1, 0));
            double one = 0;
            double[] two = new double[2];
            for (int job = 0; job < JOBS; job++) {
                double time = sizes[job] / speeds[job];
                one = Math.max(one, comes[job]) + time;
                Arrays.sort(two);
                two[0] = Math.max(two[0], comes[job]) + time;
                assertThat(counts.lives.get(job).mean())
                        .isCloseTo(Math.max(one, two[0]) - comes[job], within(1e-9));
            }
        }
    }

    @Test
    void serversBreakAndComeBackToTheInstant() {
        for (int trace = 0; trace < TRACES; trace++) {
            draw(false);
            Orders.Preemption work =
                    trace % 2 == 0 ? Orders.Preemption.RESUME : Orders.Preemption.RESTART;
            Law life = Plain.exponential(12);
            Law repair = Plain.exponential(2);
            JobsSpec spec = new JobsSpec(
                    List.of(Study.servers(
                            "s", 1, MANY, MANY, new JobsSpec.Breakdowns(life, repair, 1, work, 0))),
                    streams(1, Coming.OPEN, JobsSpec.Conduct.PLAIN));
            Streams streams = new Streams(3, trace);
            ends(run(spec, streams), broken(life, repair, work, streams));
        }
    }

    /** One server: walks through its lives and repairs, job by job. */
    private double[] broken(Law life, Law repair, Orders.Preemption work, Streams streams) {
        RandomStream lives = streams.of("stations.s.lives");
        RandomStream repairs = streams.of("stations.s.repairs");
        double[] ends = new double[JOBS];
        double breaks = life.draw(lives);
        double up = 0;
        double now = 0;
        for (int job = 0; job < JOBS; job++) {
            now = Math.max(now, comes[job]);
            double left = sizes[job];
            while (true) {
                now = Math.max(now, up);
                if (now + left / speeds[job] <= breaks) {
                    now += left / speeds[job];
                    break;
                }
                if (work == Orders.Preemption.RESUME && breaks > now) {
                    left -= (breaks - now) * speeds[job];
                }
                now = Math.max(now, breaks);
                up = breaks + repair.draw(repairs);
                breaks = up + life.draw(lives);
            }
            ends[job] = now;
        }
        return ends;
    }

    @Test
    void everySecondOfAJobThatFailsTwiceIsAccountedFor() {
        // 5 of work, saved every 2 in 0.5; fails at 4 and 9, repaired in 1, going again in 0.5
        JobsSpec.StreamSpec one = Study.coming(
                "job", Plain.fixed(1), List.of(Plain.visit(Plain.fixed(5))), Coming.closed(1));
        Checkpoint saves = new Checkpoint(2, 0.5, 0.25, 0.25, true);
        JobsSpec.StreamSpec saved = one.with(new GangSpec(
                new GangSpec.CheckpointSpec(saves, GangSpec.Interval.FIXED, 0),
                GangSpec.Elastic.FIXED,
                1));
        JobsSpec.Breakdowns breaks = new JobsSpec.Breakdowns(
                Plain.fixed(4), Plain.fixed(1), 1, Orders.Preemption.RESTART, 0);
        JobsSpec spec = Study.spec(Study.servers("s", 1, MANY, MANY, breaks), saved);
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        JobCounts counts = spec.newCounts();
        plane.advance(12);
        plane.drain(counts);
        StreamCounts job = counts.stations.get(0).streams.get(0);
        assertThat(job.sojourn.mean()).isEqualTo(12);
        assertThat(job.heldSeconds).isEqualTo(10);
        assertThat(job.closeup.failureLossSeconds).isEqualTo(2.5);
        assertThat(job.closeup.restartSeconds).isEqualTo(1);
        assertThat(job.closeup.writingSeconds).isEqualTo(1.5);
    }
}
