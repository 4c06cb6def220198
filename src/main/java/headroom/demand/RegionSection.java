package headroom.demand;

import headroom.yaml.Key;
import headroom.yaml.Quantity;

import java.time.ZoneId;

/** The users of a tier who live by the clocks of one zone. */
public record RegionSection(
        @Key(name = "name", doc = "Its name.") String name,

        @Key(
                name = "zone",
                doc = "Time zone whose clocks the hours of the tier's profile are read from,"
                        + " summer time included.")
        ZoneId zone,

        @Key(
                name = "share",
                unit = Quantity.RATIO,
                range = "(0 %, 100 %]",
                doc = "Share of the users, and of the sessions.")
        double share) {}
