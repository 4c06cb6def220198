package headroom.jobs;

import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Lookout;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.EntityClock;
import headroom.kernel.PlacedInstants;
import headroom.kernel.Rank;
import headroom.variates.Variates;

import java.util.Arrays;
import java.util.List;

/**
 * A plane that is one queue before plain servers: jobs come from outside, are served in order of
 * arrival, and leave. It gives the bits of a {@link ServerStation} in less time, since a job that
 * nobody asks for again needs neither a number nor a row in a table.
 */
final class ServerQueue {
    private static final int NONE = -1;

    private final List<JobSource> sources;
    /** By stream, what its jobs need at speed 1 [s]. */
    private final Variates[] sizes;

    private final StationCounts counts;
    private final Lookout lookout;
    private final StreamCounts[] streams;
    private final double[] speeds;
    private final int places;
    private final int servers;
    /** The next arrival of each source; where there is one only, its first. */
    private final EntityClock arrivals = new EntityClock();

    private final boolean isOnly;
    /** The next arrival of all: its stream, and when [s]. */
    private int comes;

    private double comesSeconds;
    /** The ends of the jobs in service. */
    private final PlacedInstants ends;
    /** By place of its end, side by side: when the job came, and how long it is served [s]. */
    private double[] servedSeconds = new double[128];
    /** Its stream, or that none is there. */
    private int[] servedStream = new int[64];
    /** What was read for nothing else than to have been read. */
    @SuppressWarnings("unused")
    private double touched;

    /** The line, a ring of a power of 2: when each came, and for how long it is served [s]. */
    private double[] arrivedSeconds = new double[64];

    private double[] serviceSeconds = new double[64];
    private int[] stream = new int[64];
    private int head;
    private int waiting;
    private long events;

    ServerQueue(JobsSpec spec, List<JobSource> sources, JobCounts counts, Lookout lookout) {
        this.sources = sources;
        this.lookout = lookout;
        sizes = sources.stream().map(source -> source.sizes(0)).toArray(Variates[]::new);
        this.counts = counts.stations.get(0);
        streams = this.counts.streams.toArray(new StreamCounts[0]);
        speeds = ServerStation.speeds(spec, 0);
        places = ServerStation.places(spec.stations().get(0));
        servers = spec.stations().get(0).capacity();
        ends = new PlacedInstants(servers, this::soon);
        this.counts.capacity(0, servers);
        this.counts.up(0, servers);
        for (int s = 0; s < streams.length; s++) {
            double first = sources.get(s).nextArrivalSeconds();
            if (first < Double.POSITIVE_INFINITY) {
                arrivals.start(s, first, Rank.ARRIVE_WORK);
            }
        }
        isOnly = streams.length == 1;
        look();
        Arrays.fill(servedStream, NONE);
        for (int s = 0; s < streams.length; s++) {
            for (int i = 0; i < spec.streams().get(s).coming().present(); i++) {
                arrive(s, 0);
            }
        }
    }

    /** Brings what is known of those that end next into the cache, all at once. */
    private void soon(int[] ending, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += servedSeconds[2 * ending[i]] + servedStream[ending[i]];
        }
        touched = sum;
    }

    /** Whether all jobs of a plane need no more than this. */
    static boolean isEnough(JobsSpec spec) {
        if (spec.stations().size() > 1) {
            return false;
        }
        JobsSpec.StationSpec station = spec.stations().get(0);
        return !spec.probes().followJobs()
                && ServerStation.isEnough(spec, station, station.policy().get())
                && spec.streams().stream().allMatch(ServerQueue::comesAndGoes);
    }

    private static boolean comesAndGoes(JobsSpec.StreamSpec stream) {
        return stream.coming().isOpen()
                && stream.conduct().deadline() == null
                && stream.visits().get(0).next().length == 0;
    }

    /** Settles everything before an instant [s], and what has a lower rank than this at it. */
    void advanceBefore(double toSeconds, Rank rank) {
        double looks = lookout.nextSeconds();
        while (looks < toSeconds || looks == toSeconds && Rank.EPOCH.compareTo(rank) < 0) {
            settleBefore(looks, Rank.EPOCH);
            lookout.look();
            events++;
            looks = lookout.nextSeconds();
        }
        settleBefore(toSeconds, rank);
    }

    private void settleBefore(double toSeconds, Rank rank) {
        boolean endsAtIt = Rank.COMPLETE.compareTo(rank) < 0;
        boolean comesAtIt = Rank.ARRIVE_WORK.compareTo(rank) < 0;
        while (true) {
            double ends = this.ends.firstSeconds();
            double now = comesSeconds;
            if (now < ends) {
                if (!(now < toSeconds) && !(now == toSeconds && comesAtIt)) {
                    break;
                }
                int s = comes;
                await();
                arrive(s, now);
            } else {
                if (!(ends < toSeconds) && !(ends == toSeconds && endsAtIt)) {
                    break;
                }
                end(ends);
            }
            events++;
        }
    }

    /** A job comes; the next one of its stream is awaited. */
    private void await() {
        double next = sources.get(comes).nextArrivalSeconds();
        if (isOnly) {
            comesSeconds = next;
            return;
        }
        if (next < Double.POSITIVE_INFINITY) {
            arrivals.postpone(next);
        } else {
            arrivals.poll();
        }
        look();
    }

    private void look() {
        comesSeconds = arrivals.nextSeconds();
        comes = arrivals.size() == 0 ? 0 : arrivals.nextId();
    }

    private void arrive(int s, double now) {
        double seconds = sizes[s].next() / speeds[s];
        StreamCounts book = streams[s];
        book.arrived++;
        if (counts.number() >= places) {
            book.closeup.blocked++;
            book.refused++;
            return;
        }
        counts.change(now, 1);
        if (ends.size() < servers) {
            book.change(now, 1, 0, 1);
            serve(s, now, now, seconds);
        } else {
            book.change(now, 1, 1, 0);
            join(s, now, seconds);
        }
    }

    private void join(int s, double now, double seconds) {
        if (waiting == stream.length) {
            grow();
        }
        int last = head + waiting++ & stream.length - 1;
        stream[last] = s;
        arrivedSeconds[last] = now;
        serviceSeconds[last] = seconds;
    }

    private void end(double now) {
        int place = ends.take();
        StreamCounts book = streams[servedStream[place]];
        servedStream[place] = NONE;
        book.end(now - servedSeconds[2 * place], servedSeconds[2 * place + 1]);
        book.change(now, -1, 0, -1);
        counts.change(now, -1);
        if (waiting > 0) {
            int first = head;
            head = first + 1 & stream.length - 1;
            waiting--;
            streams[stream[first]].change(now, 0, -1, 1);
            serve(stream[first], arrivedSeconds[first], now, serviceSeconds[first]);
        }
    }

    private void serve(int s, double arrived, double now, double seconds) {
        streams[s].start(now - arrived);
        int place = ends.add(now + seconds);
        if (place >= servedStream.length) {
            int before = servedStream.length;
            servedStream = Arrays.copyOf(servedStream, 2 * place);
            servedSeconds = Arrays.copyOf(servedSeconds, 4 * place);
            Arrays.fill(servedStream, before, 2 * place, NONE);
        }
        servedStream[place] = s;
        servedSeconds[2 * place] = arrived;
        servedSeconds[2 * place + 1] = seconds;
    }

    /** The line begins at the start of a ring of twice the length. */
    private void grow() {
        int length = stream.length;
        int[] streams = new int[2 * length];
        double[] arrived = new double[2 * length];
        double[] service = new double[2 * length];
        for (int i = 0; i < length; i++) {
            int from = head + i & length - 1;
            streams[i] = stream[from];
            arrived[i] = arrivedSeconds[from];
            service[i] = serviceSeconds[from];
        }
        stream = streams;
        arrivedSeconds = arrived;
        serviceSeconds = service;
        head = 0;
    }

    /** Jobs in line and in service. */
    int present() {
        return waiting + ends.size();
    }

    /** Jobs in service. */
    int inService() {
        return ends.size();
    }

    /** Adds up by stream who is there, and for how long they have been [s]; for tests. */
    void audit(double nowSeconds, long[] there, double[] agesSeconds) {
        for (int i = 0; i < waiting; i++) {
            int at = head + i & stream.length - 1;
            there[stream[at]]++;
            agesSeconds[stream[at]] += nowSeconds - arrivedSeconds[at];
        }
        for (int place = 0; place < servedStream.length; place++) {
            if (servedStream[place] != NONE) {
                there[servedStream[place]]++;
                agesSeconds[servedStream[place]] += nowSeconds - servedSeconds[2 * place];
            }
        }
    }

    /** Events so far. */
    long events() {
        return events;
    }
}
