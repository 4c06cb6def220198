package headroom.fleet;

import headroom.kernel.Streams;
import headroom.serving.EngineRules.Noise;
import headroom.serving.EngineRules.Role;
import headroom.serving.Replica;
import headroom.serving.ReplicaListener;
import headroom.serving.Requests;
import headroom.serving.Router;

import org.jspecify.annotations.Nullable;

import umontreal.ssj.rng.RandomStream;

import java.util.Arrays;
import java.util.List;

/**
 * The replicas of one cell: which there are, who takes requests of which model, when each changes
 * next, and their use by deployment.
 *
 * <p>A replica serves until it fails or is drained. A drained one keeps what it has and what is on
 * the way to it or on its link, and leaves when nothing of that is left; its time counts until
 * then. A failed one leaves at once, and everything it has is dropped.
 */
public final class Fleet {
    /** No replica of the model that takes requests has memory for it. */
    public static final int NO_REPLICA = -1;

    /** The request fits into no replica that the model has or will have. */
    public static final int TOO_LARGE = -2;

    private final DeploymentSpec[] deployments;
    private final Requests requests;
    private final ReplicaListener listener;
    private final Streams streams;
    /** Replicas that take what arrives, and those that take what was prefilled, by model. */
    private final Takers[] arriving;

    private final Takers[] prefilled;
    final Slots slots = new Slots();
    private final Roster[] serving;
    private final Roster[] draining;
    private final Fits fits;
    private final Replicas replicas;
    /** Null where nobody asked for it: it costs some nanoseconds a request. */
    private @Nullable OccupancyMeter occupancy;

    private final double[] clockShare;
    /** Use of the replicas that have left, and what no replica counts. */
    private final FleetUse gone;

    private @Nullable Foresight foresight;

    /**
     * A fleet without a replica.
     *
     * @param streams what replicas with noise draw from
     */
    public Fleet(
            List<DeploymentSpec> specs,
            int models,
            Requests requests,
            ReplicaListener listener,
            Streams streams) {
        deployments = specs.toArray(new DeploymentSpec[0]);
        this.requests = requests;
        this.listener = listener;
        replicas = new Replicas(listener);
        this.streams = streams;
        arriving = new Takers[models];
        prefilled = new Takers[models];
        Arrays.setAll(arriving, m -> new Takers(this, requests));
        Arrays.setAll(prefilled, m -> new Takers(this, requests));
        serving = new Roster[deployments.length];
        draining = new Roster[deployments.length];
        Arrays.setAll(serving, d -> new Roster());
        Arrays.setAll(draining, d -> new Roster());
        fits = new Fits(deployments, serving, requests);
        clockShare = new double[deployments.length];
        Arrays.fill(clockShare, 1);
        gone = new FleetUse(deployments.length);
    }

    /** Keeps the truth that a clairvoyant router asks for; to be called before all else. */
    public void foresee() {
        foresight = new Foresight(this, requests, listener);
        replicas.follow();
    }

    @Nullable
    Foresight foresight() {
        return foresight;
    }

    /** Makes the fleet keep its occupancy, also at these instants; before the first replica. */
    public void meterOccupancy(List<Double> instantsSeconds) {
        occupancy = new OccupancyMeter(deployments.length, instantsSeconds);
        replicas.follow();
    }

    /** The occupancy that is kept; null if none is. */
    public @Nullable OccupancyMeter occupancy() {
        return occupancy;
    }

    /** A new replica serves from this instant on. */
    public void add(int deployment, double timeSeconds) {
        DeploymentSpec d = deployments[deployment];
        int r = slots.take(deployment, timeSeconds);
        ReplicaListener hears = foresight == null ? listener : foresight;
        if (foresight != null) {
            foresight.add(r);
        }
        Replica replica = new Replica(r, d.engine(), requests, hears, timeSeconds);
        slots.holds(r, d.engine().limits());
        replicas.put(r, replica);
        if (d.engine().rules().noise() != Noise.NONE) {
            replica.noise(streams.of("replica." + slots.serial[r] + ".noise"));
        }
        replica.clock(clockShare[deployment], timeSeconds);
        if (d.prefixes() != null) {
            d.prefixes().give(replica, requests);
        }
        serving[deployment].add(r);
        takers(d).add(r);
        if (occupancy != null) {
            occupancy.add(r, deployment, timeSeconds);
        }
    }

    private Takers takers(DeploymentSpec d) {
        return d.role() == Role.DECODE ? prefilled[d.model()] : arriving[d.model()];
    }

    /** The replica of a deployment that was added last takes no more requests, if there is one. */
    public void drain(int deployment, double timeSeconds) {
        if (serving[deployment].size() == 0) {
            return;
        }
        int r = serving[deployment].removeLast();
        takers(deployments[deployment]).remove(r);
        slots.drain(r, timeSeconds);
        draining[deployment].add(r);
        leaveIfEmpty(r, timeSeconds);
    }

    /**
     * A replica of a deployment fails: the k-th, modulo their number, of those that serve and,
     * after them, those that drain.
     *
     * @return its place, or NO_REPLICA if there is none
     */
    public int fail(int deployment, int k, double timeSeconds) {
        int there = serving[deployment].size();
        int all = there + draining[deployment].size();
        if (all == 0) {
            return NO_REPLICA;
        }
        int i = Math.floorMod(k, all);
        Roster roster = i < there ? serving[deployment] : draining[deployment];
        int r = roster.replica(i < there ? i : i - there);
        roster.remove(r);
        if (i < there) {
            takers(deployments[deployment]).remove(r);
        }
        gone.failures[deployment]++;
        replicas.at(r, timeSeconds).fail(timeSeconds);
        leave(r, timeSeconds);
        return r;
    }

    private void leaveIfEmpty(int r, double timeSeconds) {
        if (slots.held[r] == 0 && any(r).waiting() == 0 && any(r).inService() == 0) {
            draining[slots.deployment[r]].remove(r);
            leave(r, timeSeconds);
        }
    }

    private void leave(int r, double timeSeconds) {
        addUse(r, timeSeconds, gone);
        replicas.leave(r);
        slots.leave(r);
        if (occupancy != null) {
            occupancy.remove(r, timeSeconds);
        }
    }

    /**
     * The replica a request goes to first: the router's choice, or the first one whose memory holds
     * it where the choice cannot. A replica that only prefills is none for a request that no other
     * could decode. NO_REPLICA where none serves that holds it, TOO_LARGE where none ever will.
     *
     * @param home the replica to be shown to the router as the session's last; -1: none
     */
    public int route(int model, int request, int home, double timeSeconds, Routing routing) {
        int r = arriving[model].route(request, home, timeSeconds, routing);
        return r == NO_REPLICA && fits.isTooLarge(model, request) ? TOO_LARGE : r;
    }

    /** The replica that decodes a request after its first token; NO_REPLICA: none. */
    public int routePrefilled(int model, int request, double timeSeconds, Routing routing) {
        return prefilled[model].route(request, NO_REPLICA, timeSeconds, routing);
    }

    /** Whether a replica and, where it only prefills, one that decodes can hold a request. */
    boolean holds(int r, int request) {
        return fits.hold(slots.deployment[r], request);
    }

    /** The KV of a request goes onto the link of its replica; when it arrives at the other end. */
    public double send(int r, int request, double timeSeconds) {
        DeploymentSpec.Link link = spec(r).link();
        double start = Math.max(timeSeconds, slots.linkFreeSeconds[r]);
        slots.linkWaitSeconds[r] += start - timeSeconds;
        slots.linkFreeSeconds[r] = start + link.transferSeconds(requests.promptTokens(request));
        return slots.linkFreeSeconds[r] + link.latencySeconds();
    }

    /** Something is on the way to a replica, or on its link: it does not leave unless it fails. */
    public void hold(int r) {
        slots.held[r]++;
    }

    /** A request is sent to a replica, where routers see it from now on. */
    public void expect(int r, int request) {
        hold(r);
        slots.coming[r]++;
        slots.comingTokens[r] += requests.promptTokens(request);
    }

    /** A request is no longer on its way; nothing happens if its replica has failed since. */
    public void arrived(int r, int serial, int request, double timeSeconds) {
        if (isPresent(r, serial)) {
            slots.coming[r]--;
            slots.comingTokens[r] -= requests.promptTokens(request);
        }
        release(r, serial, timeSeconds);
    }

    /** Requests on the way to a replica. */
    public int coming(int r) {
        return slots.coming[r];
    }

    /** What a replica was held for is over; nothing happens if that replica has failed since. */
    public void release(int r, int serial, double timeSeconds) {
        if (!isPresent(r, serial)) {
            return;
        }
        slots.held[r]--;
        if (slots.state[r] == Slots.DRAINING) {
            leaveIfEmpty(r, timeSeconds);
        }
    }

    /** See {@link Replicas#any}. */
    Replica any(int r) {
        return replicas.any(r);
    }

    /** The replica at a place as it is at an instant. */
    public Replica replica(int r, double timeSeconds) {
        return replicas.at(r, timeSeconds);
    }

    public DeploymentSpec spec(int r) {
        return deployments[slots.deployment[r]];
    }

    double clockShare(int r) {
        return clockShare[slots.deployment[r]];
    }

    /** Index of the deployment of the replica at a place. */
    public int deployment(int r) {
        return slots.deployment[r];
    }

    /** Tokens that replicas of a deployment have done turn out to be of no use. */
    public void waste(int deployment, int tokens) {
        gone.wastedTokens[deployment] += tokens;
    }

    /** A number that names the replica at a place as long as the run lasts. */
    public int serial(int r) {
        return slots.serial[r];
    }

    /** Whether the replica of that serial number is still at its place. */
    public boolean isPresent(int r, int serial) {
        return slots.serial[r] == serial && slots.state[r] != Slots.FREE;
    }

    /** Whether the replica of that serial number is still at its place and takes requests. */
    public boolean isServing(int r, int serial) {
        return slots.serial[r] == serial && slots.state[r] == Slots.SERVING;
    }

    /** Sets the clock of every replica of a deployment, those to come included. */
    public void clock(int deployment, double share, double timeSeconds) {
        clockShare[deployment] = share;
        for (int r = 0; r < slots.end(); r++) {
            if (slots.state[r] != Slots.FREE && slots.deployment[r] == deployment) {
                replicas.at(r, timeSeconds).clock(share, timeSeconds);
                replicas.schedule(r);
            }
        }
    }

    /** When {@link #advanceNext} is to be called next; no later than a request leaves [s]. */
    public double nextSeconds() {
        return replicas.nextSeconds();
    }

    /** Advances the replica that is due. */
    public void advanceNext() {
        double now = replicas.nextSeconds();
        seen(replicas.advanceNext(), now);
    }

    /** Changes of batches so far. */
    public long changes() {
        return replicas.changes();
    }

    /** Queues a request at a replica. */
    public void offer(int r, int request, double timeSeconds) {
        if (foresight != null) {
            foresight.offered(r, request);
        }
        replicas.at(r, timeSeconds).offer(request, timeSeconds);
        replicas.schedule(r);
        if (occupancy != null) {
            occupancy.see(r, any(r), timeSeconds);
        }
    }

    /** The client of a request at a replica has gone; see {@link Replica#cancel}. */
    public void cancel(int r, int request, double timeSeconds) {
        replicas.at(r, timeSeconds).cancel(request, timeSeconds);
        replicas.schedule(r);
        seen(r, timeSeconds);
    }

    /** Whether a request at a replica waits for its first admission. */
    public boolean waits(int r, int request, double timeSeconds) {
        return replicas.at(r, timeSeconds).waits(request);
    }

    private void seen(int r, double timeSeconds) {
        if (occupancy != null) {
            occupancy.see(r, any(r), timeSeconds);
        }
        if (slots.state[r] == Slots.DRAINING) {
            leaveIfEmpty(r, timeSeconds);
        }
    }

    /** Adds up the use of every deployment since the start, up to an instant. */
    public void settle(double timeSeconds, FleetUse use) {
        use.clear();
        use.add(gone);
        for (int r = 0; r < slots.end(); r++) {
            if (slots.state[r] != Slots.FREE) {
                addUse(r, timeSeconds, use);
            }
        }
        for (int d = 0; d < deployments.length; d++) {
            use.replicas[d] = serving[d].size();
            use.draining[d] = draining[d].size();
        }
    }

    private void addUse(int r, double timeSeconds, FleetUse use) {
        Replica replica = replicas.at(r, timeSeconds);
        replica.settle(timeSeconds);
        use.add(slots, r, replica, timeSeconds);
    }

    /**
     * How replicas are chosen.
     *
     * @param router the policy
     * @param random what it draws from
     */
    public record Routing(Router router, RandomStream random) {}
}
