package headroom.scenario;

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
