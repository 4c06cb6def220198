package headroom.jobs;

import headroom.arrivals.ArrivalProcess;
import headroom.kernel.Streams;
import headroom.variates.Law;

import umontreal.ssj.rng.RandomStream;

/** Where the jobs of one stream come from, in one replication. */
final class JobSource {
    private final JobsSpec.StreamSpec spec;
    private final ArrivalProcess arrivals;
    private final RandomStream gangs;
    private final RandomStream[] sizes;
    private final RandomStream estimates;
    private final RandomStream ways;
    private double nextSeconds;

    JobSource(JobsSpec.StreamSpec spec, JobsSpec jobs, Streams streams) {
        this.spec = spec;
        Streams own = streams.child("jobs." + spec.name());
        arrivals = spec.arrivals().apply(own);
        gangs = own.of("gangs");
        estimates = own.of("estimates");
        ways = own.of("ways");
        sizes = new RandomStream[jobs.stations().size()];
        for (int s = 0; s < sizes.length; s++) {
            sizes[s] = own.of("sizes." + jobs.stations().get(s).name());
        }
        advance();
    }

    JobsSpec.StreamSpec spec() {
        return spec;
    }

    /** When the next job comes; infinite when none does [s]. */
    double nextSeconds() {
        return nextSeconds;
    }

    void advance() {
        nextSeconds = arrivals.next();
    }

    int drawGang() {
        return (int) Math.rint(spec.gangs().draw(gangs));
    }

    double drawSize(int station, int gang) {
        Law law = spec.visits().get(station).size();
        double size = law.draw(sizes[station]);
        return law instanceof JobsSpec.Shared ? size / gang : size;
    }

    double drawEstimateFactor() {
        Law law = spec.traits().estimateFactor();
        return law.draw(estimates);
    }

    /** The station a job goes to from one; none: it leaves. */
    int drawNext(int station) {
        JobsSpec.Visit visit = spec.visits().get(station);
        if (visit.next().length == 0) {
            return StationView.NONE;
        }
        double u = ways.nextDouble();
        for (int i = 0; i < visit.next().length; i++) {
            u -= visit.shares()[i];
            if (u < 0) {
                return visit.next()[i];
            }
        }
        return StationView.NONE;
    }
}
