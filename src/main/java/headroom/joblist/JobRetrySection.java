package headroom.joblist;

import headroom.demand.LawSection;
import headroom.yaml.Key;
import headroom.yaml.Quantity;

/** What a refused job does: it comes again after a pause. */
public record JobRetrySection(
        @Key(
                name = "pause",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                doc = "Time until it tries again.")
        LawSection pause,

        @Key(
                name = "most",
                form = Key.Form.ENDLESS,
                range = "[1, 1 B]",
                def = "unlimited",
                doc = "Tries after the first, at a station.")
        double most) {}
