package headroom.clients;

import headroom.arrivals.DemandCurve;

import java.util.List;

/**
 * Some users of a tier in a cell who start sessions at a common rate: those of one region, or one
 * organisation so large that every cell has a part of it.
 *
 * @param name its name in streams of random numbers; empty for the only one of a tier
 * @param users users in this cell; an organisation is one
 * @param sessionsPerSecond mean session starts of all of them together, before the demand curve
 * @param demand rate multiplier over time
 * @param partOf cells over which each user is spread, with that part of its rate and of its limits
 *     in each; 1 for users who live whole in a cell
 */
public record Group(
        String name, int users, double sessionsPerSecond, DemandCurve demand, int partOf) {

    public Group {
        if (users < 1 || partOf < 1) {
            throw new IllegalArgumentException(users + " users, each in " + partOf + " cells");
        }
    }

    /** All users of some groups. */
    public static int users(List<Group> groups) {
        return groups.stream().mapToInt(Group::users).sum();
    }
}
