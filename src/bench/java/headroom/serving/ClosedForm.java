package headroom.serving;

import headroom.fleet.DeploymentSpec;
import headroom.fleet.Fleet;
import headroom.kernel.Streams;
import headroom.policy.PowerOfTwo;

import java.util.List;

/** The bare kernel: replicas in closed form, their clock and a router, without clients. */
final class ClosedForm implements ReplicaListener {
    private final Load load;
    private final Features features;
    private final Requests requests = new Requests();
    private final Fleet fleet;
    private final Fleet.Routing routing =
            new Fleet.Routing(new PowerOfTwo(), new Streams(1, 0).of("routing"));
    private double sojournSeconds;
    private double alive;
    private long arrivals;
    private long completed;
    private long advances;

    ClosedForm(Load load, Features features) {
        this.load = load;
        this.features = features;
        DeploymentSpec spec = new DeploymentSpec(0, features.engine(), 0, 0, 0);
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
            while (fleet.nextSeconds() < now) {
                fleet.advanceNext();
                advances++;
            }
            alive += requests.alive();
            arrivals++;
            int request = requests.allocate(0, now, 0, load.promptTokens(), load.outputTokens());
            features.mark(requests, request);
            fleet.offer(fleet.route(0, request, -1, routing), request, now);
        }
    }

    @Override
    public void completed(int replica, int request, double timeSeconds) {
        sojournSeconds += timeSeconds - requests.arrivalSeconds(request);
        completed++;
        requests.free(request);
    }

    /** Starts the statistics again. */
    void forget() {
        sojournSeconds = 0;
        completed = 0;
        advances = 0;
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

    /** Changes of a batch so far. */
    long advances() {
        return advances;
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
