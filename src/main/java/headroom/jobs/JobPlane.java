package headroom.jobs;

import headroom.jobbook.JobCounts;
import headroom.kernel.EntityClock;
import headroom.kernel.Rank;
import headroom.kernel.Streams;

import java.util.ArrayList;
import java.util.List;

/**
 * All jobs of one replication, on a clock of their own.
 *
 * <p>It advances by itself between two instants of the agenda, event by event: a job has one
 * pending event at most, its end, so that ten million jobs a second of processor time are within
 * reach. {@link #advanceBefore} lets the agenda step in at its place among the ranks of an instant.
 * Not for several threads.
 */
public final class JobPlane {
    /** Ids on the clock below this one are timers; a job's is its number above. */
    private static final int TIMERS = 4096;

    private final JobTable jobs = new JobTable();
    private final EntityClock clock = new EntityClock();
    /** The next arrival of each source. */
    private final EntityClock arrivals = new EntityClock();

    private final List<JobSource> sources = new ArrayList<>();
    private final List<Station> stations = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final JobCounts counts;
    private final Intervals intervals;
    private final boolean isNetwork;
    private double nowSeconds;
    private long sequence;
    private long events;

    /** At time 0, with nobody there. */
    public JobPlane(JobsSpec spec, Streams streams) {
        counts = spec.newCounts();
        intervals = new Intervals(spec.streams());
        isNetwork = spec.stations().size() > 1;
        for (int s = 0; s < spec.stations().size(); s++) {
            stations.add(new GangStation(this, spec.stations().get(s), s));
        }
        for (int s = 0; s < spec.streams().size(); s++) {
            sources.add(new JobSource(spec.streams().get(s), spec, streams));
            awaitArrival(s);
        }
    }

    /** Settles everything up to and including an instant [s]. */
    public void advance(double toSeconds) {
        advanceBefore(toSeconds, Rank.REPORT);
    }

    /** Settles everything before an instant, and what has a lower rank than this at it. */
    public void advanceBefore(double toSeconds, Rank rank) {
        while (true) {
            double due = clock.nextSeconds();
            double comes = arrivals.nextSeconds();
            boolean isArrival = comes < due
                    || comes == due && comes < Double.POSITIVE_INFINITY && arrivesFirst();
            double next = isArrival ? comes : due;
            if (!(next < toSeconds) && !(next == toSeconds && ranksBefore(isArrival, rank))) {
                break;
            }
            nowSeconds = next;
            events++;
            if (isArrival) {
                arrive();
            } else {
                fire(clock.poll());
            }
        }
        nowSeconds = toSeconds;
    }

    private boolean arrivesFirst() {
        return clock.nextRank().compareTo(Rank.ARRIVE_WORK) > 0;
    }

    private boolean ranksBefore(boolean isArrival, Rank rank) {
        return (isArrival ? Rank.ARRIVE_WORK : clock.nextRank()).compareTo(rank) < 0;
    }

    private void fire(int id) {
        if (id < TIMERS) {
            timers.get(id).run();
        } else {
            int job = id - TIMERS;
            stations.get(jobs.station[job]).due(job);
        }
    }

    private void arrive() {
        int stream = arrivals.poll();
        JobSource source = sources.get(stream);
        source.advance();
        awaitArrival(stream);
        int job = jobs.add();
        jobs.stream[job] = stream;
        jobs.bornSeconds[job] = nowSeconds;
        jobs.gang[job] = source.drawGang();
        send(job, source.spec().first());
    }

    private void awaitArrival(int stream) {
        double next = sources.get(stream).nextSeconds();
        if (next < Double.POSITIVE_INFINITY) {
            arrivals.start(stream, next, Rank.ARRIVE_WORK);
        }
    }

    /** A job goes to a station. */
    private void send(int job, int station) {
        JobSource source = sources.get(jobs.stream[job]);
        double size = source.drawSize(station, jobs.gang[job]);
        jobs.sizeSeconds[job] = size;
        jobs.estimateSeconds[job] = size * source.drawEstimateFactor();
        stations.get(station).arrive(job);
    }

    /** A job has had its service at a station: it goes on to another, or leaves. */
    void served(int job) {
        int stream = jobs.stream[job];
        int next = sources.get(stream).drawNext(jobs.station[job]);
        if (next != StationView.NONE) {
            send(job, next);
            return;
        }
        if (isNetwork) {
            double life = nowSeconds - jobs.bornSeconds[job];
            counts.lives.get(stream).add(life);
            counts.lifetimes.get(stream).record(life);
        }
        jobs.remove(job);
    }

    /** A job found no place at a station: it is gone. */
    void refused(int job) {
        jobs.remove(job);
    }

    /** A timer of a station, not running. */
    int timer(Runnable action) {
        timers.add(action);
        if (timers.size() > TIMERS) {
            throw new IllegalStateException("more than " + TIMERS + " timers");
        }
        return timers.size() - 1;
    }

    void startTimer(int timer, double timeSeconds, Rank rank) {
        clock.start(timer, timeSeconds, rank);
    }

    void stopTimer(int timer) {
        clock.stop(timer);
    }

    /** A job's event is due at an instant [s]. */
    void start(int job, double timeSeconds, Rank rank) {
        clock.start(TIMERS + job, timeSeconds, rank);
    }

    /** Whether something more ends at this instant. */
    boolean endsMore() {
        return clock.nextSeconds() == nowSeconds && clock.nextRank() == Rank.COMPLETE;
    }

    /** Takes a job's event back. */
    void stop(int job) {
        clock.stop(TIMERS + job);
    }

    JobTable jobs() {
        return jobs;
    }

    JobCounts counts() {
        return counts;
    }

    JobsSpec.Visit visit(int job, int station) {
        return sources.get(jobs.stream[job]).spec().visits().get(station);
    }

    JobsSpec.Traits traits(int job) {
        return sources.get(jobs.stream[job]).spec().traits();
    }

    Intervals intervals() {
        return intervals;
    }

    JobsSpec.GangSpec gang(int job) {
        return sources.get(jobs.stream[job]).spec().gang();
    }

    long nextSequence() {
        return sequence++;
    }

    /** The clock [s]. */
    public double nowSeconds() {
        return nowSeconds;
    }

    /** Makes the GPUs of a pool of a station, by its index there, ones that are lent to it. */
    public Lease lend(int station, int pool, LeaseTerms terms) {
        return stations.get(station).lend(pool, terms);
    }

    /** Jobs in the system. */
    public int present() {
        return jobs.present();
    }

    /** Events so far. */
    public long events() {
        return events;
    }

    /** Moves what was counted since this was last asked to another. */
    public void drain(JobCounts into) {
        counts.drain(nowSeconds, into);
    }
}
