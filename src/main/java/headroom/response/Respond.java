package headroom.response;

import headroom.measure.Phase;
import headroom.scenario.Scenario;
import headroom.study.Laboratory;
import headroom.study.StudyException;
import headroom.study.Trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a scenario at every addition and every height of the spike, all with the same random
 * numbers: replication r draws the same users, sessions and tokens at each point, so that
 * differences between points are of capacity and spike, not of chance.
 *
 * <p>Caps and multiplier are what the scenario's controllers settle at. The upper bound of the caps
 * is lifted, else it would be the answer.
 */
public final class Respond {
    private Respond() {}

    /** The response of the laboratory's scenario. */
    public static Response to(Question question, Laboratory laboratory, int replications)
            throws IOException, StudyException {
        Trial plain = laboratory.trial(Map.of());
        Scenario given = plain.simulation().scenario();
        // before anything is run
        settled(plain);
        boolean spiked = !given.demand().spikes().isEmpty();
        List<Map<String, String>> changes = new ArrayList<>();
        for (double spike : question.spikes()) {
            for (double scale : question.scales()) {
                changes.add(question.changes(scale, spike, spiked));
            }
        }
        List<Trial> trials = laboratory.trials(changes, replications);
        List<Measure> measures = Question.measures(given);
        List<Point> points = new ArrayList<>();
        int next = 0;
        for (double spike : question.spikes()) {
            for (double scale : question.scales()) {
                Trial trial = trials.get(next++);
                points.add(Point.of(scale, spike, trial, settled(trial), measures));
            }
        }
        Phase read = settled(trials.get(0));
        return new Response(given, question, replications, measures, read, points);
    }

    /**
     * The phase in which all of the addition is there; of several the last to begin.
     *
     * @throws StudyException where no phase of the scenario lies in that time
     */
    private static Phase settled(Trial trial) throws StudyException {
        Scenario s = trial.simulation().scenario();
        double from = Expansion.completeSeconds(s);
        double until = Expansion.leavesSeconds(s);
        return trial.simulation().phases().stream()
                .filter(phase -> phase.fromSeconds() > from - 1 && phase.toSeconds() < until + 1)
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> StudyException.ofUsage("all that is added to " + s.name()
                        + " is there from " + Phase.clock(from) + " to " + Phase.clock(until)
                        + " of the run, and no phase of an hour or more lies in that: give it one"
                        + " in phases, or leave phases out"));
    }
}
