package headroom.theory;

import static java.util.Objects.requireNonNull;

import headroom.analytic.Networks;
import headroom.theory.Stop.Visitors;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Stations that jobs come to from others.
 *
 * <p>In a network of Jackson, arrivals from outside at random, exponential stations where all need
 * the same mean, and endless ones of any law, every station is by itself as if all its arrivals
 * came at random; streams may differ in their ways. Only what no other station feeds may stand
 * before it. Source: Jackson 1957, Operations Research 5; Baskett, Chandy, Muntz and Palacios 1975,
 * J. ACM 22. A fork to two stations: Flatto and Hahn 1984, SIAM J. Applied Mathematics 44.
 */
final class OpenNetwork {
    private final List<Route> routes;
    private final TreeMap<String, Stop> stops;
    private final TreeSet<String> jackson = new TreeSet<>();

    OpenNetwork(List<Route> routes, TreeMap<String, Stop> stops) {
        this.routes = routes;
        this.stops = stops;
        stops.forEach((name, stop) -> {
            boolean exponential = stop.isExponential() && stop.isStable();
            if (stop.keys().isEmpty() && (stop.isEndless() || exponential)) {
                jackson.add(name);
            }
        });
        while (jackson.removeIf(name -> !jackson.containsAll(feeders(name)))) {
            // until every feeder of one that is left is left too
        }
    }

    private TreeSet<String> feeders(String station) {
        TreeSet<String> feeders = new TreeSet<>();
        for (Route route : routes) {
            for (String from : route.stations()) {
                if (route.leads(from, station)) {
                    feeders.add(from);
                }
            }
        }
        return feeders;
    }

    /** Whether jobs come to a station from any station. */
    boolean isFed(String station) {
        return !feeders(station).isEmpty();
    }

    /** The model of a station without departures. */
    Optional<Finding> of(String station) {
        Stop stop = requireNonNull(stops.get(station));
        if (!isFed(station)) {
            return Queues.plain(stop);
        }
        if (!jackson.contains(station)) {
            return Optional.empty();
        }
        return Queues.plain(stop)
                .map(found -> new Finding(found.model() + " (Jackson)", found.values()));
    }

    /** Mean times from coming in to leaving for good, of streams for which they are known. */
    Optional<Finding> lives(TreeMap<String, Finding> found) {
        if (stops.size() < 2) {
            return Optional.empty();
        }
        Finding fork = new Finding("fork-join of 2");
        Finding lives = new Finding("Jackson");
        for (Route route : routes) {
            String name = route.stream().name();
            if (isFork(route)) {
                fork(route, found);
                Visitors part = requireNonNull(stops.get(route.stations().get(0)))
                        .visitors()
                        .get(0);
                double seconds =
                        Networks.forkJoinSojournSeconds(part.ratePerSecond(), part.meanSeconds());
                fork.with("jobs.life", "mean", "s", seconds, name);
            } else if (jackson.containsAll(route.stations())) {
                lives.with("jobs.life", "mean", "s", life(route, found), name);
            }
        }
        Finding some = fork.values().isEmpty() ? lives : fork;
        return some.values().isEmpty() ? Optional.empty() : Optional.of(some);
    }

    private double life(Route route, TreeMap<String, Finding> found) {
        TreeMap<String, Double> visits = route.visits().orElseThrow();
        double seconds = 0;
        for (String station : route.stations()) {
            Stop stop = requireNonNull(stops.get(station));
            double wait =
                    stop.isEndless() ? 0 : value(requireNonNull(found.get(station)), "jobs.wait");
            double service = route.visit(station).size().orElseThrow().law().mean();
            seconds += requireNonNull(visits.get(station)) * (wait + service);
        }
        return seconds;
    }

    private static double value(Finding found, String name) {
        return found.values().stream()
                .filter(v -> v.name().equals(name) && v.stream().isEmpty())
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** Two equal stations of one exponential server each, and nobody else there. */
    private boolean isFork(Route route) {
        if (route.stream().forks().size() != 2 || route.stations().size() != 2) {
            return false;
        }
        if (!stops.keySet().containsAll(route.stations())) {
            return false;
        }
        Stop first = requireNonNull(stops.get(route.stations().get(0)));
        Stop second = requireNonNull(stops.get(route.stations().get(1)));
        boolean alone = routes.size() == 1
                && route.visit(route.stations().get(0)).next().isEmpty()
                && route.visit(route.stations().get(1)).next().isEmpty();
        return alone
                && isPart(first)
                && isPart(second)
                && first.visitors().equals(second.visitors());
    }

    private static boolean isPart(Stop stop) {
        return stop.departsIn("forks") && stop.isOne() && stop.isExponential() && stop.isStable();
    }

    private void fork(Route route, TreeMap<String, Finding> found) {
        for (String part : route.stations()) {
            found.put(part, Queues.erlangC("M/M/1", requireNonNull(stops.get(part))));
        }
    }
}
