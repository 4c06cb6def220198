package headroom.metrics;

/**
 * An objective whose number has been found among those of a run.
 *
 * @param objective what is asked, as it was written
 * @param target the number that it is about
 * @param bound the bound in the unit of the number
 * @param confidence how sure a verdict must be
 */
public record Expectation(Objective objective, Target target, double bound, double confidence) {

    /** What an entry of a scenario asks of the numbers of its runs. */
    public static Expectation of(SloSection slo, Catalogue catalogue) throws MetricException {
        return of(slo.objective(), slo.confidence(), catalogue);
    }

    /** What is asked of the numbers of a run. */
    public static Expectation of(Objective objective, double confidence, Catalogue catalogue)
            throws MetricException {
        Target target = catalogue.target(objective.metric());
        double bound = Units.parse(objective.bound(), target.unit());
        return new Expectation(objective, target, bound, confidence);
    }

    /** Whether a value is on the right side of the bound; NaN never is. */
    boolean holds(double value) {
        return objective.relation().holds(value, bound);
    }
}
