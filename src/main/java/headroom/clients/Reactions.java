package headroom.clients;

import headroom.quota.AtLimit;
import headroom.quota.Overage;
import headroom.quota.PeakHours;
import headroom.workload.Workload;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the users of a tier do at limits and about them.
 *
 * @param atCap what they do at a usage cap that says nothing of its own
 * @param atLimits what they do at each limit of their tier, in its order; shorter where the rest
 *     say nothing of their own
 * @param past how they go on past a limit
 * @param upgrade when they take a larger plan; null: never
 * @param shift how they move away from peak hours; null: not at all
 * @param ping how they anchor their windows early; null: not at all
 * @param fallbackModel index of the model they ask instead of one that is overloaded; -1: none
 */
public record Reactions(
        Ways atCap,
        List<Ways> atLimits,
        Past past,
        @Nullable Upgrade upgrade,
        @Nullable Shift shift,
        @Nullable Ping ping,
        int fallbackModel) {

    /** No model. */
    public static final int NO_MODEL = -1;

    /** They do at a cap what is given, and nothing else about limits. */
    public static Reactions only(AtLimit atLimit) {
        return new Reactions(Ways.of(atLimit), List.of(), Past.PLAIN, null, null, null, NO_MODEL);
    }

    /** What they do at a limit: what is said of it, or else by whether it is a usage cap. */
    public Ways at(int limit, boolean cap) {
        if (limit < atLimits.size()) {
            return atLimits.get(limit);
        }
        return cap ? atCap : Ways.RETRY;
    }

    /** What they may do about limits without meeting one. */
    Set<Reaction> possible() {
        Set<Reaction> possible = EnumSet.noneOf(Reaction.class);
        add(possible, Reaction.UPGRADED, upgrade != null);
        add(possible, Reaction.SHIFTED, shift != null);
        add(possible, Reaction.PINGED, ping != null);
        add(possible, Reaction.FELL_BACK, fallbackModel != NO_MODEL);
        return possible;
    }

    /** How requests may go on that meet a limit. */
    Set<Reaction> waysOn() {
        Set<Reaction> possible = EnumSet.noneOf(Reaction.class);
        List<Ways> all = new ArrayList<>(atLimits);
        all.add(atCap);
        for (Ways ways : all) {
            add(possible, Reaction.SLOWED, ways.shares().share(AtLimit.Choice.SLOW) > 0);
            add(possible, Reaction.GRACED, ways.grace() > 0);
            add(possible, Reaction.DOWNGRADED, ways.shares().share(AtLimit.Choice.DOWNGRADE) > 0);
            add(possible, Reaction.QUEUED, ways.queues());
        }
        return possible;
    }

    private static void add(Set<Reaction> possible, Reaction reaction, boolean is) {
        if (is) {
            possible.add(reaction);
        }
    }

    /** Whether any of them may wait in line. */
    public boolean queues() {
        return atCap.queues() || atLimits.stream().anyMatch(Ways::queues);
    }

    /**
     * The ways out at a limit.
     *
     * @param shares of the ways
     * @param grace share of the limit by which the steps of a human request under way may exceed it
     * @param downgradeModel index of the model of those who downgrade; -1: none
     */
    public record Ways(AtLimit shares, double grace, int downgradeModel) {
        /** Whoever is refused retries as its client does. */
        public static final Ways RETRY = Ways.of(new AtLimit(0, 0, 0, 0, 0, 0, 1));

        /** Whether everybody retries, and nothing is to be drawn. */
        public boolean isRetry() {
            return shares.share(AtLimit.Choice.REJECT) == 1;
        }

        /** These shares, no grace, no smaller model. */
        public static Ways of(AtLimit shares) {
            return new Ways(shares, 0, NO_MODEL);
        }

        boolean queues() {
            return shares.share(AtLimit.Choice.QUEUE) > 0;
        }
    }

    /**
     * How requests go on past a cap.
     *
     * @param slowPriority class in the queues of the replicas of those in the slow lane
     * @param overage what bounds what they pay; null: nothing
     */
    public record Past(int slowPriority, Overage.@Nullable Terms overage) {
        /** The last class, and no bound on what users pay. */
        public static final Past PLAIN = new Past(7, null);
    }

    /**
     * When users take the plan of another tier.
     *
     * @param tier index of the tier whose limits they have from then on
     * @param hits so many requests of a user that meet a cap bring it to the decision
     * @param probability share of the users who decide for it; the others never do
     * @param dollarsPerSecond what it costs more [$/s]
     */
    public record Upgrade(int tier, int hits, double probability, double dollarsPerSecond) {
        /** How many of so many users would take it. */
        public int willing(int users) {
            return (int) Math.rint(probability * users);
        }
    }

    /**
     * Sessions that move out of peak hours when usage counts more within them.
     *
     * <pre>
     * phi = phi0 (1 - m^-e)     m: multiplier of usage within peak hours, above 1
     *                           phi0: share of sessions that can be put off, e: elasticity
     * </pre>
     *
     * <p>Each moves to an instant drawn uniformly from the next stretch between peak hours. Domain:
     * m at least 1; at 1 nobody moves. Source: constant-elasticity demand under peak-load prices,
     * applied to the multiplier of usage; no measurement for LLM use is known. Grade: assumed.
     *
     * @param deferrable phi0
     * @param elasticity e
     */
    public record Shift(double deferrable, double elasticity) {
        /** Share of the sessions of peak hours that move, phi. */
        public double share(double multiplier) {
            return multiplier <= 1 ? 0 : deferrable * (1 - StrictMath.pow(multiplier, -elasticity));
        }
    }

    /**
     * Users who send a tiny request before they work, so that a window that begins with first use
     * ends in the middle of their day.
     *
     * @param share of the users
     * @param hours when they send it, once in each stretch and evenly spread over it
     * @param tiny what they send
     */
    public record Ping(double share, PeakHours hours, Workload tiny) {}
}
