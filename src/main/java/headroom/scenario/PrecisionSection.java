package headroom.scenario;

import headroom.metrics.MetricException;
import headroom.metrics.Selector;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

/** When replications are enough. */
public record PrecisionSection(
        @Key(
                name = "metric",
                form = Key.Form.LINE,
                doc = "The number that must be precise, such as p99(ttft) or \"mean(jobs.wait,"
                        + " station=desk)\".")
        String metric,

        @Key(
                name = "halfWidth",
                unit = Quantity.RATIO,
                range = "[0.01 %, 99 %]",
                doc = "How precise: its error as a share of it, such as 5 %. Replications end when"
                        + " the half-width over the mean is at most halfWidth / (1 + halfWidth),"
                        + " so that the mean is within this share of the truth with 95 %"
                        + " probability (Law 2015, Simulation Modeling and Analysis, section"
                        + " 9.4.1).")
        double halfWidth,

        @Key(
                name = "pilot",
                range = "[2, 10000]",
                def = "10",
                doc = "Replications before anything is decided; fewer than 10 end too early"
                        + " too often.")
        int pilot,

        @Key(
                name = "most",
                range = "[2, 10000]",
                def = "100",
                doc = "Replications at which it ends in any case, and says so.")
        int most) {

    public PrecisionSection {
        new Faults()
                .unless(fault(metric).isEmpty(), "metric", fault(metric))
                .unless(pilot <= most, "most", "must not be less than pilot, " + pilot)
                .raise();
    }

    /** The selector of the number. */
    public Selector selector() {
        return parsed(metric);
    }

    private static Selector parsed(String text) {
        try {
            return Selector.parse(text);
        } catch (MetricException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String fault(String metric) {
        try {
            Selector.parse(metric);
            return "";
        } catch (MetricException e) {
            return e.line();
        }
    }

    /** How the warm-up is found. */
    public record WarmUpSection(
            @Key(
                    name = "series",
                    form = Key.Form.LINE,
                    doc = "An hourly series of the run that settles last, such as offered, ttft.p99"
                            + " or jobs.number(station=desk).")
            String series,

            @Key(
                    name = "pilots",
                    range = "[1, 1000]",
                    def = "5",
                    doc = "Pilot replications whose hourly means are looked at.")
            int pilots) {

        public WarmUpSection {
            new Faults()
                    .unless(fault(series).isEmpty(), "series", fault(series))
                    .raise();
        }

        /** The selector of the series. */
        public Selector selector() {
            return parsed(series);
        }
    }
}
