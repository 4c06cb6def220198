package headroom.theory;

import java.util.Optional;

/**
 * The model of a station to which jobs come from outside alone, by the keys in which it departs
 * from a plain queue: only the sets of keys named here are models.
 */
final class Models {
    private Models() {}

    static Optional<Finding> of(Stop stop) {
        return switch (String.join(" ", stop.keys())) {
            case "" -> Queues.plain(stop);
            case "arrivals" -> Queues.renewal(stop).or(() -> Bursts.of(stop));
            case "policy" -> Orderly.of(stop);
            case "sharing" -> Orderly.sharing(stop);
            case "breakdowns" -> Queues.breakdowns(stop);
            case "setup" -> Queues.setup(stop);
            case "vacations" -> Queues.vacations(stop);
            case "patience" -> Losses.impatient(stop);
            case "line", "places", "line places" -> Losses.finite(stop);
            case "gangs line" -> Losses.gangs(stop);
            case "line policy" -> Losses.reservation(stop);
            case "line retry", "places retry" -> Losses.retrial(stop);
            case "line power powerWatts", "gangs line power powerWatts" -> Powered.limited(stop);
            case "power powerWatts" -> Powered.ample(stop);
            case "breakdowns checkpoint population" -> Reliable.saved(stop);
            case "gangs" -> Queues.gangs(stop);
            case "gangs present saturated" -> Queues.saturated(stop);
            default -> Optional.empty();
        };
    }
}
