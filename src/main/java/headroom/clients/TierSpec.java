package headroom.clients;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.DemandCurve;
import headroom.quota.Limit;
import headroom.variates.QuantileTable;
import headroom.workload.RetryPolicy;
import headroom.workload.Workload;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One tier of users as a cell sees it.
 *
 * @param name its name in the scenario
 * @param users users of the tier in this cell; 0: open arrivals of nobody
 * @param sessionsPerSecond mean session starts of all of them together, before the demand curve
 * @param activitySigma sigma of the lognormal activity of a user
 * @param demand rate multiplier over time
 * @param law how session starts scatter about their rate
 * @param workloads what a session may be
 * @param mix share of sessions of each workload; adds up to 1
 * @param limits what limits each user, in the order in which they are asked
 * @param reactions what users do at limits and about them
 * @param returnDelay from the reset to the user's return [s]
 * @param retry how clients retry after 429, 529, time-outs and lost replicas
 * @param timeoutSeconds how long a client waits for the last token of an attempt; may be infinite
 *     [s]
 * @param patience how long a client waits for its service to begin [s]; null: as long as it takes
 * @param priority class in the queues of the replicas, 0 first, 7 last
 * @param scaled true if the cap scale applies
 * @param peak true if the peak-hour multiplier applies
 * @param groups its users by region and the parts of its largest organisations; they add up to
 *     {@code users} and {@code sessionsPerSecond}, with the curve of each in place of {@code
 *     demand}; empty: one group of all of them
 * @param shed when its requests are shed before others
 * @param closed true if each user has one session all the time, the next after the last
 * @param mixByUser true if each user keeps to one workload, so that the mix is that of users
 */
public record TierSpec(
        String name,
        int users,
        double sessionsPerSecond,
        double activitySigma,
        DemandCurve demand,
        ArrivalLaw law,
        List<Workload> workloads,
        List<Double> mix,
        List<Limit> limits,
        Reactions reactions,
        QuantileTable returnDelay,
        RetryPolicy retry,
        double timeoutSeconds,
        @Nullable QuantileTable patience,
        int priority,
        boolean scaled,
        boolean peak,
        List<Group> groups,
        Shed shed,
        boolean closed,
        boolean mixByUser) {

    /**
     * When requests are shed at the replica chosen for them.
     *
     * @param maxQueue from so many waiting requests on, whoever's
     * @param ttftDeadlineSeconds if the first token is expected later than this; may be infinite
     *     [s]
     */
    public record Shed(int maxQueue, double ttftDeadlineSeconds) {
        /** Never before others. */
        public static final Shed LAST = new Shed(Integer.MAX_VALUE, Double.POSITIVE_INFINITY);
    }

    /** Throws unless the groups hold all users. */
    public TierSpec {
        if (!groups.isEmpty() && Group.users(groups) != users) {
            throw new IllegalArgumentException(
                    name + ": " + users + " users, " + Group.users(groups) + " in groups");
        }
    }

    /** Its groups, one of all users if none are told apart. */
    List<Group> crowd() {
        return groups.isEmpty()
                ? List.of(new Group("", Math.max(1, users), sessionsPerSecond, demand, 1))
                : groups;
    }

    /** Users from this one on have one of {@link #parts} here; all before are here whole. */
    int firstPart() {
        int whole = 0;
        for (Group group : crowd()) {
            if (group.partOf() > 1) {
                break;
            }
            whole += group.users();
        }
        return whole;
    }

    /** Users before this one keep to a workload; whoever is spread over cells is many people. */
    int firstWithoutKind() {
        return mixByUser ? firstPart() : 0;
    }

    /** Mean over sessions of something that workloads have. */
    double meanOf(double[] byWorkload) {
        double sum = 0;
        for (int i = 0; i < byWorkload.length; i++) {
            sum += mix.get(i) * byWorkload[i];
        }
        return sum;
    }

    /** Of how many parts those consist who are spread over several cells; 1: nobody is. */
    int parts() {
        return crowd().stream().mapToInt(Group::partOf).max().orElse(1);
    }

    /** Users of as many cells, an organisation that is spread over them counted as one. */
    public double usersOf(int cells) {
        double sum = 0;
        for (Group group : crowd()) {
            sum += (double) group.users() * cells / group.partOf();
        }
        return sum;
    }

    /** What its users may do about limits, also with the larger plan that some of them take. */
    public Set<Reaction> possible(List<TierSpec> tiers) {
        Set<Reaction> possible = reactions.possible();
        Reactions.Upgrade upgrade = reactions.upgrade();
        List<TierSpec> plans =
                upgrade == null ? List.of(this) : List.of(this, tiers.get(upgrade.tier()));
        for (TierSpec plan : plans) {
            possible.addAll(plan.reactions.waysOn());
            if (plan.limits.stream().anyMatch(limit -> limit.refusal() == Limit.Refusal.QUEUE)) {
                possible.add(Reaction.QUEUED);
            }
        }
        return possible;
    }

    /** The limits that its users may meet: its own, then what only the plan has that some take. */
    public List<String> limitNames(List<TierSpec> tiers) {
        Reactions.Upgrade upgrade = reactions.upgrade();
        List<Limit> others = upgrade == null ? List.of() : tiers.get(upgrade.tier()).limits;
        return Stream.concat(limits.stream(), others.stream())
                .map(Limit::name)
                .distinct()
                .toList();
    }

    /** Whether meters know its requests. */
    public boolean isMetered() {
        return !isOpen() || !limits.isEmpty();
    }

    /** Whether its sessions come from nobody in particular, and share what limits there are. */
    public boolean isOpen() {
        return users == 0;
    }

    /** The names of tiers, in their order. */
    public static List<String> names(List<TierSpec> tiers) {
        return tiers.stream().map(TierSpec::name).toList();
    }
}
