package headroom.study;

import headroom.experiment.RunResult;
import headroom.experiment.Simulation;
import headroom.metrics.Catalogue;
import headroom.metrics.Expectation;
import headroom.metrics.MetricException;
import headroom.metrics.Selector;
import headroom.metrics.SloSection;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.yaml.Document.Place;
import headroom.yaml.Problem;
import headroom.yaml.Problems;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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

    /**
     * What is wrong with the other numbers that a scenario names: the one that must be precise, and
     * the one that tells the warm-up. If there are any the first hour is simulated.
     */
    public static List<Problem> asked(ScenarioFile.Parsed parsed, Simulation simulation) {
        Scenario scenario = parsed.scenario().orElseThrow();
        Problems problems = new Problems();
        scenario.precision().ifPresent(each -> new Named(parsed, ScenarioFile.PRECISION)
                .find(each.selector(), simulation.catalogue(), problems));
        scenario.warmUpFrom().ifPresent(each -> new Named(parsed, ScenarioFile.WARM_UP)
                .find(each.selector(), simulation.hourly(), problems));
        return problems.inOrder();
    }

    /** A number named by a key. */
    private record Named(ScenarioFile.Parsed parsed, String key) {
        void find(Selector selector, Catalogue catalogue, Problems problems) {
            try {
                catalogue.find(selector);
            } catch (MetricException e) {
                String name = key.substring(key.lastIndexOf('.') + 1);
                Place place = Objects.requireNonNull(parsed.asked().get(key));
                problems.error(place, name + ": " + e.getMessage(), e.hint());
            }
        }
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
