package headroom.fleet;

import headroom.serving.EngineRules.Role;
import headroom.serving.Replica;
import headroom.serving.ReplicaListener;
import headroom.serving.Requests;

import java.util.Arrays;

/**
 * Keeps count of the true work that is left at each replica, for a clairvoyant router: what was
 * offered, less what is done by the last change of the batch, less what has left.
 *
 * <p>Sums only, so that an answer costs the same for any batch. What a prefix cache did not find is
 * told when the request ends, not when it is admitted; what a prompt preempted half way had done
 * stays as an error until the replica is empty.
 */
final class Foresight implements ClairvoyantView, ReplicaListener {
    private final Fleet fleet;
    private final Requests requests;
    private final ReplicaListener listener;
    /** Requests at each replica, and their prompts [token]. */
    private int[] present = new int[0];

    private long[] promptTokens = new long[0];
    /** Offered to the replica by requests that are there, less all it did for others [token]. */
    private long[] prefillOwed = new long[0];

    private long[] outputOwed = new long[0];
    /** Done for requests that were dropped, as last seen [token]. */
    private long[] wastedTokens = new long[0];
    /** Prefill that each request was said to need when it was offered [token]. */
    private int[] offeredTokens = new int[0];

    private int request;

    /** Hears of all replicas, and passes it on. */
    Foresight(Fleet fleet, Requests requests, ReplicaListener listener) {
        this.fleet = fleet;
        this.requests = requests;
        this.listener = listener;
    }

    /** A replica that has done nothing yet. */
    void add(int r) {
        if (r >= present.length) {
            int room = Math.max(16, 2 * r);
            present = Arrays.copyOf(present, room);
            promptTokens = Arrays.copyOf(promptTokens, room);
            prefillOwed = Arrays.copyOf(prefillOwed, room);
            outputOwed = Arrays.copyOf(outputOwed, room);
            wastedTokens = Arrays.copyOf(wastedTokens, room);
        }
        present[r] = 0;
        promptTokens[r] = 0;
        prefillOwed[r] = 0;
        outputOwed[r] = 0;
        wastedTokens[r] = 0;
    }

    void routes(int asked) {
        request = asked;
    }

    void offered(int r, int offered) {
        if (present[r]++ == 0) {
            prefillOwed[r] = prefilled(r);
            outputOwed[r] = fleet.any(r).decodedTokens();
        }
        promptTokens[r] += requests.promptTokens(offered);
        if (offered >= offeredTokens.length) {
            offeredTokens = Arrays.copyOf(offeredTokens, Math.max(1024, 2 * offered));
        }
        offeredTokens[offered] = prefillWork(r, offered);
        prefillOwed[r] += offeredTokens[offered];
        outputOwed[r] += outputWork(r, offered);
    }

    private long prefilled(int r) {
        return fleet.any(r).prefilledTokens() - fleet.any(r).recomputedTokens();
    }

    private int prefillWork(int r, int offered) {
        return role(r) == Role.DECODE ? 0 : requests.newTokens(offered);
    }

    private int outputWork(int r, int offered) {
        return switch (role(r)) {
            case WHOLE -> requests.outputTokens(offered);
            case PREFILL -> 1;
            case DECODE -> requests.outputTokens(offered) - 1;
        };
    }

    private Role role(int r) {
        return fleet.spec(r).role();
    }

    @Override
    public void completed(int r, int ended, double timeSeconds) {
        present[r]--;
        promptTokens[r] -= requests.promptTokens(ended);
        prefillOwed[r] += prefillWork(r, ended) - offeredTokens[ended];
        listener.completed(r, ended, timeSeconds);
    }

    @Override
    public void dropped(int r, int ended, double timeSeconds) {
        present[r]--;
        promptTokens[r] -= requests.promptTokens(ended);
        long wasted = fleet.any(r).wastedTokens();
        long done = wasted - wastedTokens[r];
        wastedTokens[r] = wasted;
        long prefilled = Math.min(done, prefillWork(r, ended));
        prefillOwed[r] -= offeredTokens[ended] - prefilled;
        outputOwed[r] -= outputWork(r, ended) - (done - prefilled);
        listener.dropped(r, ended, timeSeconds);
    }

    @Override
    public int newTokens() {
        return requests.newTokens(request);
    }

    @Override
    public int outputTokens() {
        return requests.outputTokens(request);
    }

    @Override
    public Replica.Engine engine(int r) {
        return fleet.spec(r).engine();
    }

    @Override
    public double clock(int r) {
        return fleet.clockShare(r);
    }

    @Override
    public int waiting(int r) {
        return fleet.any(r).waiting();
    }

    @Override
    public long promptTokens(int r) {
        return promptTokens[r];
    }

    @Override
    public long prefillLeft(int r) {
        return present[r] == 0 ? 0 : Math.max(0, prefillOwed[r] - prefilled(r));
    }

    @Override
    public long outputLeft(int r) {
        long left = outputOwed[r] - fleet.any(r).decodedTokens();
        return present[r] == 0 ? 0 : Math.max(present[r], left);
    }
}
