package headroom.theory;

import headroom.measure.Measurement;

import java.util.ArrayList;
import java.util.List;

/**
 * A model that was recognised, and what it says.
 *
 * @param model its name, such as M/M/3
 * @param values what it says, in the order in which it is printed
 */
record Finding(String model, List<Value> values) {

    /**
     * A number of the model.
     *
     * @param stream the jobs it is of; empty: all that come to the station
     * @param at the instant it is of, as results write it; empty: the long run
     */
    record Value(
            String name, String statistic, String unit, double value, String stream, String at) {}

    Finding(String model) {
        this(model, new ArrayList<>());
    }

    /** A mean number of jobs or servers. */
    Finding number(String name, double value) {
        return with(name, "mean", "1", value, "");
    }

    /** A mean time [s]. */
    Finding time(String name, double seconds) {
        return with(name, "mean", "s", seconds, "");
    }

    Finding share(String name, double share) {
        return with(name, "share", "share", share, "");
    }

    /** What is true at an instant [s]. */
    Finding at(double instantSeconds, String name, String statistic, double value) {
        String unit = statistic.equals("share") ? "share" : "1";
        String at = Measurement.label(instantSeconds);
        values.add(new Value(name, statistic, unit, value, "", at));
        return this;
    }

    Finding with(String name, String statistic, String unit, double value, String stream) {
        values.add(new Value(name, statistic, unit, value, stream, ""));
        return this;
    }

    /** What another says of the same station too, under the name of this. */
    Finding and(Finding other) {
        values.addAll(other.values);
        return this;
    }
}
