package headroom.demand;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;
import headroom.yaml.Scalars;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.OptionalDouble;

/**
 * Something that happens once: a launch or an outage of a competitor that moves several tiers at
 * once, each by its own factor; holidays; or a client bug that costs tokens.
 */
public record EventSection(
        @Key(name = "name", doc = "Its name.") String name,

        @Key(
                name = "kind",
                doc = "launch: a rise, a plateau, a decay; outage: of a competitor, a step of which"
                        + " a share stays; holiday: whole days; bug: of a client, tokens.")
        Kind kind,

        @Key(
                name = "at",
                unit = Quantity.DURATION,
                form = Key.Form.MOMENT,
                range = "[-3660 d, 3660 d]",
                doc = "When it begins. Not for holidays.")
        OptionalDouble atSeconds,

        @Key(
                name = "lasts",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                doc = "How long it lasts, of a launch the plateau. Not for holidays.")
        OptionalDouble lastsSeconds,

        @Key(
                name = "rise",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                def = "0 s",
                doc = "How long a launch rises, linearly.")
        double riseSeconds,

        @Key(
                name = "decay",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                def = "0 s",
                doc = "Time constant of the exponential decay of a launch.")
        double decaySeconds,

        @Key(
                name = "stays",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                doc = "Share of (height - 1) that stays after an outage: users who have come over.")
        double stays,

        @Key(name = "dates", def = "[]", form = Key.Form.LINE, doc = "Days of a holiday.")
        ImmutableList<String> dates,

        @Key(name = "zone", def = "UTC", doc = "Time zone of the days of a holiday.")
        ZoneId zone,

        @Key(
                name = "height",
                range = "[0, 1000]",
                def = "1",
                doc = "Factor on the rate of tiers and streams that heights does not name.")
        double height,

        @Key(
                name = "heights",
                range = "[0, 1000]",
                refersTo = "sources",
                def = "{}",
                doc = "Factor on the rate, by tier or stream.")
        ImmutableMap<String, Double> heights,

        @Key(
                name = "workloads",
                refersTo = "workloads",
                def = "[]",
                doc = "Workloads whose client has the bug; empty: all.")
        ImmutableList<String> workloads,

        @Key(
                name = "input",
                range = "[0.001, 1000]",
                def = "1",
                doc = "Factor of a bug on the tokens that a request adds.")
        double input,

        @Key(
                name = "output",
                range = "[0.001, 1000]",
                def = "1",
                doc = "Factor of a bug on output tokens; no answer gets longer than the longest"
                        + " of its law.")
        double output,

        @Key(
                name = "cacheLifetime",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                doc = "With a bug a context stays cached at most this long after its last use.")
        OptionalDouble cacheLifetimeSeconds) {

    public EventSection {
        Faults faults = new Faults();
        boolean holiday = kind == Kind.HOLIDAY;
        boolean bug = kind == Kind.BUG;
        needed(faults, "at", atSeconds.isPresent(), !holiday, kind);
        needed(faults, "lasts", lastsSeconds.isPresent(), !holiday, kind);
        needed(faults, "dates", !dates.isEmpty(), holiday, kind);
        only(faults, "rise", riseSeconds != 0, kind == Kind.LAUNCH, kind);
        only(faults, "decay", decaySeconds != 0, kind == Kind.LAUNCH, kind);
        only(faults, "stays", stays != 0, kind == Kind.OUTAGE, kind);
        only(faults, "height", height != 1, !bug, kind);
        only(faults, "heights", !heights.isEmpty(), !bug, kind);
        only(faults, "workloads", !workloads.isEmpty(), bug, kind);
        only(faults, "input", input != 1, bug, kind);
        only(faults, "output", output != 1, bug, kind);
        only(faults, "cacheLifetime", cacheLifetimeSeconds.isPresent(), bug, kind);
        for (int i = 0; i < dates.size(); i++) {
            faults.unless(
                    isDate(dates.get(i)), "dates[" + i + "]", "is no date such as 2026-12-25");
        }
        faults.raise();
    }

    private static void needed(
            Faults faults, String key, boolean present, boolean wanted, Kind kind) {
        only(faults, key, present, wanted, kind);
        faults.unless(
                present || !wanted,
                "",
                "missing key '" + key + "', needed by kind " + Scalars.spelling(kind));
    }

    private static void only(
            Faults faults, String key, boolean present, boolean wanted, Kind kind) {
        faults.unless(!present || wanted, key, "is not for kind " + Scalars.spelling(kind));
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** The factor on the rate of a tier or stream at its height. */
    public double heightOf(String source) {
        return heights.getOrDefault(source, height);
    }

    /** The kinds of event there are. */
    public enum Kind {
        /** Something that everybody wants to try. */
        LAUNCH,
        /** A competitor fails, and its users come. */
        OUTAGE,
        /** Days on which other things are done. */
        HOLIDAY,
        /** A client asks for more than it should. */
        BUG
    }
}
