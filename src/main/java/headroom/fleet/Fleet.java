package headroom.fleet;

import headroom.serving.Replica;
import headroom.serving.ReplicaListener;
import headroom.serving.ReplicaView;
import headroom.serving.Requests;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

import java.util.Arrays;
import java.util.List;

/** The replicas of one cell: their clock, their tickets by model, and their use by deployment. */
public final class Fleet {
    /** No replica of the model is in service. */
    public static final int NO_REPLICA = -1;

    /** The request fits into no replica of the model. */
    public static final int TOO_LARGE = -2;

    /** Tickets of the replica with the largest KV memory; the others hold their share of it. */
    private static final int MOST_TICKETS = 16;

    private final DeploymentSpec[] deployments;
    private final Requests requests;
    private final ReplicaListener listener;
    private final Tickets[] byModel;
    private final ReplicaClock clock = new ReplicaClock();
    private final double[] clockShare;
    private Replica[] replicas = new Replica[0];
    private int[] deploymentOf = new int[0];
    private double[] bornSeconds = new double[0];

    public Fleet(
            List<DeploymentSpec> specs, int models, Requests requests, ReplicaListener listener) {
        deployments = specs.toArray(new DeploymentSpec[0]);
        this.requests = requests;
        this.listener = listener;
        byModel = new Tickets[models];
        Arrays.setAll(byModel, m -> new Tickets());
        clockShare = new double[deployments.length];
        Arrays.fill(clockShare, 1);
    }

    /** A new replica serves from this instant on. */
    public void add(int deployment, double timeSeconds) {
        int r = replicas.length;
        replicas = Arrays.copyOf(replicas, r + 1);
        deploymentOf = Arrays.copyOf(deploymentOf, r + 1);
        bornSeconds = Arrays.copyOf(bornSeconds, r + 1);
        DeploymentSpec d = deployments[deployment];
        replicas[r] = new Replica(r, d.engine(), requests, listener, timeSeconds);
        replicas[r].clock(clockShare[deployment], timeSeconds);
        DeploymentSpec.Prefixes prefixes = d.prefixes();
        if (prefixes != null) {
            prefixes.give(replicas[r], requests);
        }
        deploymentOf[r] = deployment;
        bornSeconds[r] = timeSeconds;
        clock.add();
        dealTickets(d.model());
    }

    private void dealTickets(int model) {
        long largest = 1;
        for (int r = 0; r < replicas.length; r++) {
            if (spec(r).model() == model) {
                largest = Math.max(largest, replicas[r].limits().kvCapacityTokens());
            }
        }
        int[] dealt = new int[replicas.length * MOST_TICKETS];
        int count = 0;
        for (int r = 0; r < replicas.length; r++) {
            if (spec(r).model() == model) {
                double share = (double) replicas[r].limits().kvCapacityTokens() / largest;
                int tickets = Math.max(1, (int) Math.rint(MOST_TICKETS * share));
                Arrays.fill(dealt, count, count + tickets, r);
                count += tickets;
            }
        }
        byModel[model].replicaOf = Arrays.copyOf(dealt, count);
    }

    /**
     * The replica a request goes to: the router's choice, or the first one whose memory holds it
     * where the choice cannot; NO_REPLICA or TOO_LARGE where there is none.
     */
    public int route(int model, int request, int home, Routing routing) {
        Tickets tickets = byModel[model];
        tickets.request = request;
        tickets.home = home;
        if (tickets.replicaOf.length == 0) {
            return NO_REPLICA;
        }
        int chosen = routing.router().route(tickets, routing.random());
        if (replicas[chosen].fits(request)) {
            return chosen;
        }
        for (int r : tickets.replicaOf) {
            if (replicas[r].fits(request)) {
                return r;
            }
        }
        return TOO_LARGE;
    }

    public Replica replica(int r) {
        return replicas[r];
    }

    public DeploymentSpec spec(int r) {
        return deployments[deploymentOf[r]];
    }

    public int size() {
        return replicas.length;
    }

    /** Sets the clock of every replica of a deployment, those to come included. */
    public void clock(int deployment, double share, double timeSeconds) {
        clockShare[deployment] = share;
        for (int r = 0; r < replicas.length; r++) {
            if (deploymentOf[r] == deployment) {
                replicas[r].clock(share, timeSeconds);
                clock.set(r, replicas[r].nextSeconds());
            }
        }
    }

    /** Earliest change of a batch in the cell [s]. */
    public double nextSeconds() {
        return clock.nextSeconds();
    }

    /** Advances the replica whose batch changes first. */
    public void advanceNext() {
        int r = clock.nextReplica();
        Replica replica = replicas[r];
        replica.advance(clock.nextSeconds());
        clock.set(r, replica.nextSeconds());
    }

    /** Queues a request at a replica. */
    public void offer(int r, int request, double timeSeconds) {
        replicas[r].offer(request, timeSeconds);
        clock.set(r, replicas[r].nextSeconds());
    }

    /** Adds up the use of every deployment since the start, up to an instant. */
    public void settle(double timeSeconds, FleetUse use) {
        use.clear();
        for (int r = 0; r < replicas.length; r++) {
            replicas[r].settle(timeSeconds);
            use.add(deploymentOf[r], replicas[r], timeSeconds - bornSeconds[r]);
        }
    }

    /**
     * How replicas are chosen.
     *
     * @param router the policy
     * @param random what it draws from
     */
    public record Routing(Router router, RandomStream random) {}

    /** The tickets of one model, and the request that is being routed. */
    private final class Tickets implements ReplicaView {
        private int[] replicaOf = new int[0];
        private int request;
        private int home;

        @Override
        public int tickets() {
            return replicaOf.length;
        }

        @Override
        public int replica(int ticket) {
            return replicaOf[ticket];
        }

        @Override
        public double load(int r) {
            return replicas[r].load();
        }

        @Override
        public int requests(int r) {
            return replicas[r].waiting() + replicas[r].inService();
        }

        @Override
        public double kvLoad(int r) {
            return replicas[r].kvLoad();
        }

        @Override
        public int deployment(int r) {
            return deploymentOf[r];
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
}
