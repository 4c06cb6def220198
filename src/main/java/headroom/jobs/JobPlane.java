package headroom.jobs;

import headroom.gangs.Coming;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.LeaseTerms;
import headroom.gangs.StationView;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Lookout;
import headroom.kernel.EntityClock;
import headroom.kernel.Rank;
import headroom.kernel.Streams;
import headroom.workload.RecordedJobs;

import org.jspecify.annotations.Nullable;

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

    private final JobSource[] sources;
    private final Station[] stations;
    /** All that happens, where no more than a queue before servers is asked for. */
    private final @Nullable ServerQueue queue;

    private final Lookout lookout;
    private final int lookTimer;
    private final List<Runnable> timers = new ArrayList<>();
    private final JobCounts counts;
    private final Births births;
    private final boolean isProbed;
    private final boolean isSaturated;
    private final boolean isTricky;
    private final boolean hasGangs;
    private double nowSeconds;
    private long events;

    /** At time 0, with nobody there but those the streams begin with. */
    public JobPlane(JobsSpec spec, Streams streams) {
        this(spec, streams, spec.newCounts());
    }

    /** At time 0, with its counts at time 0. */
    JobPlane(JobsSpec spec, Streams streams, JobCounts counts) {
        this.counts = counts;
        isProbed = spec.probes().followJobs();
        isSaturated = spec.streams().stream().anyMatch(stream -> stream.coming().isSaturated());
        isTricky = spec.streams().stream()
                .map(JobsSpec.StreamSpec::conduct)
                .anyMatch(conduct -> conduct.patience() != null || conduct.pause() != null);
        hasGangs = spec.streams().stream().anyMatch(JobPlane::hasGangs);
        births = new Births(this, spec);
        sources = new JobSource[spec.streams().size()];
        for (int s = 0; s < sources.length; s++) {
            sources[s] = new JobSource(spec.streams().get(s), spec, streams);
        }
        lookout = new Lookout(counts, spec.probes());
        if (ServerQueue.isEnough(spec)) {
            queue = new ServerQueue(spec, List.of(sources), counts, lookout);
            stations = new Station[0];
            lookTimer = StationView.NONE;
            return;
        }
        queue = null;
        stations = new Station[spec.stations().size()];
        for (int s = 0; s < stations.length; s++) {
            stations[s] = station(spec, s, streams);
        }
        for (int s = 0; s < sources.length; s++) {
            double first = sources[s].nextArrivalSeconds();
            if (first < Double.POSITIVE_INFINITY) {
                arrivals.start(s, first, Rank.ARRIVE_WORK);
            }
        }
        lookTimer = timer(this::look);
        awaitLook();
        for (int s = 0; s < sources.length; s++) {
            Coming coming = spec.streams().get(s).coming();
            for (int i = 0; i < coming.population() + coming.present(); i++) {
                births.enter(s);
            }
        }
    }

    /** What recorded jobs hold stands in their file. */
    private static boolean hasGangs(JobsSpec.StreamSpec stream) {
        return stream.gangs().mean() != 1
                || stream.visits().get(stream.first()).size() instanceof RecordedJobs;
    }

    private Station station(JobsSpec spec, int index, Streams streams) {
        JobsSpec.StationSpec station = spec.stations().get(index);
        if (!(station.service() instanceof JobsSpec.Gangs)) {
            return new SharingStation(this, station, index);
        }
        boolean isPlain = !isProbed
                && ServerStation.isEnough(spec, station, station.policy().get());
        return isPlain
                ? new ServerStation(this, spec, index)
                : new GangStation(this, station, index, streams);
    }

    /** Settles everything up to and including an instant [s]. */
    public void advance(double toSeconds) {
        advanceBefore(toSeconds, Rank.REPORT);
    }

    /** Settles everything before an instant, and what has a lower rank than this at it. */
    public void advanceBefore(double toSeconds, Rank rank) {
        if (queue != null) {
            queue.advanceBefore(toSeconds, rank);
            nowSeconds = toSeconds;
            return;
        }
        double comes = arrivals.nextSeconds();
        while (true) {
            double due = clock.nextSeconds();
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
                comes = arrivals.nextSeconds();
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

    private void look() {
        lookout.look();
        awaitLook();
    }

    private void awaitLook() {
        if (lookout.nextSeconds() < Double.POSITIVE_INFINITY) {
            startTimer(lookTimer, lookout.nextSeconds(), Rank.EPOCH);
        }
    }

    private void fire(int id) {
        if (id < TIMERS) {
            timers.get(id).run();
        } else {
            int job = id - TIMERS;
            stations[jobs.station[job]].due(job);
        }
    }

    private void arrive() {
        int stream = arrivals.nextId();
        double next = sources[stream].nextArrivalSeconds();
        if (next < Double.POSITIVE_INFINITY) {
            arrivals.postpone(next);
        } else {
            arrivals.poll();
        }
        births.enter(stream);
    }

    /** A job goes to a station. */
    void send(int job, int station) {
        JobSource source = sources[jobs.stream[job]];
        double size = source.drawSize(station, jobs.gang[job]);
        jobs.sizeSeconds[job] = size;
        jobs.estimateSeconds[job] = size * source.drawEstimateFactor(station);
        stations[station].arrive(job);
    }

    /** A job has had its service at a station: it goes on to another, or leaves. */
    void served(int job) {
        int stream = jobs.stream[job];
        int next = sources[stream].drawNext(jobs.station[job]);
        if (next != StationView.NONE) {
            send(job, next);
        } else {
            births.left(job, true);
        }
    }

    /** A job, or a part of one, leaves the system, served or not. */
    void left(int job, boolean isServed) {
        births.left(job, isServed);
    }

    /** A job has started for the first time; asked where streams are saturated. */
    void started(int job) {
        births.started(job);
    }

    /** Whether jobs may lose patience or come again. */
    boolean isTricky() {
        return isTricky;
    }

    /** Whether some jobs hold more than one GPU. */
    boolean hasGangs() {
        return hasGangs;
    }

    boolean isSaturated() {
        return isSaturated;
    }

    /** Whether it matters to the probes which job is which. */
    boolean isProbed() {
        return isProbed;
    }

    /** Where a job's stream comes from. */
    JobSource source(int job) {
        return sources[jobs.stream[job]];
    }

    JobSource sourceOf(int stream) {
        return sources[stream];
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

    /** Whether more ends, fails or comes back at this instant. */
    boolean changesMore() {
        return clock.nextSeconds() == nowSeconds
                && clock.nextRank().compareTo(Rank.ARRIVE_CAPACITY) <= 0;
    }

    /** Takes a job's event back. */
    void stop(int job) {
        clock.stop(TIMERS + job);
    }

    /** Where its jobs are, if not in the table. */
    @Nullable
    ServerQueue queue() {
        return queue;
    }

    JobTable jobs() {
        return jobs;
    }

    JobCounts counts() {
        return counts;
    }

    JobsSpec.Visit visit(int job, int station) {
        return sources[jobs.stream[job]].visit(station);
    }

    JobsSpec.Traits traits(int job) {
        return sources[jobs.stream[job]].traits();
    }

    GangSpec gang(int job) {
        return sources[jobs.stream[job]].spec().gang();
    }

    /** The clock [s]. */
    public double nowSeconds() {
        return nowSeconds;
    }

    /** Makes the GPUs of a pool of a station, by its index there, ones that are lent to it. */
    public Lease lend(int station, int pool, LeaseTerms terms) {
        return stations[station].lend(pool, terms);
    }

    /** Jobs on a pool of a station get so much done in a unit of time from now on [1]. */
    public void pace(int station, int pool, double pace) {
        stations[station].pace(pool, pace);
    }

    /** Jobs in the system. */
    public int present() {
        return queue == null ? jobs.present() : queue.present();
    }

    /** Events so far. */
    public long events() {
        return queue == null ? events : queue.events();
    }

    /** Moves what was counted since this was last asked to another. */
    public void drain(JobCounts into) {
        settleBooks();
        counts.drain(nowSeconds, into);
    }

    /** Another phase begins, once books are settled. */
    void beginPhase() {
        for (Station station : stations) {
            station.beginPhase();
        }
    }

    /** Counts what jobs have done up to now. */
    void settleBooks() {
        for (Station station : stations) {
            station.settleBooks();
        }
    }
}
