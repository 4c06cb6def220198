package headroom.faults;

import headroom.plant.Topology;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * All that fails on a site and what is done about it.
 *
 * @param topology the places of nodes
 * @param classes what fails; a cause is the number of a class here
 * @param lemons which machines are worse; they matter to classes of scope node
 * @param upkeep crews and spares
 * @param rough spells in which all classes but renewed and recorded ones fail more; null for none
 */
public record FaultPlan(
        Topology topology,
        List<FaultClass> classes,
        Lemons lemons,
        Upkeep upkeep,
        @Nullable RoughSpells rough) {
    public FaultPlan {
        classes = List.copyOf(classes);
        long names = classes.stream().map(FaultClass::name).distinct().count();
        if (names < classes.size()) {
            throw new IllegalArgumentException("two fault classes of one name");
        }
    }

    /** Classes alone: machines all alike, crews as needed, no spares, no spells. */
    public static FaultPlan of(Topology topology, FaultClass... classes) {
        return new FaultPlan(topology, List.of(classes), Lemons.NONE, Upkeep.UNLIMITED, null);
    }
}
