package headroom.faults;

import headroom.plant.Scope;
import headroom.variates.Law;

/**
 * How a failure takes others with it: with some probability it spreads at once to further
 * components of its class in the same group, drawn uniformly; those that are down already stay so.
 *
 * @param probability that a failure spreads, in [0, 1]
 * @param within the group it stays in
 * @param further how many further components [1], rounded up; an exponential law thus gives a
 *     geometric one
 */
public record Spread(double probability, Scope within, Law further) {
    public Spread {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability to spread " + probability);
        }
    }
}
