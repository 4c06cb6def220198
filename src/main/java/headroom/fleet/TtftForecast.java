package headroom.fleet;

import headroom.serving.EngineRules.Role;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.Requests;
import headroom.serving.StepTime;

/**
 * When the first token of a request is to be expected at a replica, from what an operator sees.
 *
 * <pre>
 * ttft = a + max(e*G/n, ceil(Q/B'))*d + Q*w + ceil(L/B')*(d + c1) + L*w + o          [s]
 *   d = c0 + (c1 + c2)*n + c5*n*(p + G/2)        a step that decodes for all in service [s]
 *   w = c2 + (c3 + c4*p)/f                       what a prompt token adds to a step [s]
 *   e = max(0, n + q + 1 - S)                    who has to leave before there is a place
 *   S = min(maxSequences, kvCapacity/(p + G))    places
 *   n, q     requests in service, and such as wait or come before this one by their priority
 *   Q, L     prompt tokens left to prefill of those, and of this request [token]
 *   p        mean prompt at the replica, this one included [token]
 *   G        mean output of the requests that the deployment has completed so far [token]
 *   B'       token budget that decodes leave, at least one [token]
 *   f, a, o  clock; way to the replica and of the first token back [s]
 * </pre>
 *
 * <p>By Little's law n/G sequences end in a step, whatever the law of lengths; those who enter in
 * their place have their prompts prefilled in the same steps.
 * Domain: an estimate: nothing that arrives later, no preemption, every step under way counted
 * whole. What the replica's own prefix cache will find is not known to it. It reads no true output
 * length. Source: derived from {@link StepTime}; the rule that uses it is the early rejection of
 * Mooncake (FAST 2025, section 7). Grade: derived.
 */
public final class TtftForecast {
    private final Fleet fleet;
    private final Requests requests;
    /** Output of completed requests by deployment [token], and how many there were. */
    private final long[] outputTokens;

    private final long[] completed;

    public TtftForecast(Fleet fleet, Requests requests, int deployments) {
        this.fleet = fleet;
        this.requests = requests;
        outputTokens = new long[deployments];
        completed = new long[deployments];
    }

    /** A replica has completed a request. */
    public void completed(int r, int output) {
        int d = fleet.deployment(r);
        outputTokens[d] += output;
        completed[d]++;
    }

    /** The estimate for a request of a priority class at an instant [s]. */
    public double ttftSeconds(int r, int request, int priority, double timeSeconds) {
        Replica replica = fleet.replica(r, timeSeconds);
        DeploymentSpec spec = fleet.spec(r);
        StepTime c = spec.engine().stepTime();
        ReplicaLimits limits = replica.limits();
        int n = replica.inService();
        int before = n + replica.waitingBefore(priority) + fleet.coming(r);
        int there = n + replica.waiting() + fleet.coming(r);
        double prompt = (double) (replica.offeredPromptTokens()
                        + fleet.slots.comingTokens[r]
                        + requests.promptTokens(request))
                / (there + 1);
        double output = meanOutput(r, spec.role());
        double places =
                Math.min(limits.maxSequences(), limits.kvCapacityTokens() / (prompt + output));
        double decode = c.c0Seconds()
                + (c.c1Seconds() + c.c2Seconds()) * n
                + c.c5Seconds() * n * (prompt + 0.5 * output);
        double leaving = Math.max(0, before + 1 - Math.max(1, places));
        double turns = n == 0 ? 0 : leaving * output / n;
        double token =
                c.c2Seconds() + (c.c3Seconds() + c.c4Seconds() * prompt) / fleet.clockShare(r);
        double budget = Math.max(1, limits.tokenBudget() - replica.decoding());
        double ahead = replica.prefillLeft(timeSeconds) + replica.waitingNewTokens(priority);
        double own = requests.newTokens(request);
        return spec.arrivalSeconds()
                + Math.max(turns, Math.ceil(ahead / budget)) * decode
                + Math.ceil(own / budget) * (decode + c.c1Seconds())
                + (ahead + own) * token
                + spec.perTokenSeconds();
    }

    private double meanOutput(int r, Role role) {
        int d = fleet.deployment(r);
        return completed[d] == 0 || role == Role.PREFILL
                ? 1
                : (double) outputTokens[d] / completed[d];
    }
}
