package headroom.serving;

import headroom.fleet.DeploymentSpec;
import headroom.routers.PowerOfTwo;
import headroom.routers.SessionAffinity;
import headroom.serving.EngineRules.Memory;
import headroom.serving.EngineRules.Noise;
import headroom.serving.EngineRules.Order;
import headroom.serving.EngineRules.Role;

import org.jspecify.annotations.Nullable;

/** What the engine of the benchmark does; the one place where features are switched on. */
enum Features {
    /** Decode first, memory reserved in full. */
    PLAIN,
    /**
     * Prefill first; memory in blocks of 16 tokens with a watermark of 1 %, in short supply, so
     * that now and then a sequence is preempted; three priority classes; sessions that go back to
     * their replica, which caches their prefixes in its free memory and its host's; of the clients
     * one in fifty waits five seconds only.
     */
    ALL;

    static final double PATIENCE_SECONDS = 5;

    private static final int CLASSES = 3;
    private static final int BLOCK_TOKENS = 16;
    private static final int SESSIONS_PER_REPLICA = 128;
    private static final long HOST_TOKENS = 200_000;
    private static final int ONE_IMPATIENT_OF = 50;

    Replica.Engine engine(long kvTokens) {
        ReplicaLimits limits = new ReplicaLimits(
                Load.LIMITS.maxSequences(), Load.LIMITS.tokenBudget(), kvTokens);
        EngineRules rules = this == PLAIN
                ? EngineRules.PLAIN
                : new EngineRules(
                        Order.PREFILL_FIRST,
                        Memory.PAGED,
                        BLOCK_TOKENS,
                        0.01,
                        Role.WHOLE,
                        Noise.NONE);
        return new Replica.Engine(Load.STEP, limits, rules);
    }

    DeploymentSpec.@Nullable Prefixes prefixes() {
        return this == PLAIN
                ? null
                : new DeploymentSpec.Prefixes(
                        false, BLOCK_TOKENS, Double.POSITIVE_INFINITY, true, HOST_TOKENS);
    }

    /** KV memory of a replica that is to hold this many requests on average [token]. */
    long kvTokens(double batch) {
        long scarce = Math.max(64_000, (long) (3_200 * batch));
        return this == PLAIN ? Load.LIMITS.kvCapacityTokens() : scarce;
    }

    Router router() {
        return this == PLAIN ? new PowerOfTwo() : new SessionAffinity(0.9, new PowerOfTwo());
    }

    /** Sessions of a fleet; 0 where requests belong to nobody. */
    int sessions(int replicas) {
        return this == PLAIN ? 0 : replicas * SESSIONS_PER_REPLICA;
    }

    int priorityClass(long number) {
        return this == PLAIN ? 0 : (int) (number % CLASSES);
    }

    /** Whether the client of a request waits for {@link #PATIENCE_SECONDS} only. */
    boolean isImpatient(long number) {
        return this == ALL && number % ONE_IMPATIENT_OF == 0;
    }
}
