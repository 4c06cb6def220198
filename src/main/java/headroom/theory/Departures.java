package headroom.theory;

import headroom.joblist.JobStreamSection;
import headroom.joblist.JobsSection;
import headroom.joblist.StationSection;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.yaml.Named;

import java.util.TreeSet;

/**
 * In which keys a part of a scenario departs from a plain one, in which nothing is said that need
 * not be. A key that this room does not know is a departure like any other, so that it is never
 * taken for a model that it is not.
 */
final class Departures {
    /** Each part as short as it can be written. */
    private static final Scenario PLAIN = ScenarioFile.parse("plain", """
            name: plain
            title: Nothing but a queue
            start: 2026-01-01
            horizon: 1 h
            seed: 1
            jobs:
              stations:
                plain: {servers: 1}
                shared: {servers: 1, sharing: {}}
                broken: {servers: 1, breakdowns: {life: 1 s, repair: 1 s}}
                setup: {servers: 1, setup: {time: 1 s}}
              streams:
                - name: plain
                  at: plain
                  rate: 1 /s
                  size: 1 s
                  retry: {pause: 1 s}
                  visits: {shared: {size: 1 s}}
            """).orThrow();

    static final JobsSection JOBS = PLAIN.jobs().orElseThrow();
    static final StationSection STATION = station("plain");
    static final StationSection SHARED = station("shared");
    static final StationSection BROKEN = station("broken");
    static final StationSection SETUP = station("setup");
    static final JobStreamSection STREAM = JOBS.streams().get(0);

    private Departures() {}

    private static StationSection station(String name) {
        return Named.known(JOBS.stations(), name);
    }

    /** Whether a scenario is about nothing but jobs from an empty start on. */
    static boolean isOnlyJobs(Scenario scenario) {
        return ofScenario(scenario).isEmpty()
                && Differences.of(
                                scenario.jobs().orElse(JOBS), JOBS, "stations", "streams", "probes")
                        .isEmpty();
    }

    /** The same, where they may start anew and come by profiles. */
    static boolean isOnlyJobsInTime(Scenario scenario) {
        TreeSet<String> keys = ofScenario(scenario);
        keys.remove("demand");
        return keys.isEmpty()
                && Differences.of(scenario.demand(), PLAIN.demand(), "profiles").isEmpty();
    }

    private static TreeSet<String> ofScenario(Scenario scenario) {
        return Differences.ofScenario(scenario, PLAIN, "jobs");
    }
}
