package headroom.theory;

import static java.util.Objects.requireNonNull;

import headroom.analytic.Networks;
import headroom.theory.Stop.Visitors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Jobs that circulate for ever: users who think and ask one of some servers, or several classes at
 * single servers and places to think, by mean values.
 *
 * <p>Stations in order of arrival are exponential with the same mean for all; those that share one
 * server, and the endless ones, may have any law. Sources: see {@link Networks}; Reiser and
 * Lavenberg 1980, J. ACM 27.
 */
final class ClosedNetwork {
    /** Combinations of populations that are solved quickly. */
    private static final double MOST_STATES = 1e5;

    private final List<Route> routes;
    private final TreeMap<String, Stop> stops;
    private final List<String> queues = new ArrayList<>();
    private final List<String> delays = new ArrayList<>();

    ClosedNetwork(List<Route> routes, TreeMap<String, Stop> stops) {
        this.routes = routes;
        this.stops = stops;
        stops.forEach((name, stop) -> (stop.isEndless() ? delays : queues).add(name));
    }

    void find(TreeMap<String, Finding> found) {
        boolean plain = stops.values().stream().allMatch(ClosedNetwork::isKnown)
                // who never comes back has no cycle
                && routes.stream().allMatch(route -> route.visitsInCycle().isPresent());
        if (!plain || queues.isEmpty()) {
            return;
        }
        if (isFiniteSource()) {
            finiteSource(found);
            return;
        }
        double states = 1;
        for (Route route : routes) {
            states *= route.stream().population() + 1.0;
        }
        boolean single =
                queues.stream().allMatch(name -> requireNonNull(stops.get(name)).isOne());
        if (single && states <= MOST_STATES) {
            byMeanValues(found);
        }
    }

    private static boolean isKnown(Stop stop) {
        if (stop.isEndless()) {
            return stop.departsIn("population");
        }
        boolean shared = stop.departsIn("population", "sharing")
                && stop.isOne()
                && stop.station().sharing().equals(Departures.SHARED.sharing());
        return shared || stop.departsIn("population") && stop.isExponential();
    }

    private boolean isFiniteSource() {
        if (routes.size() != 1 || queues.size() != 1 || delays.size() != 1) {
            return false;
        }
        Stop queue = requireNonNull(stops.get(queues.get(0)));
        return requireNonNull(stops.get(delays.get(0))).isExponential()
                && queue.isExponential()
                && queue.departsIn("population")
                && Math.abs(requireNonNull(cycle(0).get(queues.get(0))) - 1) < 1e-9
                && Math.abs(requireNonNull(cycle(0).get(delays.get(0))) - 1) < 1e-9;
    }

    private TreeMap<String, Double> cycle(int route) {
        return routes.get(route).visitsInCycle().orElseThrow();
    }

    private void finiteSource(TreeMap<String, Finding> found) {
        Stop queue = requireNonNull(stops.get(queues.get(0)));
        Visitors there = queue.visitors().get(0);
        double think =
                requireNonNull(stops.get(delays.get(0))).visitors().get(0).meanSeconds();
        int users = there.stream().population();
        Networks.FiniteSource exact =
                new Networks.FiniteSource(users, queue.count(), think, there.meanSeconds());
        double rate = exact.throughputPerSecond();
        double busy = rate * there.meanSeconds();
        String model = "M/M/" + queue.count() + "//" + users;
        found.put(
                queues.get(0),
                new Finding(model)
                        .number("jobs.number", exact.meanPresent())
                        .number("jobs.waiting", exact.meanPresent() - busy)
                        .number("jobs.busy", busy)
                        .with("jobs.utilisation", "mean", "share", busy / queue.count(), "")
                        .with("jobs.completed", "mean", "1/s", rate, "")
                        .time("jobs.wait", exact.meanSojournSeconds() - there.meanSeconds())
                        .time("jobs.sojourn", exact.meanSojournSeconds()));
        found.put(
                delays.get(0),
                new Finding(model).number("jobs.number", users - exact.meanPresent()));
    }

    private void byMeanValues(TreeMap<String, Finding> found) {
        int classes = routes.size();
        int[] population = new int[classes];
        double[][] work = new double[classes][queues.size()];
        double[] think = new double[classes];
        for (int k = 0; k < classes; k++) {
            population[k] = routes.get(k).stream().population();
            for (int i = 0; i < queues.size(); i++) {
                work[k][i] = work(k, queues.get(i));
            }
            for (String delay : delays) {
                think[k] += work(k, delay);
            }
        }
        Networks.Closed exact = new Networks.Closed(population, work, think);
        for (int i = 0; i < queues.size(); i++) {
            found.put(queues.get(i), station(queues.get(i), exact, exact.meanPresent(i)));
        }
        for (String delay : delays) {
            double present = 0;
            for (int k = 0; k < classes; k++) {
                present += exact.throughputPerSecond(k) * work(k, delay);
            }
            found.put(delay, station(delay, exact, present));
        }
    }

    /** Work of a class at a station in a cycle [s]. */
    private double work(int route, String station) {
        return Optional.ofNullable(cycle(route).get(station))
                .map(visits -> visits
                        * routes.get(route)
                                .visit(station)
                                .size()
                                .orElseThrow()
                                .law()
                                .mean())
                .orElse(0.0);
    }

    private Finding station(String name, Networks.Closed exact, double present) {
        double rate = 0;
        for (int k = 0; k < routes.size(); k++) {
            rate += exact.throughputPerSecond(k) * cycle(k).getOrDefault(name, 0.0);
        }
        return new Finding("closed network")
                .number("jobs.number", present)
                .with("jobs.completed", "mean", "1/s", rate, "")
                .time("jobs.sojourn", present / rate);
    }
}
