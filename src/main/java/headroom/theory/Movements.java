package headroom.theory;

import headroom.jobbook.Movement;
import headroom.scenario.Scenario;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * At which stations of a scenario it is known beforehand how the number of jobs moves: plain queues
 * with servers enough, to which jobs come from outside at random, at a constant rate, and never
 * again; by the same rule as {@link Theory}, so that one key more means that nothing is known.
 */
public final class Movements {
    /** Beyond these there are too many numbers of jobs to be told apart. */
    private static final int MOST_SERVERS = 100_000;

    private static final double MOST_LOAD = 0.9999;

    private Movements() {}

    /** What is known, by station. */
    public static SortedMap<String, Movement> of(Scenario scenario) {
        // where there are no jobs the plain queue that is compared with is not even read
        return scenario.jobs()
                .filter(jobs -> Departures.isOnlyJobs(scenario))
                .map(Theory::movements)
                .orElseGet(Collections::emptySortedMap);
    }

    static SortedMap<String, Movement> of(SortedMap<String, Stop> stops, OpenNetwork network) {
        TreeMap<String, Movement> known = new TreeMap<>();
        stops.forEach((name, stop) -> {
            boolean isPlain = stop.keys().isEmpty() && !network.isFed(name);
            boolean isFew =
                    stop.servers() <= MOST_SERVERS && stop.erlangs() <= MOST_LOAD * stop.servers();
            if (isPlain && isFew) {
                known.put(
                        name,
                        new Movement(
                                stop.ratePerSecond(),
                                stop.count(),
                                stop.meanSeconds(),
                                stop.isExponential()));
            }
        });
        return known;
    }
}
