package headroom.serving;

import headroom.fleet.DeploymentSpec;
import headroom.fleet.Fleet;
import headroom.kernel.Streams;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The bare kernel: replicas in closed form, their clock and a router, without clients. */
final class ClosedForm implements ReplicaListener {
    private static final int NOBODY = -1;

    private final Load load;
    private final Features features;
    private final Requests requests = new Requests();
    private final Fleet fleet;
    private final Fleet.Routing routing;
    /** The replica where each session was last. */
    private final int[] home;
    /** Impatient clients in a ring, in the order in which they give up. */
    private final int[] impatient = new int[1 << 16];

    private final int[] impatientAt = new int[impatient.length];
    private final double[] givesUpSeconds = new double[impatient.length];
    private int firstImpatient;
    private int lastImpatient;
    private long gaveUp;
    private long offered;
    private double sojournSeconds;
    private double alive;
    private long arrivals;
    private long completed;
    private long changesBefore;

    ClosedForm(Load load, Features features) {
        this.load = load;
        this.features = features;
        routing = new Fleet.Routing(features.router(), new Streams(1, 0).of("routing"));
        home = new int[features.sessions(load.replicas)];
        Arrays.fill(home, -1);
        DeploymentSpec spec = new DeploymentSpec(
                0,
                features.engine(load.kvTokens),
                0,
                0,
                0,
                DeploymentSpec.Link.INSTANT,
                features.prefixes());
        fleet = new Fleet(List.of(spec), 1, requests, this, new Streams(1, 0));
        for (int r = 0; r < load.replicas; r++) {
            fleet.add(0, 0);
        }
    }

    /** Simulates until this many more requests have arrived. */
    void arrive(long count) {
        for (long i = 0; i < count; i++) {
            load.advance();
            double now = load.arrivalSeconds();
            while (firstImpatient != lastImpatient && givesUpSeconds[firstImpatient] < now) {
                advance(givesUpSeconds[firstImpatient]);
                giveUp();
            }
            advance(now);
            alive += requests.alive();
            arrivals++;
            offer(offered++, now);
        }
    }

    private void advance(double timeSeconds) {
        while (fleet.nextSeconds() < timeSeconds) {
            fleet.advanceNext();
        }
    }

    private void offer(long number, double now) {
        boolean willGiveUp = features.isImpatient(number);
        int owner = willGiveUp ? lastImpatient : NOBODY;
        int prompt = load.promptTokens();
        // all but the last token may be found in the cache
        int cached = home.length > 0 ? prompt - 1 : 0;
        int request =
                requests.allocate(owner, now, cached, prompt - cached, load.outputTokens());
        int session = NOBODY;
        if (home.length > 0) {
            session = (int) (number * 7_919 % home.length);
            requests.mark(request, features.priorityClass(number), session + 1);
        }
        int r = fleet.route(0, request, session == NOBODY ? -1 : home[session], now, routing);
        if (session != NOBODY) {
            home[session] = r;
        }
        if (willGiveUp) {
            impatient[lastImpatient] = request;
            impatientAt[lastImpatient] = r;
            givesUpSeconds[lastImpatient] = now + Features.PATIENCE_SECONDS;
            lastImpatient = (lastImpatient + 1) & (impatient.length - 1);
        }
        fleet.offer(r, request, now);
    }

    private void giveUp() {
        int request = impatient[firstImpatient];
        if (request != NOBODY) {
            gaveUp++;
            fleet.cancel(impatientAt[firstImpatient], request, givesUpSeconds[firstImpatient]);
        }
        firstImpatient = (firstImpatient + 1) & (impatient.length - 1);
    }

    @Override
    public void dropped(int replica, int request, double timeSeconds) {
        requests.free(request);
    }

    @Override
    public void completed(int replica, int request, double timeSeconds) {
        sojournSeconds += timeSeconds - requests.arrivalSeconds(request);
        completed++;
        if (requests.owner(request) != NOBODY) {
            impatient[requests.owner(request)] = NOBODY;
        }
        requests.free(request);
    }

    /** Starts the statistics again. */
    void forget() {
        sojournSeconds = 0;
        completed = 0;
        changesBefore = fleet.changes();
        alive = 0;
        arrivals = 0;
    }

    /** Mean requests at a replica, as Poisson arrivals see them. */
    double requestsPerReplica() {
        return alive / arrivals / load.replicas;
    }

    long completed() {
        return completed;
    }

    /** Changes of a batch. */
    long changes() {
        return fleet.changes() - changesBefore;
    }

    /** What the features did since the beginning. */
    String told() {
        long preemptions = 0;
        long prefilled = 0;
        long prompts = 0;
        for (int r = 0; r < load.replicas; r++) {
            Replica replica = fleet.replica(r, load.arrivalSeconds());
            preemptions += replica.preemptions();
            prefilled += replica.prefilledTokens();
            prompts += replica.completedPromptTokens();
        }
        return String.format(
                Locale.ROOT,
                "%.1f preemptions in 1,000 requests, %.1f %% gave up, %.0f %% of prompts prefilled",
                1000.0 * preemptions / offered,
                100.0 * gaveUp / offered,
                100.0 * prefilled / prompts);
    }

    double sojournSeconds() {
        return sojournSeconds;
    }

    /** Requests alive. */
    int alive() {
        return requests.alive();
    }

    /** Bytes of the replicas, their clock and the requests, without the load. */
    long bytes() {
        return Footprint.of(fleet, requests) - Footprint.of(load);
    }
}
