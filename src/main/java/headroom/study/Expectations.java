package headroom.study;

import headroom.experiment.RunResult;
import headroom.experiment.Simulation;
import headroom.metrics.Catalogue;
import headroom.metrics.Expectation;
import headroom.metrics.MetricException;
import headroom.metrics.SloSection;
import headroom.scenario.ScenarioFile;
import headroom.yaml.Problem;
import headroom.yaml.Problems;

import java.util.ArrayList;
import java.util.List;

/**
 * What a scenario expects of its runs.
 *
 * @param all its entries with the numbers that they are about, in their order
 * @param problems entries about numbers that its runs do not have, each at its place
 */
public record Expectations(List<Expectation> all, List<Problem> problems) {
    public Expectations {
        all = List.copyOf(all);
        problems = List.copyOf(problems);
    }

    /** Finds the numbers; the first hour is simulated to know them, if anything is expected. */
    public static Expectations of(ScenarioFile.Parsed parsed, Simulation simulation) {
        return parsed.scenario().orElseThrow().slo().isEmpty()
                ? new Expectations(List.of(), List.of())
                : of(parsed, simulation.catalogue());
    }

    /** Finds the numbers among those of a run that is over. */
    public static Expectations of(ScenarioFile.Parsed parsed, RunResult result) {
        return parsed.scenario().orElseThrow().slo().isEmpty()
                ? new Expectations(List.of(), List.of())
                : of(parsed, Catalogue.of(result.readings().get(0), result.phases()));
    }

    private static Expectations of(ScenarioFile.Parsed parsed, Catalogue catalogue) {
        List<SloSection> entries = parsed.scenario().orElseThrow().slo();
        Problems problems = new Problems();
        List<Expectation> all = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            try {
                all.add(Expectation.of(entries.get(i), catalogue));
            } catch (MetricException e) {
                problems.error(parsed.expectations().get(i), "expect: " + e.getMessage(), e.hint());
            }
        }
        return new Expectations(all, problems.inOrder());
    }
}
