package headroom.clients;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.ArrivalProcess;
import headroom.kernel.Keyed;
import headroom.kernel.Streams;
import headroom.quota.Slots;
import headroom.workload.Activity;
import headroom.workload.AliasTable;

import umontreal.ssj.rng.RandomStream;

import java.util.Arrays;
import java.util.List;

/**
 * The groups of a tier: which sessions begin next, when, whose, and what for.
 *
 * <p>They are drawn some at a time, ahead of their instants. Each user lies in a line or two that
 * no cache holds any more; loads that nothing waits for overlap, so that several together take
 * little longer than one. The draws are those that would be made one by one: a group has a stream
 * for its times and another for users and workloads in turn.
 */
final class Crowds {
    private static final int AHEAD = 16;

    private final Crowd[] crowds;
    private final boolean open;
    private final AliasTable mix;
    /** What users before some one keep to is drawn from. */
    private final Keyed kinds;

    private final int firstWithoutKind;
    private final Slots words;
    private final double[] startSeconds = new double[AHEAD];
    /** Of each its group, and what its user and its workload are drawn by. */
    private final int[] groups = new int[AHEAD];

    private final double[] userDraws = new double[AHEAD];
    private final double[] workloadDraws = new double[AHEAD];
    private final int[] users = new int[AHEAD];
    private final int[] workloads = new int[AHEAD];
    private final int[] numbers = new int[AHEAD];
    /** The one announced last; the one before it is due. */
    private int announced = AHEAD - 1;

    private int user;
    private int workload;
    private int number;
    /** Kept, so that nothing may leave the touching out. */
    private long touched;

    /** A group with its users, the first of whom has this index in the tier. */
    private static final class Crowd {
        /** Twelve bytes a user; the weights themselves are not kept. */
        private final AliasTable members;

        private final ArrivalProcess arrivals;
        private final RandomStream choices;
        private final int firstUser;
        private int begun;
        private double nextSeconds;

        Crowd(AliasTable members, int firstUser, ArrivalProcess arrivals, RandomStream choices) {
            this.members = members;
            this.firstUser = firstUser;
            this.arrivals = arrivals;
            this.choices = choices;
            advance();
        }

        void advance() {
            nextSeconds = arrivals.next();
        }
    }

    /**
     * Draws the users of all groups, in order.
     *
     * @param users what their activity is drawn from
     * @param activity is told how many times as active each is as users of the tier are on average
     * @param words beside the meters of each
     */
    Crowds(TierSpec spec, Streams streams, RandomStream users, double[] activity, Slots words) {
        this.words = words;
        open = spec.isOpen();
        mix = new AliasTable(
                spec.mix().stream().mapToDouble(Double::doubleValue).toArray());
        kinds = streams.keyed(spec.name() + ".kinds");
        firstWithoutKind = spec.firstWithoutKind();
        List<Group> groups = spec.crowd();
        double mean = spec.sessionsPerSecond() / activity.length;
        crowds = new Crowd[groups.size()];
        int first = 0;
        for (int i = 0; i < crowds.length; i++) {
            Group group = groups.get(i);
            Activity drawn = Activity.draw(group.users(), spec.activitySigma(), users);
            // where nobody starts sessions at a rate, as in closed tiers, nothing is used of limits
            double level = mean > 0 ? group.sessionsPerSecond() / group.users() / mean : 0;
            for (int member = 0; member < group.users(); member++) {
                activity[first + member] = drawn.weight(member) * level;
            }
            String name = group.name().isEmpty() ? "" : "." + group.name();
            ArrivalLaw.Rate rate = new ArrivalLaw.Rate(group.sessionsPerSecond(), group.demand());
            ArrivalProcess arrivals =
                    spec.law().open(rate, streams, spec.name() + ".arrivals" + name);
            RandomStream choices = streams.of(spec.name() + ".sessions" + name);
            crowds[i] = new Crowd(drawn.chooser(), first, arrivals, choices);
            first += group.users();
        }
    }

    /** The session start that follows the one that is now due [s]. */
    double nextSessionSeconds() {
        user = users[announced];
        workload = workloads[announced];
        number = numbers[announced];
        announced++;
        if (announced == AHEAD) {
            announced = 0;
            draw();
        }
        return startSeconds[announced];
    }

    /** The user who starts the session that is due. */
    int user() {
        return user;
    }

    int workload() {
        return workload;
    }

    /** What a session of a user is for: what the user keeps to, else by a uniform. */
    int workload(int who, double u) {
        return mix.sample(who < firstWithoutKind ? Keyed.uniform(kinds.key(who), 0) : u);
    }

    /** Its number: no other session of the tier has it, and it counts on within its group. */
    int number() {
        return number;
    }

    private void draw() {
        for (int i = 0; i < AHEAD; i++) {
            int group = next();
            Crowd crowd = crowds[group];
            startSeconds[i] = crowd.nextSeconds;
            if (startSeconds[i] == Double.POSITIVE_INFINITY) {
                Arrays.fill(startSeconds, i, AHEAD, Double.POSITIVE_INFINITY);
                break;
            }
            crowd.advance();
            groups[i] = group;
            numbers[i] = crowd.begun++ * crowds.length + group;
            userDraws[i] = open ? 0 : crowd.choices.nextDouble();
            workloadDraws[i] = crowd.choices.nextDouble();
        }
        for (int i = 0; i < AHEAD; i++) {
            Crowd crowd = crowds[groups[i]];
            users[i] = open ? 0 : crowd.firstUser + crowd.members.sample(userDraws[i]);
            workloads[i] = workload(users[i], workloadDraws[i]);
        }
        for (int each : users) {
            touched ^= words.touch(each);
        }
    }

    /** The group whose session starts next. */
    private int next() {
        int next = 0;
        for (int i = 1; i < crowds.length; i++) {
            if (crowds[i].nextSeconds < crowds[next].nextSeconds) {
                next = i;
            }
        }
        return next;
    }
}
