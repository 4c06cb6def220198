package headroom.scenario;

import headroom.yaml.Key;
import headroom.yaml.Quantity;

/** A contract for the capacity that arrives, and the price of energy. */
public record ContractSection(
        @Key(
                name = "monthlyPrice",
                unit = Quantity.MONTHLY_PRICE,
                range = "[0 $/month, 1 T $/month]",
                doc = "Full price of all additions that have none of their own, at capacityScale 1."
                        + " A month is 365.25 / 12 days.")
        double monthlyPriceDollars,

        @Key(
                name = "start",
                unit = Quantity.DURATION,
                form = Key.Form.MOMENT,
                range = "[-3660 d, 3660 d]",
                doc = "When it begins to cost.")
        double startSeconds,

        @Key(
                name = "ramp",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                def = "0 s",
                doc = "How long the discount of the ramp lasts, from the start.")
        double rampSeconds,

        @Key(
                name = "rampDiscount",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                doc = "Share of the price not paid during the ramp.")
        double rampDiscount,

        @Key(
                name = "energyPrice",
                unit = Quantity.ENERGY_PRICE,
                range = "[0 $/MWh, 100000 $/MWh]",
                def = "60 $/MWh",
                grade = Key.Grade.ASSUMED,
                doc = "Price of energy at sites that have none of their own.")
        double energyDollarsPerJoule) {}
