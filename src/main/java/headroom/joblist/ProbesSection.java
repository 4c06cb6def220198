package headroom.joblist;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.OptionalDouble;

/** What is looked at besides sums and means, at every station. */
public record ProbesSection(
        @Key(
                name = "instants",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                def = "[]",
                doc = "When the jobs at a station are counted, from the start of each period;"
                        + " rising.")
        ImmutableList<Double> instantsSeconds,

        @Key(
                name = "period",
                unit = Quantity.DURATION,
                range = "(0 s, 3660 d]",
                doc = "After which the instants come again; left out: they come once.")
        OptionalDouble periodSeconds,

        @Key(
                name = "waits",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                def = "[]",
                doc = "Waits of which the share that is longer is measured; rising.")
        ImmutableList<Double> waitsSeconds,

        @Key(
                name = "customers",
                range = "[1, 2 B]",
                def = "[]",
                doc = "Jobs, 1 the first that comes to a station, whose mean wait is measured;"
                        + " rising.")
        ImmutableList<Double> customers,

        @Key(
                name = "sizes",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                def = "[]",
                doc = "Ends of classes of size of which the mean time at a station is measured;"
                        + " rising.")
        ImmutableList<Double> sizesSeconds) {

    public ProbesSection {
        Faults faults = new Faults();
        rising(faults, "instants", instantsSeconds);
        rising(faults, "waits", waitsSeconds);
        rising(faults, "customers", customers);
        rising(faults, "sizes", sizesSeconds);
        double last =
                instantsSeconds.isEmpty() ? 0 : instantsSeconds.get(instantsSeconds.size() - 1);
        faults.unless(
                        last < periodSeconds.orElse(Double.POSITIVE_INFINITY),
                        "instants",
                        "must lie within the period")
                .unless(
                        customers.stream().allMatch(n -> n == Math.rint(n)),
                        "customers",
                        "must be whole numbers")
                .raise();
    }

    private static void rising(Faults faults, String key, ImmutableList<Double> values) {
        boolean rising = true;
        for (int i = 1; i < values.size(); i++) {
            rising &= values.get(i) > values.get(i - 1);
        }
        faults.unless(rising, key, "must rise");
    }
}
