package headroom.search;

import headroom.metrics.Objective.Relation;
import headroom.stat.TailBias;

/**
 * A constraint on a number of a run.
 *
 * @param text as it was asked
 * @param metric the number's selector, for headings
 * @param relation which side of the bound it must be on
 * @param bound in the unit of the number
 * @param unit unit of the number
 */
public record Target(String text, String metric, Relation relation, double bound, String unit) {
    /** How far a number is on the wanted side; negative if it is not. */
    public double margin(double value) {
        return relation.wantsLess() ? bound - value : value - bound;
    }

    /** How far a number is beyond the bound, as a share of the bound; 0 if it holds. */
    public double miss(double value) {
        if (Double.isNaN(value)) {
            return Double.POSITIVE_INFINITY;
        }
        double beyond = Math.max(0, -margin(value));
        return bound == 0 ? beyond : beyond / Math.abs(bound);
    }

    /** Whether short replications tell the number too low, see {@link TailBias}. */
    boolean isProne() {
        int statistic = metric.indexOf('(');
        return statistic > 0 && TailBias.isProne(metric.substring(0, statistic).strip());
    }
}
