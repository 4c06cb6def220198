package headroom.fleet;

import headroom.serving.BlockPrefixes;
import headroom.serving.PrefixCache;
import headroom.serving.Replica;
import headroom.serving.Requests;
import headroom.serving.SessionPrefixes;

import org.jspecify.annotations.Nullable;

/**
 * A model placed on GPUs of one pool: what each of its replicas is.
 *
 * @param model index of the model
 * @param engine step time and limits of a replica
 * @param arrivalSeconds from the client to the replica's queue [s]
 * @param completionSeconds once per request, after its last token [s]
 * @param perTokenSeconds streaming, per output token [s]
 * @param prefixes what a replica keeps of prompts, or null
 */
public record DeploymentSpec(
        int model,
        Replica.Engine engine,
        double arrivalSeconds,
        double completionSeconds,
        double perTokenSeconds,
        @Nullable Prefixes prefixes) {

    /**
     * The prefix cache of a replica.
     *
     * @param shared whether blocks are shared by all prompts that name them; else each session has
     *     its own
     * @param blockTokens tokens of a block
     * @param lifetimeSeconds how long an unused prefix is kept; may be infinite [s]
     * @param spareKv whether it may use the KV memory that is free
     * @param hostTokens memory besides that [token]
     */
    public record Prefixes(
            boolean shared,
            int blockTokens,
            double lifetimeSeconds,
            boolean spareKv,
            long hostTokens) {

        /** Gives a replica its own cache. */
        void give(Replica replica, Requests requests) {
            PrefixCache cache = shared
                    ? new BlockPrefixes(blockTokens, requests.prompts())
                    : new SessionPrefixes(blockTokens, lifetimeSeconds);
            replica.prefixes(cache, spareKv, hostTokens);
        }
    }
}
