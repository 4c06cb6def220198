package headroom.cell;

import headroom.clients.Handovers;
import headroom.clients.SessionState;
import headroom.clients.Sessions;
import headroom.fleet.Fleet;
import headroom.kernel.CalendarQueue;
import headroom.serving.Requests;

/**
 * The way of a request to its replica, from the replica that prefills to the one that decodes, and
 * back out when its client gives it up.
 */
final class Dispatch {
    private final Sessions sessions;
    private final Handovers handovers;
    private final CalendarQueue clock;
    private final Requests requests;
    private final Fleet fleet;
    private final Books books;
    private final Fleet.Routing routing;
    /** Requests that replicas hold for attempts given up. */
    private int abandoned;

    Dispatch(Sessions sessions, Cell.Surroundings around, Fleet.Routing routing) {
        this.sessions = sessions;
        this.handovers = new Handovers(sessions);
        this.clock = around.clock();
        this.requests = around.requests();
        this.fleet = around.fleet();
        this.books = around.books();
        this.routing = routing;
    }

    /** The replica for the request of a session; see {@link Fleet#route}. */
    int choose(int s, int model, double now) {
        boolean known = fleet.isServing(sessions.home(s), sessions.homeSerial(s))
                && fleet.spec(sessions.home(s)).model() == model;
        int home = known ? sessions.home(s) : Fleet.NO_REPLICA;
        return fleet.route(model, sessions.request(s), home, now, routing);
    }

    /** The request goes to a replica. */
    void send(int s, int replica, double now) {
        sessions.countAttempt(s);
        handovers.clear(s);
        aim(s, replica);
        double delay = fleet.spec(replica).arrivalSeconds();
        if (delay > 0) {
            fleet.expect(replica, sessions.request(s));
            sessions.sleep(s, SessionState.ENTERING, now + delay, clock);
        } else {
            offer(s, now);
        }
    }

    private void aim(int s, int replica) {
        sessions.replica(s, replica, fleet.serial(replica));
    }

    private void offer(int s, double now) {
        sessions.state(s, SessionState.IN_SERVICE);
        sessions.wakeSeconds(s, Double.NaN);
        fleet.offer(sessions.replica(s), sessions.request(s), now);
    }

    /** The request, or its KV, comes to its replica; false if that has failed meanwhile. */
    boolean arrive(int s, double now) {
        boolean moved = sessions.state(s) == SessionState.MOVING;
        boolean there = fleet.isPresent(sessions.replica(s), sessions.replicaSerial(s));
        if (there) {
            offer(s, now);
        }
        letGo(s, moved, now);
        return there;
    }

    /** The replicas at both ends need not be held for this request any more. */
    private void letGo(int s, boolean moved, double now) {
        int request = sessions.request(s);
        fleet.arrived(sessions.replica(s), sessions.replicaSerial(s), request, now);
        if (moved) {
            fleet.release(handovers.place(s), handovers.serial(s), now);
        }
    }

    /**
     * The first token of a request is out at a replica that only prefills: its KV goes to one that
     * decodes; false if there is none.
     */
    boolean move(int s, int from, double now) {
        handovers.prefilled(s, fleet.deployment(from), from, fleet.serial(from));
        int model = fleet.spec(from).model();
        int to = fleet.routePrefilled(model, sessions.request(s), now, routing);
        if (to < 0) {
            return false;
        }
        aim(s, to);
        fleet.hold(from);
        fleet.expect(to, sessions.request(s));
        double arrives = fleet.send(from, sessions.request(s), now);
        sessions.sleep(s, SessionState.MOVING, arrives, clock);
        return true;
    }

    /** Whether the KV of a request was still on the link of a replica that has just failed. */
    boolean wasOnLink(int s, int replica, double now) {
        if (sessions.state(s) != SessionState.MOVING
                || handovers.place(s) != replica
                || handovers.serial(s) != fleet.serial(replica)) {
            return false;
        }
        double latency = fleet.spec(replica).link().latencySeconds();
        return sessions.wakeSeconds(s) - latency > now;
    }

    /** What was done for the request under way before it was with its replica is lost. */
    void forget(int s) {
        if (handovers.prefilledBy(s) >= 0) {
            int tokens = requests.newTokens(sessions.request(s)) + 1;
            fleet.waste(handovers.prefilledBy(s), tokens);
            handovers.clear(s);
        }
    }

    /**
     * The client gives up a request that was sent, wherever it is. If it does not cancel it, a
     * replica that has it works on; what is on its way comes to nothing either way.
     */
    void recall(int s, boolean cancels, double now) {
        forget(s);
        if (sessions.state(s) != SessionState.IN_SERVICE) {
            letGo(s, sessions.state(s) == SessionState.MOVING, now);
            return;
        }
        // the replica may need the index until the end of the step under way
        int held = sessions.request(s);
        // by now it may have been admitted, and some of its prompt found in a cache
        fleet.replica(sessions.replica(s), now);
        int fresh = requests.newTokens(held);
        int goesOn = requests.allocate(
                s,
                requests.arrivalSeconds(held),
                requests.promptTokens(held) - fresh,
                fresh,
                requests.outputTokens(held));
        sessions.request(s, goesOn);
        books.moved(held, goesOn);
        abandoned++;
        if (cancels) {
            fleet.cancel(sessions.replica(s), held, now);
        }
    }

    /** A replica has let go of a request; true if its client had given it up before. */
    boolean wasAbandoned(int request) {
        if (sessions.request(requests.owner(request)) == request) {
            return false;
        }
        abandoned--;
        requests.free(request);
        return true;
    }

    /** A replica has done its part of a request; true if nobody waits for it any more. */
    boolean wasInVain(int replica, int request) {
        int fresh = requests.newTokens(request);
        int output = requests.outputTokens(request);
        if (!wasAbandoned(request)) {
            return false;
        }
        int tokens =
                switch (fleet.spec(replica).role()) {
                    case WHOLE -> fresh + output;
                    case PREFILL -> fresh + 1;
                    case DECODE -> output - 1;
                };
        fleet.waste(fleet.deployment(replica), tokens);
        return true;
    }

    /** Deployment that has prefilled the request of a session for another to decode; -1: none. */
    int prefilledBy(int s) {
        return handovers.prefilledBy(s);
    }

    /** Requests that replicas hold for attempts given up. */
    int abandoned() {
        return abandoned;
    }
}
