package headroom.replicatheory;

import headroom.analytic.MarkovChain;
import headroom.supply.EngineSection.Noise;

/**
 * Poisson arrivals of requests of one token at a replica: a step takes all who wait, up to c, and
 * nobody joins it.
 *
 * <pre>
 * next w = r + A(tau(b))        w wait at the end of a step
 * b = min(max(w, 1), c), r = max(w, 1) - b      taken into the next one, and left
 * tau(b) = c0 + c1 b            mean of a step, which is fixed or exponential
 * cycle = E[tau(b)] + P(w = 0) / lambda
 * L_q = E[r tau + lambda E[S^2] / 2] / cycle,  L = L_q + E[b tau] / cycle
 * </pre>
 *
 * <p>A(t): Poisson arrivals in a step, geometric where it is exponential; lambda [1/s]; E[S^2] is
 * tau^2, or 2 tau^2; waits follow by Little's law. The chain of w is solved with an end that is
 * moved until it does not matter. Domain: lambda tau(c) &lt; c, at most {@value #MOST_LOAD} of it.
 * Source: Bailey 1954, J. Royal Statistical Society B 16; Inoue 2021, "Queueing analysis of
 * GPU-based inference servers with dynamic batching", Performance Evaluation 147. Grade: exact
 * theory, numeric evaluation.
 */
final class BatchedSteps {
    private static final double MOST_LOAD = 0.97;

    /** Requests in a step beyond which the solver takes more than some tenths of a second. */
    private static final double MOST_IN_STEP = 64;

    /** Requests in a step that are as good as any number. */
    private static final int MANY = 1_000;

    private static final double NEGLIGIBLE = 1e-18;

    private final PlainReplicas replicas;
    private final int most;
    private final double rate;
    private final boolean exponential;

    BatchedSteps(PlainReplicas replicas) {
        this.replicas = replicas;
        most = replicas.sequences();
        rate = replicas.ratePerSecond();
        exponential = replicas.deployment().engine().prefillNoise() == Noise.EXPONENTIAL;
    }

    /** Whether all are served in time, and the solver is quick. */
    boolean isKnown() {
        double each = rate * (replicas.stepSeconds(1) - replicas.stepSeconds(0));
        double usual = each < 1 ? rate * replicas.stepSeconds(0) / (1 - each) : most;
        return rate * replicas.stepSeconds(most) <= MOST_LOAD * most
                && Math.min(usual, most) <= MOST_IN_STEP
                && Double.isInfinite(replicas.places());
    }

    private int taken(int waiting) {
        return Math.min(Math.max(waiting, 1), most);
    }

    private int left(int waiting) {
        return Math.max(waiting, 1) - taken(waiting);
    }

    private double stepSeconds(int waiting) {
        return replicas.stepSeconds(taken(waiting));
    }

    /** "M/D(b)/1 in batches to 8", where (b) says that steps depend on their size. */
    private String model() {
        String service = (exponential ? "M" : "D") + (replicas.isEven() ? "" : "(b)");
        String size = most <= MANY ? "to " + most : "of any size";
        return "M/" + service + "/1 in batches " + size;
    }

    private void arrivals(int waiting, int limit, MarkovChain.Exits<Integer> exits) {
        double mean = rate * stepSeconds(waiting);
        double log = exponential ? -StrictMath.log1p(mean) : -mean;
        double ratio = StrictMath.log(exponential ? mean / (1 + mean) : mean);
        int left = left(waiting);
        for (int k = 0; left + k <= limit; k++) {
            double probability = StrictMath.exp(log);
            if (probability > NEGLIGIBLE) {
                exits.to(left + k, probability);
            } else if (k > mean) {
                return;
            }
            log += ratio - (exponential ? 0 : StrictMath.log(k + 1.0));
        }
    }

    void tell(ReplicaRows rows) {
        MarkovChain<Integer> law = MarkovChain.truncated(
                0, limit -> (waiting, exits) -> arrivals(waiting, limit, exits), w -> w);
        double idle = law.probability(w -> w == 0) / rate;
        double cycle = law.mean(this::stepSeconds) + idle;
        double half = exponential ? 1 : 0.5;
        double waiting =
                law.mean(w -> stepSeconds(w) * (left(w) + half * rate * stepSeconds(w))) / cycle;
        double present = waiting + law.mean(w -> taken(w) * stepSeconds(w)) / cycle;
        if (!replicas.isAmple(present, most)) {
            return;
        }
        rows.of(model())
                .number("number", present)
                .number("number.waiting", waiting)
                .share("idle", idle / cycle)
                .time("wait", waiting / rate)
                .time("sojourn", present / rate)
                .number("batch", law.mean(this::taken))
                .latency("ttft", "mean", present / rate)
                .latency("e2e", "mean", present / rate)
                .served(rate)
                .cell("number.cell", "mean", present * replicas.perCell());
    }
}
