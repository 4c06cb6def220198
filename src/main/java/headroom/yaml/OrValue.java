package headroom.yaml;

import java.util.OptionalDouble;

/** A section in whose place a single value may stand, in the unit of the key it stands under. */
public interface OrValue {
    /** The single value that says the same; empty where none does. */
    OptionalDouble value();
}
