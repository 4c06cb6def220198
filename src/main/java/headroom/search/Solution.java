package headroom.search;

import headroom.search.Sample.Check;
import headroom.search.Standing.Decision;

import java.util.List;

/**
 * What a search found.
 *
 * @param question what was asked
 * @param level of every interval within it: the confidence, divided by the stages of the search
 * @param found whether all constraints hold somewhere, by their estimates
 * @param answer place of the most wanted value at which they do; else of the one that misses least
 * @param ends places that cannot be told from the answer
 * @param binding the constraint that forbids a better value, -1 where none does
 * @param crossing where that constraint meets its bound
 * @param evaluated all values that were run, the most wanted first
 * @param findings what is odd about the constraints, in sentences
 */
public record Solution(
        Solve.Question question,
        double level,
        boolean found,
        int answer,
        Ends ends,
        int binding,
        Crossing crossing,
        List<Evaluated> evaluated,
        List<String> findings) {
    public Solution {
        evaluated = List.copyOf(evaluated);
        findings = List.copyOf(findings);
    }

    /**
     * An interval of places.
     *
     * @param low the most wanted place that is not known to fail
     * @param high the most wanted place that is known to hold
     * @param closed whether any is; else high is the end of the range
     */
    public record Ends(int low, int high, boolean closed) {}

    /** A place between two of the grid, with half the width of its interval; NaN if unknown. */
    public record Crossing(double place, double halfWidth) {
        static final Crossing NONE = new Crossing(Double.NaN, Double.NaN);
    }

    /**
     * A value that was run.
     *
     * @param position its place
     * @param replications how many were run
     * @param requests requests and jobs that were simulated
     * @param standings what is known of each constraint
     * @param decision whether all hold
     * @param reductions how many times as many replications each constraint would need without its
     *     control variates; 1 without any
     * @param checks of what is known of the inputs, and was taken for chance
     * @param isCorrected whether it was taken off as it is
     */
    public record Evaluated(
            int position,
            int replications,
            double requests,
            List<Standing> standings,
            Decision decision,
            List<Double> reductions,
            List<Check> checks,
            boolean isCorrected) {
        public Evaluated {
            standings = List.copyOf(standings);
            reductions = List.copyOf(reductions);
            checks = List.copyOf(checks);
        }
    }

    /**
     * The end of the interval on the wanted side: of values that lie apart the first that is not
     * known to fail, of any the last that is.
     */
    public int mostWanted() {
        boolean isItself = question.grid().isWhole() || ends.low() == 0;
        return isItself ? ends.low() : ends.low() - 1;
    }

    /** Replications over all values. */
    public long replications() {
        return evaluated.stream().mapToLong(Evaluated::replications).sum();
    }

    /** Requests and jobs over all values. */
    public double requests() {
        return evaluated.stream().mapToDouble(Evaluated::requests).sum();
    }

    /** The value that was run at a place. */
    public Evaluated at(int position) {
        return evaluated.stream()
                .filter(each -> each.position() == position)
                .findFirst()
                .orElseThrow();
    }
}
