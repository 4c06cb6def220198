package headroom.supply;

import com.google.common.collect.ImmutableList;

import headroom.control.Yielding;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.OptionalDouble;

/** A site: the power it may draw, and what happens at that limit. */
public record SiteSection(
        @Key(
                name = "powerLimit",
                unit = Quantity.POWER,
                range = "(0 W, 1000 GW]",
                doc = "Most the whole facility may draw, cooling included.")
        double powerLimitWatts,

        @Key(name = "pue", range = "[1, 10]", doc = "Facility power over power of the computers.")
        double pue,

        @Key(
                name = "energyPrice",
                unit = Quantity.ENERGY_PRICE,
                range = "[0 $/MWh, 100000 $/MWh]",
                doc = "Price of energy here; left out: the contract's energyPrice, and without a"
                        + " contract energy has no price.")
        OptionalDouble energyDollarsPerJoule,

        @Key(name = "powerPolicy", def = "{}", doc = "How clocks go down where the limit binds.")
        PowerPolicySection powerPolicy,

        @Key(
                name = "outages",
                def = "[]",
                doc = "Times in which the whole site is down, in order: what its replicas have is"
                        + " lost, and their weights load anew when it is over; its jobs are"
                        + " stopped, lose what no checkpoint holds, and start again then.")
        ImmutableList<SiteOutageSection> outages) {

    public SiteSection {
        Faults faults = new Faults();
        for (int i = 1; i < outages.size(); i++) {
            faults.unless(
                    outages.get(i).fromSeconds() >= outages.get(i - 1).untilSeconds(),
                    "outages",
                    "must be in the order of time, one over before the next begins");
        }
        faults.raise();
    }

    /** A time in which the whole site is down. */
    public record SiteOutageSection(
            @Key(
                    name = "from",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[0 s, 3660 d]",
                    doc = "When it goes down.")
            double fromSeconds,

            @Key(
                    name = "until",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[0 s, 3660 d]",
                    doc = "When its GPUs are there again.")
            double untilSeconds) {

        public SiteOutageSection {
            new Faults()
                    .unless(fromSeconds < untilSeconds, "until", "must be after from")
                    .raise();
        }
    }

    /** How clocks go down where the limit binds. */
    public record PowerPolicySection(
            @Key(
                    name = "actuationDelay",
                    unit = Quantity.DURATION,
                    range = "[0 s, 1 h]",
                    def = "40 s",
                    grade = Key.Grade.MEASURED,
                    doc = "From the decision to the new clock; 40 s is out-of-band capping of"
                            + " A100 rows (POLCA, ASPLOS 2024).")
            double actuationDelaySeconds,

            @Key(
                    name = "margin",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %)",
                    def = "2 %",
                    grade = Key.Grade.ASSUMED,
                    doc = "Share of the limit kept free when clocks are set.")
            double margin,

            @Key(
                    name = "hysteresis",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %)",
                    def = "5 %",
                    grade = Key.Grade.MEASURED,
                    doc = "How far below the margin power must fall before clocks go up again"
                            + " (POLCA, ASPLOS 2024).")
            double hysteresis,

            @Key(
                    name = "yields",
                    def = "together",
                    grade = Key.Grade.ASSUMED,
                    doc = "Who slows down first: together: serving and jobs at the same clock;"
                            + " jobs: jobs down to minClock, and only then what serves; serving:"
                            + " the other way round. It matters where a site has both.")
            Yielding.First yields) {}
}
