package headroom.theory;

import headroom.analytic.MarkovChain;
import headroom.arrivals.DemandCurve;
import headroom.jobbook.Movement;
import headroom.joblist.JobStreamSection;
import headroom.joblist.JobsSection;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.scenario.Scenario;
import headroom.theory.Finding.Value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What queueing theory says of the stations of a scenario that are a classical model, in the long
 * run and at the instants that are looked at.
 *
 * <p>A station is recognised by the keys in which it and those who come to it depart from a plain
 * queue; one more key, and there is no model. Stations that jobs come to from others are models
 * only as part of a network of Jackson, a closed one, or a fork.
 */
public final class Theory {
    /** Ends the names of the numbers: jobs.wait.theory stands beside jobs.wait. */
    public static final String SUFFIX = ".theory";

    /** Label with the name of the model. */
    public static final String MODEL = "model";

    private final List<Route> routes;
    private final TreeMap<String, Stop> stops;

    private Theory(JobsSection jobs) {
        Stops all = new Stops(jobs);
        routes = all.routes();
        stops = all.byStation();
    }

    /**
     * The numbers of each window, without half-widths; empty where nothing is recognised.
     *
     * @param curves when the jobs of a stream come
     */
    public static List<Measurement> of(
            Scenario scenario,
            List<Phase> windows,
            Function<JobStreamSection, DemandCurve> curves) {
        return measurements(windows, inTime(scenario, windows, curves), findings(scenario));
    }

    /**
     * The same of jobs by themselves, in the stations and streams of a scenario that has nothing
     * else.
     */
    public static List<Measurement> of(
            JobsSection jobs, List<Phase> windows, Function<JobStreamSection, DemandCurve> curves) {
        Theory theory = new Theory(jobs);
        TreeMap<String, Finding> found = new TreeMap<>();
        theory.find(found);
        return measurements(windows, theory.inTime(jobs, windows, curves), found);
    }

    private static List<Measurement> measurements(
            List<Phase> windows,
            TreeMap<String, Finding> inTime,
            TreeMap<String, Finding> findings) {
        List<Measurement> all = new ArrayList<>();
        inTime.forEach((station, found) -> {
            for (Value value : found.values()) {
                all.add(measurement(windows.get(0), station, found.model(), value));
            }
        });
        findings.forEach((station, found) -> {
            for (Phase window : windows) {
                for (Value value : found.values()) {
                    all.add(measurement(window, station, found.model(), value));
                }
            }
        });
        return all;
    }

    /** Whether a number is what theory says of those of a name. */
    public static boolean isOf(String name, Measurement each) {
        return each.name().equals(name + SUFFIX);
    }

    private static Measurement measurement(
            Phase window, String station, String model, Value value) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("phase", window.name());
        labels.put(MODEL, model);
        if (!station.isEmpty()) {
            labels.put("station", station);
        }
        if (!value.stream().isEmpty()) {
            labels.put("stream", value.stream());
        }
        if (!value.at().isEmpty()) {
            labels.put("at", value.at());
        }
        return new Measurement(
                value.name() + SUFFIX,
                labels,
                value.statistic(),
                value.unit(),
                value.value(),
                Double.NaN,
                Double.NaN,
                0);
    }

    /** The models by station; under no name what is said of whole lives. */
    static TreeMap<String, Finding> findings(Scenario scenario) {
        TreeMap<String, Finding> found = new TreeMap<>();
        if (scenario.jobs().isPresent() && Departures.isOnlyJobs(scenario)) {
            new Theory(scenario.jobs().orElseThrow()).find(found);
        }
        return found;
    }

    /** The models whose course is known, by station, and what is there at the instants. */
    static TreeMap<String, Finding> inTime(
            Scenario scenario,
            List<Phase> windows,
            Function<JobStreamSection, DemandCurve> curves) {
        if (scenario.jobs().isEmpty() || !Departures.isOnlyJobsInTime(scenario)) {
            return new TreeMap<>();
        }
        JobsSection jobs = scenario.jobs().orElseThrow();
        return new Theory(jobs).inTime(jobs, windows, curves);
    }

    private TreeMap<String, Finding> inTime(
            JobsSection jobs, List<Phase> windows, Function<JobStreamSection, DemandCurve> curves) {
        TreeMap<String, Finding> found = new TreeMap<>();
        if (windows.size() == 1) {
            Transient course = new Transient(jobs, windows.get(0), curves);
            stops.forEach((name, stop) -> course.of(stop).ifPresent(each -> found.put(name, each)));
        }
        return found;
    }

    /** What is known of the moves of the number of jobs, by station. */
    static SortedMap<String, Movement> movements(JobsSection jobs) {
        Theory theory = new Theory(jobs);
        if (theory.routes.stream().anyMatch(each -> each.stream().population() > 0)) {
            return Collections.emptySortedMap();
        }
        return Movements.of(theory.stops, new OpenNetwork(theory.routes, theory.stops));
    }

    private void find(TreeMap<String, Finding> found) {
        queues(found);
        stops.forEach((name, stop) -> solved(() -> Reliable.up(stop))
                .ifPresent(up -> found.merge(name, up, Finding::and)));
    }

    private void queues(TreeMap<String, Finding> found) {
        if (routes.stream().allMatch(r -> r.stream().population() > 0)) {
            new ClosedNetwork(routes, stops).find(found);
            if (stops.size() == 1) {
                stops.forEach(
                        (name, stop) -> Models.of(stop).ifPresent(each -> found.put(name, each)));
            }
            return;
        }
        OpenNetwork network = new OpenNetwork(routes, stops);
        stops.forEach((name, stop) -> {
            boolean plain = stop.keys().isEmpty();
            if (plain || !network.isFed(name)) {
                solved(plain ? () -> network.of(name) : () -> Models.of(stop))
                        .ifPresent(each -> found.put(name, each));
            }
        });
        network.lives(found).ifPresent(lives -> found.put("", lives));
    }

    /** A model, unless it has too many states for a solver. */
    private static Optional<Finding> solved(Supplier<Optional<Finding>> model) {
        try {
            return model.get();
        } catch (MarkovChain.TooManyStates e) {
            return Optional.empty();
        }
    }
}
