package headroom.supply;

import headroom.quota.Counts.Weights;
import headroom.yaml.Key;
import headroom.yaml.Quantity;

import java.util.OptionalDouble;

/** A model: how its tokens count against usage caps, and what they cost at list price. */
public record ModelSection(
        @Key(name = "credits", doc = "Credits that a token counts against usage caps.")
        CreditsSection credits,

        @Key(name = "price", doc = "List price of a token.") PriceSection price) {

    /** Credits that a token counts. */
    public record CreditsSection(
            @Key(
                    name = "input",
                    range = "[0, 1000]",
                    doc = "Credits of an input token that is not in the cache.")
            double inputPerToken,

            @Key(
                    name = "cacheWrite",
                    range = "[0, 1000]",
                    doc = "Credits of an input token that is kept in the cache: all fresh ones of a"
                            + " workload with a cacheLifetime. Left out: as input.")
            OptionalDouble cacheWritePerToken,

            @Key(
                    name = "cachedInput",
                    range = "[0, 1000]",
                    def = "0",
                    grade = Key.Grade.FITTED,
                    doc = "Credits of an input token read from the cache.")
            double cachedInputPerToken,

            @Key(name = "output", range = "[0, 1000]", doc = "Credits of an output token.")
            double outputPerToken) {

        /** What each kind of token counts. */
        public Weights weights() {
            return new Weights(
                    inputPerToken,
                    cacheWritePerToken.orElse(inputPerToken),
                    cachedInputPerToken,
                    outputPerToken);
        }
    }

    /** List price of a token. */
    public record PriceSection(
            @Key(
                    name = "input",
                    unit = Quantity.TOKEN_PRICE,
                    range = "[0 $/Mtoken, 1 M $/Mtoken]",
                    doc = "Price of an input token that is not in the cache.")
            double inputDollarsPerToken,

            @Key(
                    name = "cacheWrite",
                    unit = Quantity.TOKEN_PRICE,
                    range = "[0 $/Mtoken, 1 M $/Mtoken]",
                    doc = "Price of an input token that is kept in the cache: all fresh ones of a"
                            + " workload with a cacheLifetime. Left out: as input.")
            OptionalDouble cacheWriteDollarsPerToken,

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
            double outputDollarsPerToken) {

        /** What each kind of token costs [$]. */
        public Weights weights() {
            return new Weights(
                    inputDollarsPerToken,
                    cacheWriteDollarsPerToken.orElse(inputDollarsPerToken),
                    cachedInputDollarsPerToken,
                    outputDollarsPerToken);
        }
    }
}
