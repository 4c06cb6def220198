package headroom.joblist;

import com.google.common.collect.ImmutableList;

import headroom.demand.LawSection;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

/** Jobs in service share the servers evenly; those beyond the most wait in order of arrival. */
public record SharingSection(
        @Key(
                name = "most",
                form = Key.Form.ENDLESS,
                range = "[1, 1 B]",
                def = "unlimited",
                doc = "Jobs in service at once.")
        double most,

        @Key(
                name = "speeds",
                range = "(0, 1 M]",
                def = "[]",
                doc = "Speed of each job when 1, 2, ... are in service, beyond the last as the"
                        + " last; empty: servers over jobs, at most 1.")
        ImmutableList<Double> speeds) {

    public SharingSection {
        new Faults()
                .unless(Math.rint(most) == most, "most", "must be a whole number")
                .raise();
    }

    /** A server that finds nobody in line goes off, and takes time to come back. */
    public record SetupSection(
            @Key(
                    name = "time",
                    unit = Quantity.DURATION,
                    range = "[0 s, 3660 d]",
                    doc = "Time to come back.")
            LawSection time,

            @Key(
                    name = "most",
                    form = Key.Form.ENDLESS,
                    range = "[1, 100 M]",
                    def = "unlimited",
                    doc = "Servers that come back at once; never more than jobs wait.")
            double most) {}

    /** So many servers from an instant on. */
    public record PlannedSection(
            @Key(
                    name = "at",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "(0 s, 3660 d]",
                    doc = "From when on.")
            double atSeconds,

            @Key(
                    name = "servers",
                    range = "[0, 100 M]",
                    doc = "How many; those that go finish what they do.")
            int servers) {}

    /** What jobs in service use of something of which there is only so much. */
    public record BudgetSection(
            @Key(
                    name = "most",
                    unit = Quantity.POWER,
                    range = "(0 W, 100 GW]",
                    doc = "Power there is, above what is used when nobody is in service: a job"
                            + " starts only where there is enough left.")
            double mostWatts,

            @Key(
                    name = "step",
                    unit = Quantity.POWER,
                    range = "(0 W, 100 GW]",
                    def = "1 kW",
                    doc = "Width of the levels of power whose share of time is measured.")
            double stepWatts,

            @Key(name = "levels", range = "[0, 100 k]", def = "0", doc = "How many of them.")
            int levels) {}
}
