package headroom.supply;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

/** A node that was out of service from a time to another, as recorded. */
public record OutageSection(
        @Key(name = "node", range = "[0, 10 M]", doc = "Which one, from 0.")
        int node,

        @Key(
                name = "from",
                unit = Quantity.DURATION,
                form = Key.Form.MOMENT,
                range = "[0 s, 3660 d]",
                doc = "From when.")
        double fromSeconds,

        @Key(
                name = "until",
                unit = Quantity.DURATION,
                form = Key.Form.MOMENT,
                range = "[0 s, 3660 d]",
                doc = "Until when.")
        double untilSeconds) {

    public OutageSection {
        new Faults()
                .unless(untilSeconds >= fromSeconds, "until", "is before from")
                .raise();
    }
}
