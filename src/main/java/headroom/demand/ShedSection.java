package headroom.demand;

import headroom.yaml.Key;
import headroom.yaml.Quantity;

import java.util.OptionalDouble;

/** From when on the requests of a tier or stream are shed; who matters less is shed earlier. */
public record ShedSection(
        @Key(
                name = "ttftDeadline",
                unit = Quantity.DURATION,
                range = "(0 s, 1 d]",
                doc = "Shed at once if the first token is expected later than this; left out:"
                        + " as under overload.")
        OptionalDouble ttftDeadlineSeconds,

        @Key(
                name = "queue",
                range = "[0, 1 M]",
                def = "1 M",
                doc = "Shed from so many requests on that wait at the replica, whoever's; at most"
                        + " overload.maxQueuePerReplica counts.")
        int maxQueue) {}
