package headroom.demand;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the users of a tier do about limits and overload, beyond a single request. */
public record ReactionSection(
        @Key(
                name = "overageCap",
                unit = Quantity.MONTHLY_PRICE,
                range = "(0 $/month, 1 M $/month]",
                doc = "Most that a user pays past the limits in a calendar month (UTC); left"
                        + " out: no bound.")
        OptionalDouble overageDollarsPerMonth,

        @Key(
                name = "slowPriority",
                range = "[0, 7]",
                def = "7",
                doc = "Class in the queues of the replicas of requests in the slow lane.")
        int slowPriority,

        @Key(name = "upgrade", doc = "When users take a larger plan; left out: never.")
        Optional<UpgradeSection> upgrade,

        @Key(name = "shift", doc = "How users avoid peak hours; left out: they do not.")
        Optional<ShiftSection> shift,

        @Key(name = "ping", doc = "How users anchor their windows early; left out: they do not.")
        Optional<PingSection> ping,

        @Key(
                name = "fallbackModel",
                refersTo = "models",
                doc = "The model that clients ask where their own is overloaded (529); left out:"
                        + " none.")
        Optional<String> fallbackModel) {

    /** When users take a larger plan. */
    public record UpgradeSection(
            @Key(
                    name = "to",
                    refersTo = "tiers",
                    doc = "The tier whose limits they have from then on, and whose price they"
                            + " pay; without a limit of kind concurrency or of scope"
                            + " organisation.")
            String to,

            @Key(
                    name = "after",
                    range = "[1, 127]",
                    def = "3",
                    grade = Key.Grade.ASSUMED,
                    doc = "How many times a user meets a cap before it decides.")
            int hits,

            @Key(
                    name = "probability",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %]",
                    doc = "Share of the users who decide for it; the others never do.")
            double probability) {}

    /** How users avoid peak hours: a share phi0 (1 - m^-e) moves at a multiplier m. */
    public record ShiftSection(
            @Key(
                    name = "deferrable",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %]",
                    doc = "Share of the sessions that can be put off, phi0.")
            double deferrable,

            @Key(
                    name = "elasticity",
                    range = "[0, 100]",
                    def = "1",
                    grade = Key.Grade.ASSUMED,
                    doc = "e: how strongly usage that counts more keeps sessions away.")
            double elasticity) {}

    /** How users anchor windows early: one tiny request a day, evenly spread over some hours. */
    public record PingSection(
            @Key(
                    name = "share",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %]",
                    doc = "Share of the users who do.")
            double share,

            @Key(
                    name = "from",
                    form = Key.Form.CLOCK,
                    def = "\"06:00\"",
                    grade = Key.Grade.ASSUMED,
                    doc = "Time of day from which they do.")
            double fromSeconds,

            @Key(
                    name = "to",
                    form = Key.Form.CLOCK,
                    def = "\"08:00\"",
                    grade = Key.Grade.ASSUMED,
                    doc = "Time of day by which they have.")
            double toSeconds,

            @Key(
                    name = "zone",
                    def = "America/Los_Angeles",
                    grade = Key.Grade.ASSUMED,
                    doc = "Time zone of these times.")
            ZoneId zone) {

        public PingSection {
            new Faults()
                    .unless(fromSeconds < toSeconds, "to", "must be after from, on the same day")
                    .raise();
        }
    }
}
