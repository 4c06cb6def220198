package headroom.testing;

import headroom.experiment.RunResult;
import headroom.experiment.Simulation;
import headroom.metrics.Catalogue;
import headroom.metrics.Expectation;
import headroom.metrics.Judgement;
import headroom.metrics.MetricException;
import headroom.metrics.Objective;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.study.Expectations;
import headroom.study.SloCheck;
import headroom.study.Trial;
import headroom.yaml.Document.Place;
import headroom.yaml.Problem;

import java.util.List;
import java.util.stream.Collectors;

/** A scenario with its replications run, for a test to make statements about. */
public final class ScenarioRun {
    private final RunCache.Asked asked;
    private final ScenarioFile.Parsed parsed;
    private final Trial trial;
    private final RunResult result;

    ScenarioRun(RunCache.Asked asked, ScenarioFile.Parsed parsed, Trial trial, int threads) {
        this.asked = asked;
        this.parsed = parsed;
        this.trial = trial;
        this.result = trial.simulation()
                .result("test", trial.readings(), new Simulation.Machine(threads, 0));
    }

    /** The scenario, with all changes. */
    public Scenario scenario() {
        return parsed.scenario().orElseThrow();
    }

    /** Everything that the run says. */
    public RunResult result() {
        return result;
    }

    /** Its replications, each by itself. */
    public Trial trial() {
        return trial;
    }

    /** What the run shows of an objective, such as {@code p99(ttft, tier=max) < 2 s}. */
    Judgement judge(String objective, double confidence) {
        try {
            Catalogue catalogue = Catalogue.of(trial.readings().get(0), result.phases());
            Expectation expectation =
                    Expectation.of(Objective.parse(objective), confidence, catalogue);
            return Judgement.of(expectation, trial.readings(), 1);
        } catch (MetricException e) {
            throw new IllegalArgumentException(e.line() + "\n  " + described(), e);
        }
    }

    /** What the run shows of each slo entry, in their order. */
    List<Judgement> slo() {
        Expectations expected = Expectations.of(parsed, result);
        if (!expected.problems().isEmpty()) {
            throw new IllegalArgumentException(expected.problems().stream()
                    .map(Problem::render)
                    .collect(Collectors.joining("", "\n", "")));
        }
        return SloCheck.judge(expected.all(), trial.readings(), 1);
    }

    /** Where an slo entry stands. */
    String place(int entry) {
        Place place = parsed.expectations().get(entry);
        return place.source().override()
                ? place.source().label()
                : place.source().label() + ":" + place.line() + ":" + place.column();
    }

    /** The scenario and its changes in words. */
    String described() {
        StringBuilder words = new StringBuilder("scenario  " + asked.file());
        asked.changedBy().forEach(change -> words.append("\n            with ").append(change));
        return words.toString();
    }
}
