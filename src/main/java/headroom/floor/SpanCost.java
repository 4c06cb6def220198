package headroom.floor;

/**
 * Time that a gang loses where its nodes stand apart.
 *
 * <pre>
 * time for a unit of work = 1 + a (1 - 1/r) + b (1 - 1/p)
 * </pre>
 *
 * r and p are the racks and pods it stands in [1]; of traffic that goes from every node to every
 * other the share 1 - 1/r crosses racks and 1 - 1/p crosses pods. Domain: gangs spread evenly.
 * Grade: assumed, a and b are values of the scenario.
 *
 * @param acrossRacks a: time added if all traffic crosses racks [1]
 * @param acrossPods b: time added if all traffic crosses pods, beside that for racks [1]
 */
public record SpanCost(double acrossRacks, double acrossPods) {
    /** All places are alike. */
    public static final SpanCost NONE = new SpanCost(0, 0);

    public SpanCost {
        if (!(acrossRacks >= 0 && acrossPods >= 0) || !Double.isFinite(acrossRacks + acrossPods)) {
            throw new IllegalArgumentException(
                    "cost of racks " + acrossRacks + ", of pods " + acrossPods);
        }
    }

    /** Time added to a unit of work [1]. */
    double of(int racks, int pods) {
        return acrossRacks * (1 - 1.0 / racks) + acrossPods * (1 - 1.0 / pods);
    }
}
