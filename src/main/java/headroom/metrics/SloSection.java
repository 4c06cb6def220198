package headroom.metrics;

import headroom.yaml.Key;
import headroom.yaml.Quantity;

import java.util.Optional;

/** What a scenario expects of one number of its runs. */
public record SloSection(
        @Key(
                name = "expect",
                form = Key.Form.LINE,
                doc = "What must hold of a number of a run: a statistic of a metric, with labels"
                        + " where there are several, below (<, <=) or above (>, >=) a bound with"
                        + " its unit, such as p99(ttft, tier=max, phase=after) < 2 s.")
        String expect,

        @Key(
                name = "confidence",
                unit = Quantity.RATIO,
                range = "[50 %, 100 %)",
                def = "95 %",
                doc = "How sure a verdict must be: the one-sided confidence with which the number"
                        + " is on its side of the bound.")
        double confidence,

        @Key(name = "why", form = Key.Form.LINE, doc = "What it is for, for people.")
        Optional<String> why) {

    /** What is asked. */
    public Objective objective() throws MetricException {
        return Objective.parse(expect);
    }
}
