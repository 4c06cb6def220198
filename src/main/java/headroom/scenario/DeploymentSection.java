package headroom.scenario;

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
                doc = "Share of the pool's GPUs; those of one pool sum to at most 100 %.")
        double share,

        @Key(name = "replicaGpus", range = "[1, 100000]", doc = "GPUs of one replica.")
        int replicaGpus,

        @Key(
                name = "loadTime",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                doc = "Time to load weights before a replica serves.")
        double loadTimeSeconds,

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
        OverheadsSection overheads) {

    public DeploymentSection {
        new Faults()
                .unless(
                        tokenBudget > maxSequences,
                        "tokenBudget",
                        "must be above maxSequences, " + maxSequences)
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

    /** Duration of a step by its batch: what was given, or what physics came to. */
    public StepTimeSection stepTime() {
        return givenStepTime.orElseThrow();
    }

    /** Tokens of context that a replica holds: what was given, or what physics came to. */
    public double kvCapacityTokens() {
        return givenKvTokens.orElseThrow();
    }

    /** With what physics came to where nothing was given. */
    DeploymentSection computed(StepTimeSection steps, double kvTokens) {
        return new DeploymentSection(
                model,
                pool,
                share,
                replicaGpus,
                loadTimeSeconds,
                maxSequences,
                tokenBudget,
                physics,
                OptionalDouble.of(givenKvTokens.orElse(kvTokens)),
                Optional.of(givenStepTime.orElse(steps)),
                overheads);
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
                    doc = "Per token prefilled and token before it: attention.")
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

    /** A model: how its tokens count against usage caps, and what they cost at list price. */
    public record ModelSection(
            @Key(name = "credits", doc = "Credits that a token counts against usage caps.")
            CreditsSection credits,

            @Key(name = "price", doc = "List price of a token.")
            PriceSection price) {

        /** Credits that a token counts. */
        public record CreditsSection(
                @Key(
                        name = "input",
                        range = "[0, 1000]",
                        doc = "Credits of an input token that is not in the cache.")
                double inputPerToken,

                @Key(
                        name = "cachedInput",
                        range = "[0, 1000]",
                        def = "0",
                        grade = Key.Grade.FITTED,
                        doc = "Credits of an input token read from the cache.")
                double cachedInputPerToken,

                @Key(name = "output", range = "[0, 1000]", doc = "Credits of an output token.")
                double outputPerToken) {}

        /** List price of a token. */
        public record PriceSection(
                @Key(
                        name = "input",
                        unit = Quantity.TOKEN_PRICE,
                        range = "[0 $/Mtoken, 1 M $/Mtoken]",
                        doc = "Price of an input token that is not in the cache.")
                double inputDollarsPerToken,

                @Key(
                        name = "cachedInput",
                        unit = Quantity.TOKEN_PRICE,
                        range = "[0 $/Mtoken, 1 M $/Mtoken]",
                        doc = "Price of an input token read from the cache.")
                double cachedInputDollarsPerToken,

                @Key(
                        name = "output",
                        unit = Quantity.TOKEN_PRICE,
                        range = "[0 $/Mtoken, 1 M $/Mtoken]",
                        doc = "Price of an output token.")
                double outputDollarsPerToken) {}
    }
}
