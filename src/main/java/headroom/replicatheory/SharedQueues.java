package headroom.replicatheory;

import headroom.analytic.MarkovQueue;
import headroom.supply.RoutingSection;
import headroom.supply.RoutingSection.Policy;

/**
 * Replicas of one sequence among which a router chooses by what is there, with Poisson arrivals and
 * answers of exponential length.
 *
 * <p>Two replicas of a cell, the shorter queue: {@link MarkovQueue#shorterOfTwo}. Many, the shorter
 * of d drawn at random:
 *
 * <pre>
 * s(k) = rho^((d^k - 1) / (d - 1))     share of replicas with k or more, as their number grows
 * L = sum over k >= 1 of s(k)
 * </pre>
 *
 * <p>rho: load of a replica. Domain: from {@value #MANY} replicas of a cell on, of which {@value
 * #FEWEST_IDLE} or more are idle on average: the distance from the limit falls as one over the
 * number of replicas, and grows as fewer are idle (of 1,000 at rho = 0.95 with d = 100, L is 0.98
 * instead of 0.956). Source: Vvedenskaya, Dobrushin and
 * Karpelevich 1996, Problems of Information Transmission 32; Mitzenmacher 2001, IEEE Transactions
 * on Parallel and Distributed Systems 12. Grade: exact theory of the limit.
 */
final class SharedQueues {
    private static final int MANY = 1_000;

    private static final double FEWEST_IDLE = 40;

    /** Load beyond which the chain of two queues takes more than some tenths of a second. */
    private static final double MOST_LOAD_OF_TWO = 0.8;

    private final PlainReplicas replicas;
    private final double load;

    SharedQueues(PlainReplicas replicas) {
        this.replicas = replicas;
        load = replicas.ratePerSecond() * replicas.serviceSeconds();
    }

    void tell(ReplicaRows rows) {
        RoutingSection routing = replicas.scenario().routing();
        if (replicas.sequences() != 1 || Double.isFinite(replicas.places())) {
            return;
        }
        boolean many = replicas.perCell() >= MANY && replicas.perCell() * (1 - load) >= FEWEST_IDLE;
        if (routing.policy() == Policy.JOIN_SHORTEST_QUEUE) {
            if (replicas.perCell() == 2 && load <= MOST_LOAD_OF_TWO) {
                shorterOfTwo(rows);
            }
        } else if (many && routing.policy() == Policy.POWER_OF_TWO) {
            shorterOf(2, rows);
        } else if (many && routing.policy() == Policy.POWER_OF_D) {
            shorterOf(routing.choices(), rows);
        }
    }

    private void shorterOfTwo(ReplicaRows rows) {
        MarkovQueue exact =
                MarkovQueue.shorterOfTwo(2 * replicas.ratePerSecond(), replicas.serviceSeconds());
        double bothBusy = exact.waitProbability();
        tell("JSQ of 2 M/M/1", exact.meanPresent() / 2, rows);
        // of two servers 2 load are busy on average
        rows.cell("empty.cell", "share", 1 - 2 * load + bothBusy);
    }

    private void shorterOf(int choices, ReplicaRows rows) {
        double present = 0;
        for (double s = load; s > 1e-18; s = load * StrictMath.pow(s, choices)) {
            present += s;
        }
        tell("JSQ(" + choices + ") of infinitely many M/M/1", present, rows);
    }

    private void tell(String model, double present, ReplicaRows rows) {
        if (!replicas.isAmple(present, 1)) {
            return;
        }
        double sojourn = present / replicas.ratePerSecond();
        rows.of(model)
                .number("number", present)
                .share("idle", 1 - load)
                .waiting(
                        present - load,
                        sojourn - replicas.serviceSeconds(),
                        replicas.stepSeconds(1))
                .time("sojourn", sojourn)
                .latency("e2e", "mean", sojourn)
                .served(replicas.ratePerSecond())
                .cell("number.cell", "mean", present * replicas.perCell());
    }
}
