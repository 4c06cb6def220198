package headroom.supply;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

/** How the number of replicas of a deployment follows its load. */
public record ScaleSection(
        @Key(name = "min", range = "[1, 100 M]", doc = "Fewest replicas.")
        int min,

        @Key(name = "max", range = "[1, 100 M]", doc = "Most replicas.")
        int max,

        @Key(name = "target", doc = "What it holds.") ScaleTargetSection target,

        @Key(
                name = "every",
                unit = Quantity.DURATION,
                range = "[1 s, 30 d]",
                def = "5 min",
                grade = Key.Grade.ASSUMED,
                doc = "How often it decides.")
        double everySeconds,

        @Key(
                name = "lookback",
                unit = Quantity.DURATION,
                range = "[1 s, 30 d]",
                def = "10 min",
                grade = Key.Grade.ASSUMED,
                doc = "Time over which it measures.")
        double lookbackSeconds,

        @Key(
                name = "cooldown",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                def = "10 min",
                grade = Key.Grade.ASSUMED,
                doc = "Time after a change during which it does not shrink.")
        double cooldownSeconds,

        @Key(
                name = "tolerance",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %)",
                def = "10 %",
                grade = Key.Grade.VENDOR,
                doc = "Relative distance from the target within which it rests; 10 % is the"
                        + " default of Kubernetes.")
        double tolerance,

        @Key(
                name = "maxGrowth",
                unit = Quantity.RATIO,
                range = "(0 %, 1000 %]",
                def = "100 %",
                grade = Key.Grade.VENDOR,
                doc = "Most that one decision adds, relative to what serves; 100 % is the default"
                        + " of Kubernetes.")
        double maxGrowth,

        @Key(
                name = "maxShrink",
                unit = Quantity.RATIO,
                range = "(0 %, 100 %]",
                def = "20 %",
                grade = Key.Grade.ASSUMED,
                doc = "Most that one decision takes away, relative to what serves; one replica"
                        + " always may go.")
        double maxShrink) {

    public ScaleSection {
        new Faults().unless(min <= max, "max", "must not be below min").raise();
    }

    /** What the number of replicas holds. */
    public record ScaleTargetSection(
            @Key(
                    name = "metric",
                    doc = "queue-delay: mean wait at a replica, by Little's law, and for its"
                            + " KV link; utilisation: share of the scarcer of KV memory and"
                            + " sequences in use.")
            Metric metric,

            @Key(
                    name = "value",
                    unit = Quantity.OUTER,
                    doc = "A duration for queue-delay, a share for utilisation.")
            double value) {

        /** What may be held. */
        public enum Metric {
            /** Mean wait at a replica [s]. */
            QUEUE_DELAY,
            /** Busy share of the replicas [1]. */
            UTILISATION
        }
    }
}
