package headroom.jobs;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.DemandCurve;
import headroom.arrivals.WeeklyProfile;
import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.scheduling.FirstComeFirstServed;
import headroom.variates.Exponential;

import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.randvar.RandomVariateGen;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.simevents.Accumulate;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.stat.Tally;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * CPU nanoseconds a job of M/M/1, M/M/1000 and M/M/220000, against the same queue written for
 * SSJ's simulator as its manual does: an object an event, the default event list, tallies of waits.
 * Both draw a gap and a size a job and take turns in one process; both must agree with Erlang
 * within 10 %.
 *
 * <pre>
 * mvn -q -Pbench test-compile exec:exec -Dbench=headroom.jobs.QueueRuns -Dbench.args="5 4000000"
 * </pre>
 *
 * <p>Arguments: the rounds, after one to warm up, and the jobs of each run.
 */
final class QueueRuns {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** The start is at nobody there. */
    private static final double WARM_UP_SECONDS = 20;

    private QueueRuns() {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int jobs = args.length > 1 ? Integer.parseInt(args[1]) : 4_000_000;
        System.out.println("| servers | Headroom, ns a job | M jobs a CPU-second | SSJ, ns a job"
                + " | ratio |\n|---|---|---|---|---|");
        for (int servers : new int[] {1, 1000, 220_000}) {
            double rate = (servers == 1 ? 0.8 : 0.98) * servers;
            // nobody waits for one of 220,000
            double waits = servers == 1 ? 0.8 : servers == 1000 ? 0.4122 : 0;
            double all = WARM_UP_SECONDS * rate + jobs;
            double[] own = new double[rounds + 1];
            double[] ssj = new double[rounds + 1];
            for (int i = 0; i <= rounds; i++) {
                own[i] = cpuNanos(() -> agrees(waits, headroom(servers, rate, jobs))) / all;
                ssj[i] = cpuNanos(() -> agrees(waits, new Ssj(servers, rate).run(jobs))) / all;
            }
            double mine = median(own);
            double theirs = median(ssj);
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %.0f | %.1f | %.0f | %.1f |%n",
                    servers,
                    mine,
                    1e3 / mine,
                    theirs,
                    theirs / mine);
        }
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.copyOfRange(values, 1, values.length);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double cpuNanos(Runnable run) {
        long before = THREADS.getCurrentThreadCpuTime();
        run.run();
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    /** Of so many jobs that started, the share that had to wait. */
    private static void agrees(double exact, double share) {
        if (Math.abs(share - exact) > 0.1 * exact) {
            throw new IllegalStateException("share that waits " + share + ", exact " + exact);
        }
    }

    private static double headroom(int servers, double rate, int jobs) {
        JobsSpec spec = new JobsSpec(
                List.of(Plain.servers(servers, FirstComeFirstServed::new)),
                List.of(calls(rate, WARM_UP_SECONDS + jobs / rate)));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        plane.advance(WARM_UP_SECONDS);
        plane.drain(spec.newCounts());
        plane.advance(WARM_UP_SECONDS + jobs / rate);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        StreamCounts calls = counts.stations.get(0).streams.get(0);
        return (double) calls.waited / calls.started;
    }

    private static JobsSpec.StreamSpec calls(double rate, double endSeconds) {
        // as scenarios have them: the rate may change from step to step
        WeeklyProfile flat = WeeklyProfile.named("flat");
        DemandCurve even = new DemandCurve(flat, 0, 0, List.of(), endSeconds);
        ArrivalLaw.Rate poisson = new ArrivalLaw.Rate(rate, even);
        JobsSpec.StreamSpec plain = Plain.poisson("calls", rate, new Exponential(1));
        return new JobsSpec.StreamSpec(
                "calls",
                streams -> new ArrivalLaw.Poisson().open(poisson, streams, "arrivals"),
                plain.gangs(),
                0,
                plain.visits(),
                plain.traits());
    }

    /** The same queue for SSJ's simulator. */
    private static final class Ssj {
        private final Simulator simulator = new Simulator();
        private final RandomVariateGen gaps;
        private final RandomVariateGen sizes;
        private final int servers;
        private final Deque<double[]> line = new ArrayDeque<>();
        private final Tally waits = new Tally();
        private final Tally sojourns = new Tally();
        private final Accumulate busyOverTime = new Accumulate(simulator);
        private final Accumulate waitingOverTime = new Accumulate(simulator);
        private int busy;
        private long waited;

        Ssj(int servers, double rate) {
            this.servers = servers;
            gaps = new ExponentialGen(new MRG32k3a(), rate);
            sizes = new ExponentialGen(new MRG32k3a(), 1);
        }

        double run(int jobs) {
            simulator.init();
            busyOverTime.init(0);
            waitingOverTime.init(0);
            new Arrival().schedule(gaps.nextDouble());
            new Event(simulator) {
                @Override
                public void actions() {
                    waits.init();
                    sojourns.init();
                    waited = 0;
                }
            }.schedule(WARM_UP_SECONDS);
            Event end = new Event(simulator) {
                @Override
                public void actions() {
                    simulator.stop();
                }
            };
            end.schedule(WARM_UP_SECONDS + jobs * gaps.getDistribution().getMean());
            simulator.start();
            return (double) waited / waits.numberObs();
        }

        private void start(double[] job) {
            double wait = simulator.time() - job[0];
            waits.add(wait);
            waited += wait > 0 ? 1 : 0;
            busyOverTime.update(++busy);
            new Departure(job).schedule(job[1]);
        }

        /** A job comes. */
        private final class Arrival extends Event {
            Arrival() {
                super(simulator);
            }

            @Override
            public void actions() {
                new Arrival().schedule(gaps.nextDouble());
                double[] job = {simulator.time(), sizes.nextDouble()};
                if (busy < servers) {
                    start(job);
                } else {
                    line.addLast(job);
                    waitingOverTime.update(line.size());
                }
            }
        }

        /** A job leaves. */
        private final class Departure extends Event {
            private final double[] job;

            Departure(double[] job) {
                super(simulator);
                this.job = job;
            }

            @Override
            public void actions() {
                sojourns.add(simulator.time() - job[0]);
                busyOverTime.update(--busy);
                if (!line.isEmpty()) {
                    double[] next = line.removeFirst();
                    waitingOverTime.update(line.size());
                    start(next);
                }
            }
        }
    }
}
