package headroom.clients;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.ArrivalProcess;
import headroom.kernel.Streams;
import headroom.workload.Activity;
import headroom.workload.AliasTable;

import umontreal.ssj.rng.RandomStream;

import java.util.List;

/** The groups of a tier: whose session starts next, and when. */
final class Crowds {
    private final Crowd[] crowds;
    /** Whose session is the last that was announced, and the one before it, which is due. */
    private Crowd announced;

    private Crowd due;

    /** A group with its users, the first of whom has this index in the tier. */
    private static final class Crowd {
        /** Twelve bytes a user; the weights themselves are not kept. */
        private final AliasTable members;

        private final ArrivalProcess arrivals;
        private final int firstUser;
        private double nextSeconds;

        Crowd(AliasTable members, int firstUser, ArrivalProcess arrivals) {
            this.members = members;
            this.firstUser = firstUser;
            this.arrivals = arrivals;
            advance();
        }

        void advance() {
            nextSeconds = arrivals.next();
        }
    }

    /**
     * Draws the users of all groups, in order.
     *
     * @param activity is told how many times as active each is as users of the tier are on average
     */
    Crowds(TierSpec spec, Streams streams, RandomStream users, double[] activity) {
        List<Group> groups = spec.crowd();
        double mean = spec.sessionsPerSecond() / activity.length;
        crowds = new Crowd[groups.size()];
        int first = 0;
        for (int i = 0; i < crowds.length; i++) {
            Group group = groups.get(i);
            Activity drawn = Activity.draw(group.users(), spec.activitySigma(), users);
            double level = group.sessionsPerSecond() / group.users() / mean;
            for (int member = 0; member < group.users(); member++) {
                activity[first + member] = drawn.weight(member) * level;
            }
            String name = group.name().isEmpty() ? "" : "." + group.name();
            ArrivalLaw.Rate rate = new ArrivalLaw.Rate(group.sessionsPerSecond(), group.demand());
            ArrivalProcess arrivals =
                    spec.law().open(rate, streams, spec.name() + ".arrivals" + name);
            crowds[i] = new Crowd(drawn.chooser(), first, arrivals);
            first += group.users();
        }
        announced = crowds[0];
        due = crowds[0];
    }

    /** The session start that follows the one that is now due [s]. */
    double nextSessionSeconds() {
        due = announced;
        Crowd first = crowds[0];
        for (Crowd crowd : crowds) {
            if (crowd.nextSeconds < first.nextSeconds) {
                first = crowd;
            }
        }
        announced = first;
        double start = first.nextSeconds;
        if (start < Double.POSITIVE_INFINITY) {
            first.advance();
        }
        return start;
    }

    /** The user who starts the session that is due. */
    int drawUser(double u) {
        return due.firstUser + due.members.sample(u);
    }
}
