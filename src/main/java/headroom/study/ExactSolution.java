package headroom.study;

import headroom.measure.Measurement;
import headroom.theory.Theory;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The answer of a search by queueing theory alone, to stand beside the one by simulation.
 *
 * @param model the model that was recognised at the answer
 * @param answer the most wanted value at which all constraints hold exactly
 * @param there what theory says of each constraint at the answer
 * @param before the same one step before it; empty where theory is silent, as without steady state
 */
public record ExactSolution(
        String model, int answer, List<Double> there, Optional<List<Double>> before) {
    public ExactSolution {
        there = List.copyOf(there);
    }

    /** Seeks it; empty where theory is silent on a constraint, or none of the values holds. */
    public static Optional<ExactSolution> of(Solve.Question question, LaboratorySampler sampler)
            throws IOException, StudyException {
        int holds = question.grid().size() - 1;
        if (!holds(question, sampler.exact(holds))) {
            return Optional.empty();
        }
        int below = -1;
        while (holds - below > 1) {
            int middle = below + (holds - below) / 2;
            if (holds(question, sampler.exact(middle))) {
                holds = middle;
            } else {
                below = middle;
            }
        }
        List<Measurement> there = sampler.exact(holds).orElseThrow();
        Optional<List<Measurement>> before = below < 0 ? Optional.empty() : sampler.exact(below);
        return Optional.of(new ExactSolution(
                Objects.requireNonNull(there.get(0).labels().get(Theory.MODEL)),
                holds,
                values(there),
                before.map(ExactSolution::values)));
    }

    private static List<Double> values(List<Measurement> theory) {
        return theory.stream().map(Measurement::value).toList();
    }

    private static boolean holds(Solve.Question question, Optional<List<Measurement>> theory) {
        if (theory.isEmpty()) {
            return false;
        }
        boolean all = true;
        for (int t = 0; t < question.targets().size(); t++) {
            Target target = question.targets().get(t);
            all &= target.relation().holds(theory.get().get(t).value(), target.bound());
        }
        return all;
    }
}
