package headroom.demand;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.Optional;

/** A profile of demand: the hours of a week, a sinusoid, or steps. */
public record ProfileSection(
        @Key(
                name = "hours",
                range = "[0, 1 M]",
                def = "[]",
                doc = "168 numbers, the hour from Monday 00:00 UTC first; only their"
                        + " ratios matter.")
        ImmutableList<Double> hours,

        @Key(name = "sinusoid", doc = "A swing about 1, instead of hours.")
        Optional<SinusoidSection> sinusoid,

        @Key(
                name = "steps",
                def = "[]",
                doc = "Factors from instants on, in order, instead of hours; 1 before the first.")
        ImmutableList<StepSection> steps) {

    public ProfileSection {
        double sum = hours.stream().mapToDouble(Double::doubleValue).sum();
        int forms = (hours.isEmpty() ? 0 : 1)
                + (sinusoid.isPresent() ? 1 : 0)
                + (steps.isEmpty() ? 0 : 1);
        boolean rising = true;
        for (int i = 1; i < steps.size(); i++) {
            rising &= steps.get(i).fromSeconds() > steps.get(i - 1).fromSeconds();
        }
        new Faults()
                .unless(forms == 1, "", "give one of hours, sinusoid and steps")
                .unless(
                        hours.isEmpty() || hours.size() == 168,
                        "hours",
                        "must be 168, not " + hours.size())
                .unless(hours.isEmpty() || sum > 0, "hours", "are all 0")
                .unless(rising, "steps", "must be in the order of time")
                .raise();
    }

    /** A swing about 1. */
    public record SinusoidSection(
            @Key(
                    name = "period",
                    unit = Quantity.DURATION,
                    range = "[1 ms, 3660 d]",
                    doc = "Length of a swing.")
            double periodSeconds,

            @Key(
                    name = "amplitude",
                    range = "[0, 1]",
                    doc = "How far the factor goes from 1 to either side.")
            double amplitude,

            @Key(
                    name = "phase",
                    unit = Quantity.DURATION,
                    range = "[0 s, 3660 d]",
                    def = "0 s",
                    doc = "When it passes 1 on its way up, from the Monday 00:00 UTC before the"
                            + " start.")
            double phaseSeconds) {}

    /** A factor from an instant on. */
    public record StepSection(
            @Key(
                    name = "from",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[-3660 d, 3660 d]",
                    doc = "When it begins.")
            double fromSeconds,

            @Key(name = "factor", range = "[0, 1000]", doc = "Factor on the rate.")
            double factor) {}
}
