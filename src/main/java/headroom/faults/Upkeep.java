package headroom.faults;

import headroom.variates.Law;

import org.jspecify.annotations.Nullable;

/**
 * What a site has to keep its nodes running.
 *
 * @param crews repairs at a time, first come first served; 0 for as many as needed
 * @param spares machines beside those in service; they do not fail while they wait
 * @param setupSeconds from detection until a spare works in the place of a failed machine [s];
 *     may be null where there are no spares
 */
public record Upkeep(int crews, int spares, @Nullable Law setupSeconds) {
    /** Crews as needed, no spares. */
    public static final Upkeep UNLIMITED = new Upkeep(0, 0, null);

    public Upkeep {
        if (crews < 0 || spares < 0 || (spares > 0 && setupSeconds == null)) {
            throw new IllegalArgumentException(crews + " crews, " + spares + " spares"
                    + (setupSeconds == null ? " without a time to set them up" : ""));
        }
    }
}
