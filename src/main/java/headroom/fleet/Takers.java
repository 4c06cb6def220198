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

    Takers(Fleet fleet, Requests requests) {
        this.fleet = fleet;
        this.requests = requests;
    }

    void add(int replica) {
        tickets.add(replica, fleet.replica(replica).limits().kvCapacityTokens());
        members.add(replica);
    }

    void remove(int replica) {
        tickets.remove(replica);
        members.remove(replica);
    }

    /**
     * The router's choice, or the first replica that holds the request where the choice cannot;
     * NO_REPLICA or TOO_LARGE where there is none.
     */
    int route(int asked, int last, Router router, RandomStream random) {
        if (tickets.count() == 0) {
            return Fleet.NO_REPLICA;
        }
        request = asked;
        home = last;
        int chosen = router.route(this, random);
        turn++;
        if (fleet.holds(chosen, asked)) {
            return chosen;
        }
        for (int ticket = 0; ticket < tickets.count(); ticket++) {
            if (fleet.holds(tickets.replica(ticket), asked)) {
                return tickets.replica(ticket);
            }
        }
        return Fleet.TOO_LARGE;
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
        return fleet.replica(r).load();
    }

    @Override
    public int requests(int r) {
        return fleet.replica(r).waiting() + fleet.replica(r).inService();
    }

    @Override
    public double kvLoad(int r) {
        return fleet.replica(r).kvLoad();
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
