package headroom.routers;

import headroom.fleet.ClairvoyantRouter;
import headroom.fleet.ClairvoyantView;
import headroom.serving.EngineRules.Role;
import headroom.serving.ReplicaLimits;
import headroom.serving.ReplicaView;
import headroom.serving.StepTime;

import umontreal.ssj.rng.RandomStream;

/**
 * Takes the replica where the request adds least to the sum of end-to-end times, its own and that
 * of the requests already there, by an estimate from the true work left; the first one on a tie.
 * Passes over a replica that would refuse the request while another one would not. Greedy with
 * knowledge of all output lengths, which no operator has; not a proven bound.
 *
 * <pre>
 * added [s] = wait + prefill + decode + n*w + m*h*(c1 + c2 + c5*(P + G/2))
 *   wait    = max(0, n + 1 - S)*r*(c0 + (c1 + c2)*S + c5*S*x)/S
 *   prefill = w + Q*(c2 + (c3 + c4*x)/f) + ceil((Q + L)/B)*(c0 + c1)
 *   decode  = (G - 1)*(c0 + c1 + c2 + c5*(P + G/2)) + m*h*(c1 + c2 + c5*x)
 *   w = L*(c2 + (c3 + c4*(P + L/2))/f)   its own prefill, which all others wait for
 *   h = r*G/(r + G)                      steps that it and another one share
 *   L, P, G  new tokens, prompt and output of the request [token]
 *   n        requests at the replica; m = min(n, S) of them in service
 *   Q, r, x  of those: prefill left in all, and means of output left and of context [token]
 *   S        sequences that fit: min(maxSequences, kvCapacity/(mean need)), at least 1
 *   B, f     token budget, clock
 * </pre>
 *
 * <p>h is the mean of the lesser of two lengths, exact for exponential ones. The last two terms of
 * the sum are what others lose: without them everybody crowds the fastest replicas, where those who
 * come later slow down who is there, and all are worse off than behind two random choices. Domain:
 * an estimate, without what arrives later; so it is a bound in the sense of better knowledge, not
 * of optimality. Source: derived here from {@link StepTime}. Grade: derived.
 */
public final class Clairvoyant implements ClairvoyantRouter {
    private final int maxQueue;
    private final int maxRequests;

    /**
     * A router in front of replicas that refuse requests.
     *
     * @param maxQueue they do from so many waiting requests on
     * @param maxRequests and from so many on, waiting or in service
     */
    public Clairvoyant(int maxQueue, int maxRequests) {
        this.maxQueue = maxQueue;
        this.maxRequests = maxRequests;
    }

    @Override
    public int route(ReplicaView view, ClairvoyantView truth, RandomStream random) {
        int best = view.serving(0);
        double least = Double.POSITIVE_INFINITY;
        boolean refused = true;
        for (int i = 0; i < view.replicas(); i++) {
            int replica = view.serving(i);
            boolean refuses = refuses(view, truth, replica);
            if (refuses && !refused) {
                continue;
            }
            double added = addedSeconds(view, truth, replica);
            if (added < least || refused && !refuses) {
                least = added;
                best = replica;
                refused = refuses;
            }
        }
        return best;
    }

    /** What was prefilled is decoded, however many wait for it. */
    private boolean refuses(ReplicaView view, ClairvoyantView truth, int replica) {
        return truth.engine(replica).rules().role() != Role.DECODE
                && (truth.waiting(replica) >= maxQueue || view.requests(replica) >= maxRequests);
    }

    /** The estimate for a replica [s]. */
    static double addedSeconds(ReplicaView view, ClairvoyantView truth, int replica) {
        StepTime c = truth.engine(replica).stepTime();
        ReplicaLimits limits = truth.engine(replica).limits();
        double fresh = truth.newTokens();
        double prompt = view.promptTokens();
        double output = truth.outputTokens();
        double clock = truth.clock(replica);
        int n = view.requests(replica);
        double queued = truth.prefillLeft(replica);
        double left = n == 0 ? 0 : (double) truth.outputLeft(replica) / n;
        double context = n == 0 ? 0 : (double) truth.promptTokens(replica) / n + left;
        double need = (n * context + prompt + output) / (n + 1);
        double fit = Math.min(limits.maxSequences(), limits.kvCapacityTokens() / need);
        double most = Math.max(1, fit);

        double token = c.c1Seconds() + c.c2Seconds();
        double other = token + c.c5Seconds() * context;
        double own = token + c.c5Seconds() * (prompt + 0.5 * output);
        double wait = Math.max(0, n + 1 - most) * left * (c.c0Seconds() / most + other);
        double work = fresh * prefillSeconds(c, prompt + 0.5 * fresh, clock);
        double ahead = queued * prefillSeconds(c, context, clock);
        double steps = Math.ceil((queued + fresh) / limits.tokenBudget());
        double decode = (output - 1) * (c.c0Seconds() + own);
        double shared = Math.min(n, most) * (left * output / (left + output));
        double done = wait + work + ahead + steps * (c.c0Seconds() + c.c1Seconds()) + decode;
        return done + shared * other + n * work + shared * own;
    }

    /** One token of a prompt, so many before it [s]. */
    private static double prefillSeconds(StepTime c, double before, double clock) {
        return c.c2Seconds() + (c.c3Seconds() + c.c4Seconds() * before) / clock;
    }
}
