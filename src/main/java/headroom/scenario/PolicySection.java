package headroom.scenario;

import com.google.common.collect.ImmutableList;

import headroom.scenario.TimedSection.HoursSection;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.Optional;

/** What is decided beforehand about the limits of tiers. */
public record PolicySection(
        @Key(
                name = "changes",
                def = "[]",
                doc = "Terms of limits from a date until their next change.")
        ImmutableList<ChangeSection> changes,

        @Key(name = "promotions", def = "[]", doc = "Passing terms, on top of changes.")
        ImmutableList<PromotionSection> promotions,

        @Key(name = "resets", def = "[]", doc = "Dates at which usage so far is forgotten.")
        ImmutableList<ResetSection> resets) {

    /** New terms of limits. */
    public record ChangeSection(
            @Key(
                    name = "at",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[-3660 d, 3660 d]",
                    doc = "From when on. A date before the start holds from the start.")
            double atSeconds,

            @Key(
                    name = "tiers",
                    refersTo = "tiers",
                    def = "[]",
                    doc = "Tiers it holds for; empty: all.")
            ImmutableList<String> tiers,

            @Key(
                    name = "limits",
                    def = "[]",
                    doc = "Limits of theirs, such as fiveHour, weekly, requests, inputTokens,"
                            + " outputTokens; empty: all.")
            ImmutableList<String> limits,

            @Key(
                    name = "scale",
                    range = "(0, 1 M]",
                    def = "1",
                    doc = "Factor on the cap, or rate, that the tier gives; not on that of the"
                            + " change before.")
            double scale,

            @Key(
                    name = "enforced",
                    def = "true",
                    doc = "Whether they are in force. What was used while they were not does not"
                            + " count when they come.")
            boolean enforced) {}

    /** Passing terms of limits. */
    public record PromotionSection(
            @Key(
                    name = "from",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[-3660 d, 3660 d]",
                    doc = "From when on.")
            double fromSeconds,

            @Key(
                    name = "until",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[-3660 d, 3660 d]",
                    doc = "Until when; itself outside.")
            double untilSeconds,

            @Key(name = "hours", doc = "In which hours of the week; all if not given.")
            Optional<HoursSection> hours,

            @Key(
                    name = "tiers",
                    refersTo = "tiers",
                    def = "[]",
                    doc = "Tiers it holds for; empty: all.")
            ImmutableList<String> tiers,

            @Key(name = "limits", def = "[]", doc = "Limits of theirs; empty: all.")
            ImmutableList<String> limits,

            @Key(
                    name = "scale",
                    range = "(0, 1 M]",
                    doc = "Factor on the cap, on top of that of changes.")
            double scale,

            @Key(
                    name = "bonusCounts",
                    def = "true",
                    doc = "Whether usage counts in full against the other limits; else it counts"
                            + " 1/scale there while the promotion runs.")
            boolean bonusCounts) {

        public PromotionSection {
            new Faults()
                    .unless(fromSeconds < untilSeconds, "until", "must be after from")
                    .raise();
        }
    }

    /** A date at which usage is forgotten. */
    public record ResetSection(
            @Key(
                    name = "at",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[0 s, 3660 d]",
                    doc = "When it is forgotten.")
            double atSeconds,

            @Key(
                    name = "tiers",
                    refersTo = "tiers",
                    def = "[]",
                    doc = "Tiers it holds for; empty: all.")
            ImmutableList<String> tiers,

            @Key(name = "limits", def = "[]", doc = "Limits of theirs; empty: all.")
            ImmutableList<String> limits) {}
}
