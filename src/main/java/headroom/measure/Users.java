package headroom.measure;

import headroom.clients.ModelSpec;
import headroom.clients.Reaction;
import headroom.clients.TierSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The users of all tiers, a replay's own left out.
 *
 * @param counts real users by tier; 0: open arrivals, of nobody in particular
 * @param allowances what one user may be served, by tier
 * @param reactions what they may do about limits, by tier
 * @param terms how limits change at dates
 */
public record Users(
        List<Double> counts,
        List<Allowance> allowances,
        List<Set<Reaction>> reactions,
        DatedTerms terms) {
    public Users {
        counts = List.copyOf(counts);
        allowances = List.copyOf(allowances);
        reactions = List.copyOf(reactions);
    }

    /** The users of some cells, each with as many as a tier says. */
    public static Users of(
            List<TierSpec> tiers, List<ModelSpec> models, int cells, DatedTerms terms) {
        List<Double> counts = new ArrayList<>();
        List<Allowance> allowances = new ArrayList<>();
        List<Set<Reaction>> reactions = new ArrayList<>();
        for (TierSpec tier : tiers) {
            counts.add(tier.isOpen() ? 0 : tier.usersOf(cells));
            allowances.add(Allowance.of(tier, models, tiers));
            reactions.add(tier.possible(tiers));
        }
        return new Users(counts, allowances, reactions, terms);
    }

    /** Tiers. */
    public int tiers() {
        return counts.size();
    }

    /** Whether a tier has users. */
    public boolean hasAny(int tier) {
        return tier < counts.size() && counts.get(tier) > 0;
    }

    /** Credits a second that all users with a limit may use together at an instant. */
    double bookedPerSecond(double capScale, double timeSeconds) {
        double booked = 0;
        for (int i = 0; i < counts.size(); i++) {
            double allowed = allowedPerSecond(i, capScale, timeSeconds);
            booked += hasAny(i) && allowed < Double.POSITIVE_INFINITY ? counts.get(i) * allowed : 0;
        }
        return booked;
    }

    /** What the limits in force at an instant allow one user of a tier [credit/s]. */
    public double allowedPerSecond(int tier, double capScale, double timeSeconds) {
        return allowances.get(tier).at(capScale, limit -> terms.factor(tier, limit, timeSeconds));
    }

    /** What is in force of a limit at an instant, as a multiple of what the tier gives. */
    double factor(int tier, int limit, double capScale, double timeSeconds) {
        double dated = terms.factor(tier, limit, timeSeconds);
        return allowances.get(tier).factor(limit, capScale, dated);
    }
}
