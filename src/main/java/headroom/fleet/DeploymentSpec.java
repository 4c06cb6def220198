package headroom.fleet;

import headroom.serving.BlockPrefixes;
import headroom.serving.EngineRules;
import headroom.serving.PrefixCache;
import headroom.serving.Replica;
import headroom.serving.Requests;
import headroom.serving.SessionPrefixes;

import org.jspecify.annotations.Nullable;

/**
 * A model placed on GPUs of one pool: what each of its replicas is.
 *
 * @param model index of the model
 * @param engine step time, limits and rules of a replica
 * @param arrivalSeconds from the client to the replica's queue [s]
 * @param completionSeconds once per request, after its last token [s]
 * @param perTokenSeconds streaming, per output token [s]
 * @param link over which KV leaves a replica that only prefills; used by no other
 * @param prefixes what a replica keeps of prompts, or null
 */
public record DeploymentSpec(
        int model,
        Replica.Engine engine,
        double arrivalSeconds,
        double completionSeconds,
        double perTokenSeconds,
        Link link,
        @Nullable Prefixes prefixes) {

    /** A deployment whose KV goes nowhere. */
    public DeploymentSpec(
            int model,
            Replica.Engine engine,
            double arrivalSeconds,
            double completionSeconds,
            double perTokenSeconds) {
        this(model, engine, arrivalSeconds, completionSeconds, perTokenSeconds, Link.INSTANT, null);
    }

    /** The part of a request that its replicas do. */
    public EngineRules.Role role() {
        return engine.rules().role();
    }

    /**
     * Requests per second whose KV the link of one replica carries, w/(P*k); infinite where none
     * goes over it.
     *
     * @param promptTokens P, mean prompt [token]
     */
    public double sentPerSecond(double promptTokens) {
        return role() == EngineRules.Role.PREFILL
                ? link.bytesPerSecond() / (promptTokens * link.kvBytesPerToken())
                : Double.POSITIVE_INFINITY;
    }

    /**
     * The link of one replica: it carries one KV at a time, first come, first served.
     *
     * <pre>
     * start = max(now, end of the transfer before)     [s]
     * end = start + P*k/w, arrival = end + l           [s]
     *   P   prompt, cached tokens included [token]
     *   k   KV of a token [byte]
     *   w   bandwidth [byte/s]
     *   l   latency, which occupies no link [s]
     * </pre>
     *
     * <p>Domain: the sender's link is the bottleneck, and a transfer begins when the prompt is
     * prefilled whole; engines that send layer by layer hide part of it. Source: derived from the
     * bandwidth; Splitwise (arXiv 2311.18677) section 4.2 for transfers after or beside the
     * prefill. Grade: derived; bandwidth and latency carry their own in the scenario.
     *
     * @param kvBytesPerToken k [byte]
     * @param bytesPerSecond w [byte/s]
     * @param latencySeconds l [s]
     */
    public record Link(double kvBytesPerToken, double bytesPerSecond, double latencySeconds) {
        /** Takes no time. */
        public static final Link INSTANT = new Link(0, 1, 0);

        /** Throws on a link that never ends a transfer. */
        public Link {
            if (!(kvBytesPerToken >= 0 && bytesPerSecond > 0 && latencySeconds >= 0)) {
                throw new IllegalArgumentException(
                        "link " + kvBytesPerToken + ", " + bytesPerSecond + ", " + latencySeconds);
            }
        }

        double transferSeconds(int promptTokens) {
            return promptTokens * kvBytesPerToken / bytesPerSecond;
        }
    }

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
