package headroom.jobs;

import headroom.gangs.JobsSpec;
import headroom.gangs.LeaseTerms;
import headroom.jobbook.JobCounts;
import headroom.kernel.Rank;
import headroom.kernel.Streams;

/** The jobs of a run between two instants of its agenda, and what they did by the hour. */
public final class JobHours {
    private static final double ROUNDING_SECONDS = 1e-6;

    private final JobsSpec spec;
    private final Streams streams;
    private final JobCounts counts;
    private JobPlane plane;
    private double startSeconds;
    private long restarts;
    private long eventsBefore;
    private JobCounts afterWarmUp;
    private JobCounts before;
    /** Phases that have begun, of those that are told apart. */
    private int begun;

    /** At time 0, with nobody there. */
    public JobHours(JobsSpec spec, Streams streams) {
        this.spec = spec;
        this.streams = streams;
        counts = spec.newCounts();
        plane = new JobPlane(spec, streams, counts);
        afterWarmUp = spec.newCounts();
        before = spec.newCounts();
    }

    /** Lends GPUs to a station. */
    public Lease lend(int station, int pool, LeaseTerms terms) {
        return plane.lend(station, pool, terms);
    }

    /** From an instant on, jobs on a pool of a station go on at a pace [1]. */
    public void pace(double atSeconds, int station, int pool, double pace) {
        advance(atSeconds);
        plane.pace(station, pool, pace);
    }

    /** Settles all that happens to jobs up to an instant [s]. */
    public void advance(double toSeconds) {
        // what happens at time 0 of a copy belongs to what follows
        while (toSeconds - startSeconds > spec.restartSeconds()) {
            plane.advance(spec.restartSeconds());
            restart();
        }
        plane.advance(toSeconds - startSeconds);
    }

    /** Settles what happens before an instant [s], and what has a lower rank than this at it. */
    public void advanceBefore(double toSeconds, Rank rank) {
        plane.advanceBefore(toSeconds - startSeconds, rank);
    }

    private void restart() {
        startSeconds += spec.restartSeconds();
        restarts++;
        eventsBefore += plane.events();
        plane.settleBooks();
        counts.restart(spec.restartSeconds());
        plane = new JobPlane(spec, streams.child("restart-" + restarts), counts);
        for (int phase = 0; phase < begun; phase++) {
            plane.beginPhase();
        }
    }

    /** Sets apart what the hour has seen so far. */
    public void endWarmUp() {
        plane.drain(before);
        beginPhases();
    }

    /** Phases begin where an hour or the warm-up ends; one that has begun is in every copy. */
    private void beginPhases() {
        double[] phases = spec.probes().phasesSeconds();
        double nowSeconds = startSeconds + plane.nowSeconds() + ROUNDING_SECONDS;
        while (begun < phases.length && phases[begun] <= nowSeconds) {
            plane.beginPhase();
            begun++;
        }
    }

    /** Ends the hour: reads what it has seen. */
    public void endHour() {
        afterWarmUp = spec.newCounts();
        plane.drain(afterWarmUp);
        before.add(afterWarmUp);
        beginPhases();
    }

    /** The whole of the hour that ended last; asked for once. */
    public JobCounts hour() {
        JobCounts hour = before;
        before = spec.newCounts();
        return hour;
    }

    /** The hour that ended last, without what lies before the end of the warm-up. */
    public JobCounts afterWarmUp() {
        return afterWarmUp;
    }

    /** Events so far. */
    public long events() {
        return eventsBefore + plane.events();
    }
}
