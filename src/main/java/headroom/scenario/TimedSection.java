package headroom.scenario;

import com.google.common.collect.ImmutableList;

import headroom.measure.Phase;
import headroom.scenario.ControllerSection.Day;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.time.ZoneId;
import java.util.Optional;

/** A value in some hours between two dates. */
public record TimedSection(
        @Key(name = "value", range = "(0, 100]", doc = "The factor.")
        double value,

        @Key(
                name = "from",
                unit = Quantity.DURATION,
                form = Key.Form.MOMENT,
                range = "[-3660 d, 3660 d]",
                def = "0 s",
                doc = "From when on.")
        double fromSeconds,

        @Key(
                name = "until",
                unit = Quantity.DURATION,
                form = Key.Form.MOMENT,
                range = "[-3660 d, 3660 d]",
                def = "3660 d",
                doc = "Until when; itself outside.")
        double untilSeconds,

        @Key(name = "hours", doc = "In which hours of the week; all if not given.")
        Optional<HoursSection> hours) {

    static final double DAY_SECONDS = 86_400;

    /** Of hours that begin at the end of a day. */
    static final String LATE = "must be before 24:00: a day begins at 00:00";

    public TimedSection {
        new Faults()
                .unless(fromSeconds < untilSeconds, "until", "must be after from")
                .raise();
    }

    /** A stretch of the run that is summed up by itself. */
    public record StretchSection(
            @Key(
                    name = "from",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[0 s, 3660 d]",
                    def = "0 s",
                    doc = "From when on; not before the end of the warm-up.")
            double fromSeconds,

            @Key(
                    name = "until",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[0 s, 3660 d]",
                    def = "3660 d",
                    doc = "Until when; not after the end of the run.")
            double untilSeconds) {

        public StretchSection {
            new Faults()
                    .unless(fromSeconds < untilSeconds, "until", "must be after from")
                    .raise();
        }

        /** The phase, before warm-up and horizon cut it. */
        public Phase named(String name) {
            return new Phase(name, fromSeconds, untilSeconds);
        }
    }

    /** Hours of the week on the clocks of a zone. */
    public record HoursSection(
            @Key(
                    name = "days",
                    def = "[mon, tue, wed, thu, fri, sat, sun]",
                    doc = "Days of the week on which they begin.")
            ImmutableList<Day> days,

            @Key(
                    name = "from",
                    form = Key.Form.CLOCK,
                    def = "\"00:00\"",
                    doc = "Time of day at which they begin.")
            double fromSeconds,

            @Key(
                    name = "to",
                    form = Key.Form.CLOCK,
                    def = "\"24:00\"",
                    doc = "Time of day at which they end; on the next day if not after from.")
            double toSeconds,

            @Key(name = "zone", def = "UTC", doc = "Time zone of the days and times.")
            ZoneId zone) {

        public HoursSection {
            new Faults()
                    .unless(!days.isEmpty(), "days", "at least one is needed")
                    .unless(fromSeconds < DAY_SECONDS, "from", LATE)
                    .raise();
        }
    }
}
