package headroom.fleet;

import headroom.serving.ReplicaView;
import headroom.serving.Requests;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/**
 * The replicas that take what arrives for one model, or what was prefilled of it; shows them to the
 * router, and sees to it that the request fits where it goes.
 */
final class Takers implements ReplicaView {
    private final Fleet fleet;
    private final Requests requests;
    private final Tickets tickets = new Tickets();
    private final Roster members = new Roster();
    private long turn;
    private int request;
    private int home;
    private double nowSeconds;

    Takers(Fleet fleet, Requests requests) {
        this.fleet = fleet;
        this.requests = requests;
    }

    void add(int replica) {
        members.add(replica);
        tickets.add(replica, fleet.any(replica).limits().kvCapacityTokens());
    }

    void remove(int replica) {
        members.remove(replica);
        tickets.remove(replica);
    }

    /**
     * The router's choice, or, from the turn on, the first that holds the request where the choice
     * cannot; NO_REPLICA where there is none.
     */
    int route(int asked, int last, double timeSeconds, Fleet.Routing routing) {
        if (tickets.count() == 0) {
            return Fleet.NO_REPLICA;
        }
        request = asked;
        home = last;
        nowSeconds = timeSeconds;
        int chosen = choose(routing.router(), routing.random());
        turn++;
        if (fleet.holds(chosen, asked)) {
            return chosen;
        }
        for (int k = 0; k < members.size(); k++) {
            int candidate = members.replica((int) ((turn + k) % members.size()));
            if (fleet.holds(candidate, asked)) {
                return candidate;
            }
        }
        return Fleet.NO_REPLICA;
    }

    private int choose(Router router, RandomStream random) {
        Foresight truth = fleet.foresight();
        if (truth != null && router instanceof ClairvoyantRouter clairvoyant) {
            truth.routes(request);
            return clairvoyant.route(this, truth, random);
        }
        return router.route(this, random);
    }

    @Override
    public int tickets() {
        return tickets.count();
    }

    @Override
    public int replica(int ticket) {
        return tickets.replica(ticket);
    }

    @Override
    public int replicas() {
        return members.size();
    }

    @Override
    public int serving(int place) {
        return members.replica(place);
    }

    @Override
    public long turn() {
        return turn;
    }

    @Override
    public double load(int r) {
        Slots slots = fleet.slots;
        long tokens = requests.promptTokensThere(r) + slots.comingTokens[r];
        double kv = tokens * slots.perKvToken[r];
        double seats = (requests.there(r) + slots.coming[r]) * slots.perSequence[r];
        return kv > seats ? kv : seats;
    }

    @Override
    public int requests(int r) {
        return requests.there(r) + fleet.coming(r);
    }

    @Override
    public double kvLoad(int r) {
        return fleet.replica(r, nowSeconds).kvLoad(fleet.slots.comingTokens[r]);
    }

    @Override
    public int deployment(int r) {
        return fleet.deployment(r);
    }

    @Override
    public int home() {
        return home;
    }

    @Override
    public int promptTokens() {
        return requests.promptTokens(request);
    }
}
