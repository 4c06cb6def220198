package headroom.theory;

import headroom.scenario.Scenario;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * In which keys a part of a scenario differs from a plain one. A key that nobody has heard of
 * counts like any other, so that nothing is taken for a model that it is not.
 */
public final class Differences {
    /** What says how a scenario is run and called, not what is simulated. */
    private static final List<String> OF_RUNS = List.of(
            "name",
            "title",
            "start",
            "horizonSeconds",
            "warmUpSeconds",
            "seed",
            "epochSeconds",
            "replications",
            "batches",
            "precision",
            "warmUpFrom",
            "slo");

    private Differences() {}

    /** The same of whole scenarios, where how they are run is free as well. */
    public static TreeSet<String> ofScenario(Scenario scenario, Scenario plain, String... free) {
        TreeSet<String> names = of(scenario, plain, free);
        names.removeAll(OF_RUNS);
        return names;
    }

    /** Components in which a record differs from a plain one, but for those that are free. */
    public static TreeSet<String> of(Record section, Record plain, String... free) {
        TreeSet<String> names = new TreeSet<>();
        for (RecordComponent each : section.getClass().getRecordComponents()) {
            if (!Objects.equals(value(section, each), value(plain, each))) {
                names.add(each.getName());
            }
        }
        names.removeAll(List.of(free));
        return names;
    }

    private static Object value(Record section, RecordComponent component) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("components of sections can be read", e);
        }
    }
}
