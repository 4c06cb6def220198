package headroom.demand;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.Optional;
import java.util.OptionalDouble;

/** What clients do when refused for want of capacity: random delays under a doubling bound. */
public record RetrySection(
        @Key(
                name = "max",
                range = "[0, 1 B]",
                def = "2",
                grade = Key.Grade.VENDOR,
                doc = "Retries before giving up; the default of a public SDK. Coding agents: 10.")
        int maxRetries,

        @Key(
                name = "base",
                unit = Quantity.DURATION,
                range = "(0 s, 1 d]",
                def = "0.5 s",
                grade = Key.Grade.VENDOR,
                doc = "Bound of the first delay; it doubles each time.")
        double baseSeconds,

        @Key(
                name = "cap",
                unit = Quantity.DURATION,
                range = "(0 s, 1 d]",
                def = "8 s",
                grade = Key.Grade.VENDOR,
                doc = "Largest bound of a delay.")
        double capSeconds,

        @Key(
                name = "law",
                def = "full-jitter",
                doc = "full-jitter: a delay is uniform from 0 to its bound; exponential: the bound"
                        + " is its mean.")
        Law law,

        @Key(
                name = "budget",
                unit = Quantity.RATIO,
                range = "[0 %, 1000 %]",
                doc = "Retries that all clients of a cell together may make, as a share of their"
                        + " first attempts; left out: no bound. Usual: 10 %.")
        OptionalDouble budget,

        @Key(
                name = "burst",
                range = "[1, 1 B]",
                def = "10",
                grade = Key.Grade.ASSUMED,
                doc = "Retries of a budget that can be saved up in a cell, and are at the start.")
        double burst,

        @Key(
                name = "throttle",
                doc = "Clients hold attempts back by themselves when too many fail.")
        Optional<ThrottleSection> throttle) {

    public RetrySection {
        new Faults()
                .unless(baseSeconds <= capSeconds, "cap", "must not be below base")
                .raise();
    }

    /** How delays are drawn. */
    public enum Law {
        /** Uniform from 0 to the bound. */
        FULL_JITTER,
        /** Exponential with the bound as mean. */
        EXPONENTIAL
    }

    /** Clients hold attempts back, with probability (n - factor x successes) / (n + 1). */
    public record ThrottleSection(
            @Key(
                    name = "factor",
                    range = "[1, 1000]",
                    def = "2",
                    grade = Key.Grade.VENDOR,
                    doc = "Attempts for each one that does not fail, beyond which they hold back.")
            double factor,

            @Key(
                    name = "window",
                    unit = Quantity.DURATION,
                    range = "[1 s, 1 d]",
                    def = "2 min",
                    grade = Key.Grade.VENDOR,
                    doc = "How far back they count.")
            double windowSeconds) {}
}
