package headroom.replicatheory;

import headroom.analytic.MarkovChain;
import headroom.demand.LimitSection;
import headroom.demand.LimitSection.Kind;
import headroom.demand.LimitSection.Then;

/**
 * Poisson arrivals of requests at a bucket of tokens, each of which takes one, before replicas that
 * are never busy.
 *
 * <pre>
 * V = (B - tokens) T          time until the bucket is full: the work of M/D/1 with services T
 * W(x) = sum over k &lt;= x / T of exp(lambda (x - k T)) (-lambda (x - k T))^k / k!
 * refused: V above x = (B - 1) T; P(V = 0) = 1 / (1 + lambda T W(x)), admitted P(V = 0) W(x)
 * in line: wait (V - x)+, P(V &lt;= v) = (1 - lambda T) W(v),
 *          E = lambda T^2 / (2 (1 - lambda T)) - x + (1 - lambda T) integral of W from 0 to x
 * </pre>
 *
 * <p>lambda: arrivals [1/s]; T: time in which a token comes [s]; B: tokens that the bucket holds.
 * Where a token comes at each tick, the tokens just after one are a Markov chain. Domain: lambda x
 * up to {@value #MOST_LOAD}, beyond which the sum loses its digits; in line lambda T below 1.
 * Source: Erlang 1909; Berger 1991, IEEE J. Selected Areas in Communications 9; Prabhu 1998,
 * "Stochastic Storage Processes", chapter 3. Grade: exact theory.
 */
final class TokenBuckets {
    private static final double MOST_LOAD = 20;

    private static final double MOST_TOKENS = 1_000;

    private final PlainReplicas replicas;
    private final LimitSection limit;
    private final double rate;
    private final double tokenSeconds;
    private final double holds;

    TokenBuckets(PlainReplicas replicas, LimitSection limit) {
        this.replicas = replicas;
        this.limit = limit;
        rate = replicas.ratePerSecond() * replicas.count();
        tokenSeconds = limit.windowSeconds().orElse(0) / limit.requests().orElse(0);
        holds = Math.max(1, limit.holdsSeconds().orElse(60) / tokenSeconds);
    }

    /** Whether it is a bucket of whole requests before replicas that have always room. */
    boolean isKnown() {
        return ReplicaKeys.of(limit).isEmpty()
                && (limit.kind() == Kind.BUCKET || limit.kind() == Kind.TICKS)
                && limit.requests().isPresent()
                && replicas.scenario().cells() == 1
                && Double.isInfinite(replicas.places())
                && replicas.areIdle();
    }

    void tell(ReplicaRows rows) {
        boolean queues = limit.refusal() == Then.QUEUE;
        boolean few = rate * holds * tokenSeconds <= MOST_LOAD;
        boolean whole = holds == Math.rint(holds) && holds <= MOST_TOKENS;
        if (limit.kind() == Kind.BUCKET && few) {
            if (!queues) {
                policed(rows.of("token bucket"), admitted());
            } else if (rate * tokenSeconds < 1) {
                shaped(rows.of("token bucket with a line"));
            }
        } else if (limit.kind() == Kind.TICKS
                && !queues
                && whole
                && limit.requests().getAsDouble() == 1) {
            policed(rows.of("token bucket at ticks"), admittedAtTicks());
        }
    }

    private void policed(ReplicaRows rows, double admitted) {
        rows.requests("rate_limited", replicas.ratePerSecond() * (1 - admitted))
                .served(replicas.ratePerSecond() * admitted);
    }

    private void shaped(ReplicaRows rows) {
        double idle = 1 - rate * tokenSeconds;
        double most = (holds - 1) * tokenSeconds;
        double work = rate * tokenSeconds * tokenSeconds / (2 * idle);
        double wait = work - most + idle * integral(most);
        double step = replicas.stepSeconds(1);
        if (wait >= PlainReplicas.FEWEST_STEPS * step) {
            rows.latency("ttft", "mean", wait + step)
                    .latency("e2e", "mean", wait + step)
                    .latency("answer", "mean", wait + step);
        }
        double objective = replicas.scenario().serviceObjectives().ttftSeconds() - step + most;
        if (objective >= most && rate * objective <= MOST_LOAD) {
            rows.clients("goodput", "mean", idle * weight(objective));
        }
        rows.served(replicas.ratePerSecond());
    }

    private double admitted() {
        double weight = weight((holds - 1) * tokenSeconds);
        return weight / (1 + rate * tokenSeconds * weight);
    }

    /** W at a time [s]. */
    private double weight(double seconds) {
        double sum = 0;
        for (int k = 0; k * tokenSeconds <= seconds; k++) {
            sum += term(k, seconds - k * tokenSeconds);
        }
        return sum;
    }

    /** Of W from 0 on, by the same terms: that of k is (sum of those up to k, less 1) / lambda. */
    private double integral(double seconds) {
        double sum = 0;
        for (int k = 0; k * tokenSeconds <= seconds; k++) {
            double rest = seconds - k * tokenSeconds;
            double inner = -1;
            for (int j = 0; j <= k; j++) {
                inner += term(j, rest);
            }
            sum += inner / rate;
        }
        return sum;
    }

    private double term(int k, double seconds) {
        double term = StrictMath.exp(rate * seconds);
        for (int i = 1; i <= k; i++) {
            term *= -rate * seconds / i;
        }
        return term;
    }

    private double admittedAtTicks() {
        int most = (int) holds;
        double mean = rate * tokenSeconds;
        double[] arrivals = new double[most + 1];
        arrivals[0] = StrictMath.exp(-mean);
        for (int k = 1; k <= most; k++) {
            arrivals[k] = arrivals[k - 1] * mean / k;
        }
        MarkovChain<Integer> law = MarkovChain.<Integer>explored(most, (tokens, exits) -> {
                    double fewer = 0;
                    for (int k = 0; k < tokens; k++) {
                        exits.to(Math.min(most, tokens - k + 1), arrivals[k]);
                        fewer += arrivals[k];
                    }
                    exits.to(1, 1 - fewer);
                })
                .stationary();
        return law.mean(tokens -> {
                    double admitted = tokens;
                    for (int k = 0; k < tokens; k++) {
                        admitted -= (tokens - k) * arrivals[k];
                    }
                    return admitted;
                })
                / mean;
    }
}
