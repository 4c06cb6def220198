package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.gangs.Coming;
import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Probes;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.scheduling.FirstComeFirstServed;
import headroom.stat.Tally;
import headroom.variates.Law;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Replications of a queueing model, each conserved, and their means held against exact values. */
final class Study {
    private static final int REPLICATIONS = 16;
    /** Two-sided probability 2e-5 at 15 degrees of freedom. */
    private static final double T = 6.0;

    private final List<JobCounts> runs = new ArrayList<>();
    private final double seconds;

    Study(JobsSpec spec, double warmUpSeconds, double seconds) {
        this.seconds = seconds;
        for (int replication = 0; replication < REPLICATIONS; replication++) {
            JobPlane plane = new JobPlane(spec, new Streams(20_260, replication));
            JobCounts warmUp = spec.newCounts();
            plane.advance(warmUpSeconds);
            plane.drain(warmUp);
            plane.advance(warmUpSeconds + seconds);
            JobCounts run = spec.newCounts();
            plane.drain(run);
            runs.add(run);
            JobCounts all = run.newLikeThis();
            all.add(warmUp);
            all.add(run);
            conserved(plane, all);
        }
    }

    /** Jobs are conserved, and the area under their number is the sum of their times. */
    static void conserved(JobPlane plane, JobCounts all) {
        JobTable jobs = plane.jobs();
        for (int s = 0; s < all.stations.size(); s++) {
            long[] there = new long[all.lives.size()];
            double[] ages = new double[there.length];
            for (int job = 0; job < jobs.size(); job++) {
                boolean isHere =
                        jobs.state[job] >= JobTable.WAITING && jobs.state[job] <= JobTable.ORBITING;
                if (isHere && jobs.station[job] == s) {
                    there[jobs.stream[job]]++;
                    ages[jobs.stream[job]] += plane.nowSeconds() - jobs.arrivedSeconds[job];
                }
            }
            if (plane.queue() != null) {
                plane.queue().audit(plane.nowSeconds(), there, ages);
            }
            for (int k = 0; k < there.length; k++) {
                StreamCounts stream = all.stations.get(s).streams.get(k);
                long out = stream.completed + stream.refused + stream.closeup.abandoned;
                assertThat(stream.arrived).isEqualTo(out + there[k]);
                double times = ages[k] + stream.sojourn.sum();
                times += stream.closeup.abandonedWait.sum();
                double area = stream.numberSeconds + stream.closeup.orbit.valueSeconds;
                assertThat(area).isCloseTo(times, within(1e-6 * area + 1e-6));
            }
        }
    }

    /** The mean over replications agrees, and is known to within a share of it. */
    Study agrees(String what, double exact, double share, ToDoubleFunction<JobCounts> figure) {
        Tally tally = new Tally();
        for (JobCounts run : runs) {
            tally.add(figure.applyAsDouble(run));
        }
        double error = tally.standardDeviation() / Math.sqrt(REPLICATIONS);
        assertThat(tally.mean()).as(what).isCloseTo(exact, within(T * error + 1e-9 * exact));
        assertThat(T * error).as("bound of " + what).isLessThan(share * exact);
        return this;
    }

    /** Mean number at a station. */
    Study number(int station, double exact, double share) {
        return agrees(
                "number at " + station,
                exact,
                share,
                run -> sum(run, station, stream -> stream.numberSeconds) / seconds);
    }

    /** Mean over the replications. */
    double mean(ToDoubleFunction<JobCounts> figure) {
        return runs.stream().mapToDouble(figure).average().orElseThrow();
    }

    double seconds() {
        return seconds;
    }

    static double sum(JobCounts run, int station, ToDoubleFunction<StreamCounts> figure) {
        return at(run, station).streams.stream().mapToDouble(figure).sum();
    }

    static StationCounts at(JobCounts run, int station) {
        return run.stations.get(station);
    }

    static StreamCounts only(JobCounts run) {
        return run.stations.get(0).streams.get(0);
    }

    /** Plain servers, first come first served. */
    static JobsSpec.StationSpec servers(
            String name, int count, int places, int line, JobsSpec.Away away) {
        return new JobsSpec.StationSpec(
                name,
                List.of(new JobsSpec.FloorSpec("all", count)),
                FirstComeFirstServed::new,
                places,
                100,
                new JobsSpec.Gangs(),
                line,
                JobsSpec.Load.NONE,
                away);
    }

    /** Servers that never go, before a line without end. */
    static JobsSpec.StationSpec servers(String name, int count) {
        return servers(name, count, Integer.MAX_VALUE, Integer.MAX_VALUE, new JobsSpec.Always());
    }

    /** A station that shares, or delays. */
    static JobsSpec.StationSpec serves(String name, JobsSpec.Service service) {
        return new JobsSpec.StationSpec(
                name,
                List.of(new JobsSpec.FloorSpec("all", 1)),
                FirstComeFirstServed::new,
                Integer.MAX_VALUE,
                100,
                service,
                Integer.MAX_VALUE,
                JobsSpec.Load.NONE,
                new JobsSpec.Always());
    }

    /** Poisson arrivals with visits and conduct. */
    static JobsSpec.StreamSpec stream(
            String name, double rate, List<JobsSpec.Visit> visits, JobsSpec.Conduct conduct) {
        JobsSpec.StreamSpec plain = Plain.poisson(name, rate, Plain.fixed(1));
        return new JobsSpec.StreamSpec(
                name,
                plain.arrivals(),
                plain.gangs(),
                0,
                visits,
                plain.traits(),
                Coming.OPEN,
                conduct);
    }

    /** Jobs that come in another way than by arrivals. */
    static JobsSpec.StreamSpec coming(
            String name, Law gangs, List<JobsSpec.Visit> visits, Coming coming) {
        JobsSpec.StreamSpec plain = Plain.poisson(name, 1, Plain.fixed(1));
        return new JobsSpec.StreamSpec(
                name,
                plain.arrivals(),
                gangs,
                0,
                visits,
                plain.traits(),
                coming,
                JobsSpec.Conduct.PLAIN);
    }

    /** A visit to a station with one pool. */
    static JobsSpec.Visit visit(Law size, int[] next, double... shares) {
        return new JobsSpec.Visit(size, new double[] {1}, next, shares);
    }

    static JobsSpec spec(JobsSpec.StationSpec station, JobsSpec.StreamSpec... streams) {
        return new JobsSpec(List.of(station), List.of(streams));
    }

    static JobsSpec probed(
            JobsSpec.StationSpec station, JobsSpec.StreamSpec stream, Probes probes) {
        return new JobsSpec(List.of(station), List.of(stream), probes, Double.POSITIVE_INFINITY);
    }
}
