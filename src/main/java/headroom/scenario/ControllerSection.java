package headroom.scenario;

import com.google.common.collect.ImmutableList;

import headroom.supply.ScaleSection.ScaleTargetSection;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;
import headroom.yaml.Scalars;
import headroom.yaml.Scalars.Spec;

import java.time.ZoneId;
import java.util.Optional;

/** A controller that moves a factor, within bounds, to hold a target. */
public record ControllerSection(
        @Key(name = "enabled", def = "true", doc = "Whether it acts; if not, initial holds.")
        boolean enabled,

        @Key(
                name = "tiers",
                refersTo = "tiers",
                def = "[]",
                doc = "Tiers whose caps it scales; empty: all. No meaning for peakMultiplier.")
        ImmutableList<String> tiers,

        @Key(
                name = "target",
                doc = "What it holds. No meaning for the laws table and schedule, needed for all"
                        + " others.")
        Optional<TargetSection> target,

        @Key(name = "min", range = "(0, 100]", doc = "Lowest factor.")
        double min,

        @Key(name = "max", range = "(0, 100]", doc = "Highest factor.")
        double max,

        @Key(name = "initial", range = "(0, 100]", def = "1", doc = "Factor at the start.")
        double initial,

        @Key(
                name = "gain",
                range = "[0, 100]",
                def = "0.5",
                grade = Key.Grade.ASSUMED,
                doc = "Relative change of the factor per relative distance from the target.")
        double gain,

        @Key(
                name = "maxChangePerHour",
                range = "(0, 100]",
                def = "0.1",
                grade = Key.Grade.ASSUMED,
                doc = "Most the factor may change in an hour, relative to itself.")
        double maxChangePerHour,

        @Key(
                name = "every",
                unit = Quantity.DURATION,
                range = "[1 h, 366 d]",
                def = "1 h",
                grade = Key.Grade.ASSUMED,
                doc = "How often it decides; whole hours, as what it reads is measured by the"
                        + " hour.")
        double everySeconds,

        @Key(
                name = "lookback",
                unit = Quantity.DURATION,
                range = "(0 s, 366 d]",
                def = "24 h",
                grade = Key.Grade.ASSUMED,
                doc = "Time over which it measures; whole hours.")
        double lookbackSeconds,

        @Key(
                name = "deadBand",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %)",
                def = "5 %",
                grade = Key.Grade.ASSUMED,
                doc = "Relative distance from the target within which it rests.")
        double deadBand,

        @Key(
                name = "law",
                def = "track",
                doc = "track: moves by the error; pi: by the error and its sum; aimd: equal steps"
                        + " up, a factor down; forecast: the most generous path that capacity"
                        + " ordered allows; table: reads it from the utilisation; schedule: as"
                        + " decided beforehand.")
        Law law,

        @Key(
                name = "delay",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                def = "0 s",
                grade = Key.Grade.ASSUMED,
                doc = "Age of the youngest measurement it reads. It decides so much after the"
                        + " hour.")
        double delaySeconds,

        @Key(
                name = "sampleShare",
                unit = Quantity.RATIO,
                range = "(0 %, 100 %]",
                def = "100 %",
                grade = Key.Grade.ASSUMED,
                doc = "Share of the requests whose time to first token is measured, drawn at"
                        + " random.")
        double sampleShare,

        @Key(
                name = "stepPerHour",
                range = "[0, 100]",
                def = "0.02",
                grade = Key.Grade.ASSUMED,
                doc = "aimd: what it adds to a cap's factor, or takes from the multiplier, in an"
                        + " hour without pressure.")
        double stepPerHour,

        @Key(
                name = "decrease",
                range = "(0, 1)",
                def = "0.9",
                grade = Key.Grade.ASSUMED,
                doc = "aimd: factor under pressure; the multiplier is divided by it.")
        double decrease,

        @Key(
                name = "integralPerHour",
                range = "[0, 100]",
                def = "0.05",
                grade = Key.Grade.ASSUMED,
                doc = "pi: relative change of the factor per relative distance and hour; gain is"
                        + " that of the proportional part.")
        double integralPerHour,

        @Key(
                name = "ahead",
                unit = Quantity.DURATION,
                range = "[1 h, 7 d]",
                def = "24 h",
                grade = Key.Grade.ASSUMED,
                doc = "forecast: how far it looks ahead; whole hours.")
        double aheadSeconds,

        @Key(
                name = "response",
                range = "[0, 10]",
                def = "0.5",
                grade = Key.Grade.ASSUMED,
                doc = "forecast: relative change of the load per relative change of the factor.")
        double response,

        @Key(
                name = "table",
                def = "[]",
                doc = "table: values at utilisations, which increase; linear between them.")
        ImmutableList<PointSection> table,

        @Key(
                name = "schedule",
                def = "[]",
                doc = "schedule: values by date and hours; of those that hold the last counts,"
                        + " initial where none does.")
        ImmutableList<TimedSection> schedule) {

    private static final String WHOLE_HOURS = "must be whole hours, in which it measures";

    public ControllerSection {
        Faults faults = new Faults()
                .unless(min <= max, "max", "must not be below min")
                .unless(min <= initial && initial <= max, "initial", "must lie between min and max")
                .unless(
                        target.isPresent() || law == Law.TABLE || law == Law.SCHEDULE,
                        "target",
                        "is missing: what the controller holds")
                .unless(
                        law != Law.FORECAST || target.isEmpty() || target.get().isUtilisation(),
                        "target",
                        "a forecast is of utilisation")
                .unless(isWholeHours(everySeconds), "every", WHOLE_HOURS)
                .unless(isWholeHours(lookbackSeconds), "lookback", WHOLE_HOURS)
                .unless(isWholeHours(aheadSeconds), "ahead", WHOLE_HOURS)
                .unless(law != Law.TABLE || !table.isEmpty(), "table", "at least one point")
                .unless(law != Law.SCHEDULE || !schedule.isEmpty(), "schedule", "at least one");
        for (int i = 0; i < table.size(); i++) {
            double value = table.get(i).value();
            faults.unless(
                    i == 0 || table.get(i).utilisation() > table.get(i - 1).utilisation(),
                    "table[" + i + "].utilisation",
                    "must be above the one before");
            faults.unless(
                    min <= value && value <= max,
                    "table[" + i + "].value",
                    "must lie between min and max");
        }
        for (int i = 0; i < schedule.size(); i++) {
            double value = schedule.get(i).value();
            faults.unless(
                    min <= value && value <= max,
                    "schedule[" + i + "].value",
                    "must lie between min and max");
        }
        faults.raise();
    }

    private static boolean isWholeHours(double seconds) {
        return Math.abs(Math.IEEEremainder(seconds, 3600)) < 1e-6;
    }

    /** How a target is written: its value has the unit of what it measures. */
    static Spec target(Spec spec, Mapping target) {
        String metric = target.text("metric");
        // of a metric that is misspelt the value is not wrong too
        boolean isShare = metric.equals(Scalars.spelling(TargetSection.Metric.UTILISATION))
                || !metric.equals(Scalars.spelling(TargetSection.Metric.TTFT_P99))
                        && !metric.equals(Scalars.spelling(ScaleTargetSection.Metric.QUEUE_DELAY))
                        && target.text("value").endsWith("%");
        return isShare
                ? new Spec(spec.name(), Quantity.RATIO, "(0 %, 100 %]", Key.Form.PLAIN)
                : new Spec(spec.name(), Quantity.DURATION, "(0 s, 1 d]", Key.Form.PLAIN);
    }

    /** By what it moves the factor. */
    public enum Law {
        /** The logarithm of the error, integrated. */
        TRACK,
        /** Additive increase, multiplicative decrease. */
        AIMD,
        /** Proportional and integral. */
        PI,
        /** Model-predictive on a seasonal forecast. */
        FORECAST,
        /** A function of utilisation. */
        TABLE,
        /** Decided beforehand. */
        SCHEDULE
    }

    /** A point of a table of utilisation. */
    public record PointSection(
            @Key(
                    name = "utilisation",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %]",
                    doc = "The worst hour of the lookback.")
            double utilisation,

            @Key(name = "value", range = "(0, 100]", doc = "The factor there.")
            double value) {}

    /** The controllers there are. */
    public record ControllersSection(
            @Key(name = "caps", doc = "Scales the caps of tiers.")
            Optional<ControllerSection> caps,

            @Key(name = "peakMultiplier", doc = "Sets the multiplier of the peak hours.")
            Optional<ControllerSection> peakMultiplier) {}

    /** What a controller holds. */
    public record TargetSection(
            @Key(
                    name = "metric",
                    doc = "ttft-p99: 99th percentile of the time to the first token;"
                            + " utilisation: share of the scarcer of KV memory and sequences in"
                            + " use.")
            Metric metric,

            @Key(
                    name = "value",
                    unit = Quantity.OUTER,
                    doc = "A duration for ttft-p99, a share for utilisation.")
            double value) {

        boolean isUtilisation() {
            return metric == Metric.UTILISATION;
        }

        /** What may be held. */
        public enum Metric {
            /** 99th percentile of the time to the first token [s]. */
            TTFT_P99,
            /** Busy share of the replicas [1]. */
            UTILISATION
        }
    }

    /** Hours of the week in which usage counts at a multiple against the five-hour cap. */
    public record PeakHoursSection(
            @Key(
                    name = "days",
                    def = "[mon, tue, wed, thu, fri]",
                    grade = Key.Grade.VENDOR,
                    doc = "Days of the week on which they begin, in the zone.")
            ImmutableList<Day> days,

            @Key(
                    name = "from",
                    form = Key.Form.CLOCK,
                    def = "\"05:00\"",
                    grade = Key.Grade.VENDOR,
                    doc = "Time of day at which they begin.")
            double fromSeconds,

            @Key(
                    name = "to",
                    form = Key.Form.CLOCK,
                    def = "\"11:00\"",
                    grade = Key.Grade.VENDOR,
                    doc = "Time of day at which they end; on the next day if before from.")
            double toSeconds,

            @Key(
                    name = "zone",
                    def = "America/Los_Angeles",
                    grade = Key.Grade.VENDOR,
                    doc = "Time zone of the days and times.")
            ZoneId zone,

            @Key(
                    name = "multiplier",
                    range = "[0.01, 100]",
                    def = "1",
                    doc = "Factor on usage, where no controller sets it.")
            double multiplier,

            @Key(
                    name = "tiers",
                    refersTo = "tiers",
                    def = "[]",
                    doc = "Tiers it holds for; empty: all.")
            ImmutableList<String> tiers) {

        public PeakHoursSection {
            new Faults()
                    .unless(fromSeconds != toSeconds, "to", "must differ from from")
                    .unless(fromSeconds < TimedSection.DAY_SECONDS, "from", TimedSection.LATE)
                    .unless(!days.isEmpty(), "days", "at least one is needed")
                    .raise();
        }

        /** How long they are in a week, summer time apart [s]. */
        public double weekSeconds() {
            double day = toSeconds - fromSeconds;
            return days.size() * (day > 0 ? day : day + TimedSection.DAY_SECONDS);
        }
    }

    /** Days of the week, in the order and numbering of ISO 8601 from 0. */
    public enum Day {
        /** Monday. */
        MON,
        /** Tuesday. */
        TUE,
        /** Wednesday. */
        WED,
        /** Thursday. */
        THU,
        /** Friday. */
        FRI,
        /** Saturday. */
        SAT,
        /** Sunday. */
        SUN
    }
}
