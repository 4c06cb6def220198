package headroom.theory;

import static java.util.Objects.requireNonNull;

import headroom.joblist.JobStreamSection;
import headroom.joblist.JobsSection;
import headroom.joblist.StationSection;
import headroom.joblist.VisitSection;
import headroom.theory.Stop.Visitors;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The stations of a scenario with those who come to each, and in what they are no plain queue. */
final class Stops {
    /** Servers beyond which a sum over all of them takes long. */
    private static final double MOST_SERVERS = 1e6;

    private final JobsSection jobs;
    /** By which alone jobs of other streams come; null: jobs come by their own streams. */
    private final @Nullable JobStreamSection door;

    private final List<Route> routes;

    Stops(JobsSection jobs) {
        this.jobs = jobs;
        door = door(jobs);
        routes = jobs.streams().stream()
                .filter(each -> door == null || door.mix().containsKey(each.name()))
                .map(Route::new)
                .toList();
    }

    private static @Nullable JobStreamSection door(JobsSection jobs) {
        List<JobStreamSection> open =
                jobs.streams().stream().filter(JobStreamSection::comes).toList();
        if (open.size() != 1) {
            return null;
        }
        JobStreamSection first = open.get(0);
        boolean isDoor = first.saturated()
                && !first.mix().isEmpty()
                && jobs.streams().stream().allMatch(each -> each.at().equals(first.at()));
        return isDoor ? first : null;
    }

    /** Where the jobs of each stream go. */
    List<Route> routes() {
        return routes;
    }

    /** Stations that somebody comes to, and what is known of them. */
    TreeMap<String, Stop> byStation() {
        TreeMap<String, Stop> stops = new TreeMap<>();
        jobs.stations().forEach((name, station) -> {
            TreeSet<String> keys = keys(station);
            List<Visitors> visitors = new ArrayList<>();
            for (Route route : routes) {
                if (route.reaches(name)) {
                    keys.addAll(keys(route));
                    visitors.addAll(visitors(route, name, keys));
                }
            }
            boolean endless = Double.isInfinite(station.servers().orElse(0));
            if (!endless && visitors.stream().anyMatch(v -> !(v.meanSeconds() > 0))) {
                keys.add("size");
            }
            if (!visitors.isEmpty()) {
                stops.put(name, new Stop(station, visitors, keys));
            }
        });
        return stops;
    }

    private static TreeSet<String> keys(StationSection station) {
        TreeSet<String> keys = Differences.of(station, Departures.STATION, "servers", "levels");
        double servers = station.servers().orElse(0);
        if (servers > MOST_SERVERS && !Double.isInfinite(servers)) {
            keys.add("servers");
        }
        return keys;
    }

    private TreeSet<String> keys(Route route) {
        JobStreamSection source = door == null ? route.stream() : door;
        TreeSet<String> keys = departures(route.stream());
        keys.addAll(departures(source));
        boolean comes =
                source.ratePerSecond().isPresent() || source.population() > 0 || source.saturated();
        if (!comes || source.ratePerSecond().isPresent() && source.present() > 0) {
            keys.add("rate");
        }
        if (door == null && jobs.streams().stream().anyMatch(each -> !each.mix().isEmpty())) {
            keys.add("mix");
        }
        return keys;
    }

    private static TreeSet<String> departures(JobStreamSection stream) {
        TreeSet<String> keys = Differences.of(
                stream,
                Departures.STREAM,
                "name",
                "at",
                "ratePerSecond",
                "size",
                "next",
                "visits",
                "priority",
                "group",
                "kind",
                "deadline",
                "yields",
                "mix",
                "retry");
        if (stream.retry().isPresent()) {
            keys.add("retry");
        }
        return keys;
    }

    /** Those of a door have their shares of it as rates. */
    private List<Visitors> visitors(Route route, String station, TreeSet<String> keys) {
        VisitSection visit = route.visit(station);
        keys.addAll(Differences.of(visit, Departures.STREAM.first(), "size", "next"));
        Optional<TreeMap<String, Double>> visits =
                route.stream().population() > 0 ? route.visitsInCycle() : route.visits();
        if (visits.isEmpty() || visit.size().isEmpty()) {
            keys.add("route");
            return List.of();
        }
        double coming = door == null
                ? route.stream().ratePerSecond().orElse(0)
                : requireNonNull(door.mix().get(route.stream().name()));
        double rate = coming * requireNonNull(visits.get().get(station));
        return List.of(new Visitors(route.stream(), rate, visit.size().get()));
    }
}
