package headroom.supply;

import headroom.supply.EngineSection.PrefixCacheSection;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.Optional;
import java.util.OptionalDouble;

/** A model placed on a share of a pool, as equal replicas. */
public record DeploymentSection(
        @Key(name = "model", refersTo = "models", doc = "The model served.")
        String model,

        @Key(name = "pool", refersTo = "pools", doc = "The pool it is placed on.")
        String pool,

        @Key(
                name = "share",
                unit = Quantity.RATIO,
                range = "(0 %, 100 %]",
                def = "100 %",
                doc = "Share of the pool's GPUs; those of one pool sum to at most 100 %. With"
                        + " scale: of the GPUs at the start.")
        double share,

        @Key(name = "replicaGpus", range = "[1, 100000]", doc = "GPUs of one replica.")
        int replicaGpus,

        @Key(
                name = "loadTime",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                doc = "Time to load weights before a replica serves; this, or weights and"
                        + " loadBandwidth.")
        OptionalDouble loadTimeSeconds,

        @Key(
                name = "weights",
                unit = Quantity.BYTES,
                range = "(0 bytes, 1000 TB]",
                doc = "Weights that a replica loads: they take weights / loadBandwidth.")
        OptionalDouble weightsBytes,

        @Key(
                name = "loadBandwidth",
                unit = Quantity.BANDWIDTH,
                range = "(0 bytes/s, 1000 TB/s]",
                doc = "Bandwidth at which one replica loads its weights.")
        OptionalDouble loadBytesPerSecond,

        @Key(name = "maxSequences", range = "[1, 100000]", doc = "Most sequences in a step.")
        int maxSequences,

        @Key(
                name = "tokenBudget",
                range = "[2, 10 M]",
                doc = "Most tokens computed in a step, decoded ones first; above maxSequences.")
        int tokenBudget,

        @Key(
                name = "physics",
                doc = "What runs on what: gives stepTime and kvCapacity where they are not given.")
        Optional<PhysicsSection> physics,

        @Key(
                name = "kvCapacity",
                unit = Quantity.TOKENS,
                range = "[1 tokens, 1 T tokens]",
                doc = "Tokens of context that a replica's memory holds. Needed without physics.")
        OptionalDouble givenKvTokens,

        @Key(name = "stepTime", doc = "Duration of a step by its batch. Needed without physics.")
        Optional<StepTimeSection> givenStepTime,

        @Key(name = "overheads", def = "{}", doc = "What the client sees around the steps.")
        OverheadsSection overheads,

        @Key(name = "engine", def = "{}", doc = "How a replica schedules and keeps its memory.")
        EngineSection engine,

        @Key(
                name = "role",
                def = "whole",
                doc = "whole: replicas do all of a request; prefill: its prompt and first token,"
                        + " then its KV moves to a replica of the same model in role decode.")
        EngineSection.Role role,

        @Key(
                name = "kvBytesPerToken",
                unit = Quantity.BYTES,
                range = "[0 bytes, 1 GB]",
                doc = "KV of a token of context: what moves; needed in role prefill.")
        OptionalDouble kvBytesPerToken,

        @Key(
                name = "link",
                unit = Quantity.BANDWIDTH,
                range = "(0 bytes/s, 1000 TB/s]",
                def = "50 GB/s",
                grade = Key.Grade.ASSUMED,
                doc = "Bandwidth over which KV leaves a replica in role prefill, one request at a"
                        + " time; 50 GB/s is one adapter of 400 Gbit/s.")
        double linkBytesPerSecond,

        @Key(
                name = "linkLatency",
                unit = Quantity.DURATION,
                range = "[0 s, 1 h]",
                def = "0 us",
                doc = "From the end of a transfer until the KV can be decoded.")
        double linkLatencySeconds,

        @Key(
                name = "scale",
                doc = "How the number of replicas follows the load; without it, share is fixed.")
        Optional<ScaleSection> scale,

        @Key(
                name = "prefixCache",
                doc = "What each replica keeps of prompts it has served; use it with routing"
                        + " session-affinity. Without it a session's context is cached wherever it"
                        + " went. Either way the workload's cacheLifetime bounds what is found.")
        Optional<PrefixCacheSection> prefixCache) {

    public DeploymentSection {
        boolean bandwidth = weightsBytes.isPresent() && loadBytesPerSecond.isPresent();
        boolean either = weightsBytes.isPresent() || loadBytesPerSecond.isPresent();
        new Faults()
                .unless(
                        loadTimeSeconds.isEmpty() || !either,
                        "loadTime",
                        "give either loadTime, or weights and loadBandwidth")
                .unless(
                        loadTimeSeconds.isPresent() || bandwidth,
                        "loadTime",
                        "missing; give it, or weights and loadBandwidth")
                .unless(
                        tokenBudget > maxSequences,
                        "tokenBudget",
                        "must be above maxSequences, " + maxSequences)
                .unless(
                        role != EngineSection.Role.PREFILL || kvBytesPerToken.isPresent(),
                        "role",
                        "prefill needs kvBytesPerToken, the KV that moves with a token")
                .unless(
                        physics.isPresent() || givenStepTime.isPresent(),
                        "stepTime",
                        "missing; give it, or physics")
                .unless(
                        physics.isPresent() || givenKvTokens.isPresent(),
                        "kvCapacity",
                        "missing; give it, or physics")
                .raise();
    }

    /** Time to load the weights of a replica [s]. */
    public double loadSeconds() {
        return loadTimeSeconds.orElseGet(
                () -> weightsBytes.orElseThrow() / loadBytesPerSecond.orElseThrow());
    }

    /** Whether replicas share blocks that the replayed trace names. */
    public boolean cachesBlocks() {
        return prefixCache.map(c -> c.of() == PrefixCacheSection.Content.BLOCKS).orElse(false);
    }

    /** Duration of a step by its batch: what was given, or what physics came to. */
    public StepTimeSection stepTime() {
        return givenStepTime.orElseThrow();
    }

    /** Tokens of context that a replica holds: what was given, or what physics came to. */
    public double kvCapacityTokens() {
        return givenKvTokens.orElseThrow();
    }

    /** With what physics came to where nothing was given. */
    public DeploymentSection computed(StepTimeSection steps, double kvTokens) {
        return new DeploymentSection(
                model,
                pool,
                share,
                replicaGpus,
                loadTimeSeconds,
                weightsBytes,
                loadBytesPerSecond,
                maxSequences,
                tokenBudget,
                physics,
                OptionalDouble.of(givenKvTokens.orElse(kvTokens)),
                Optional.of(givenStepTime.orElse(steps)),
                overheads,
                engine,
                role,
                kvBytesPerToken,
                linkBytesPerSecond,
                linkLatencySeconds,
                scale,
                prefixCache);
    }

    /**
     * Coefficients of a step's duration, affine in its batch.
     *
     * <pre>
     * step = c0 + c1 b + c2 (sum t + n) + c3 sum t + c4 sum t (S + t/2) + c5 (K + n)
     * </pre>
     *
     * <p>b: sequences in the step; t: tokens prefilled of a prompt of S; n: sequences that decode;
     * K: sum of their contexts. The compute part, c3 and c4, is divided by the clock.
     */
    public record StepTimeSection(
            @Key(
                    name = "c0",
                    unit = Quantity.DURATION,
                    range = "(0 s, 100 s]",
                    doc = "Every step: weights read, launches.")
            double c0Seconds,

            @Key(
                    name = "c1",
                    unit = Quantity.DURATION,
                    range = "[0 s, 100 s]",
                    doc = "Per sequence: scheduling.")
            double c1Seconds,

            @Key(
                    name = "c2",
                    unit = Quantity.DURATION,
                    range = "[0 s, 100 s]",
                    doc = "Per token computed: communication.")
            double c2Seconds,

            @Key(
                    name = "c3",
                    unit = Quantity.DURATION,
                    range = "[0 s, 100 s]",
                    doc = "Per token prefilled: compute.")
            double c3Seconds,

            @Key(
                    name = "c4",
                    unit = Quantity.DURATION,
                    range = "[0 s, 100 s]",
                    doc = "Attention: per token prefilled, times the whole prompt and half of what"
                            + " is prefilled of it in the step. From a cost per token and token"
                            + " before it take a third where prompts fit into one step, and up to"
                            + " half where they take many.")
            double c4Seconds,

            @Key(
                    name = "c5",
                    unit = Quantity.DURATION,
                    range = "[0 s, 100 s]",
                    doc = "Per token of context of the sequences that decode: KV read.")
            double c5Seconds) {}

    /** What the client sees around the steps. */
    public record OverheadsSection(
            @Key(
                    name = "arrival",
                    unit = Quantity.DURATION,
                    range = "[0 s, 1 h]",
                    def = "0 us",
                    doc = "From arrival to the replica's queue.")
            double arrivalSeconds,

            @Key(
                    name = "completion",
                    unit = Quantity.DURATION,
                    range = "[0 s, 1 h]",
                    def = "0 us",
                    doc = "Once, at the end.")
            double completionSeconds,

            @Key(
                    name = "perToken",
                    unit = Quantity.DURATION,
                    range = "[0 s, 1 h]",
                    def = "0 us",
                    doc = "Per output token streamed.")
            double perTokenSeconds) {}
}
