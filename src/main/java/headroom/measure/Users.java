package headroom.measure;

import headroom.clients.ModelSpec;
import headroom.clients.TierSpec;

import java.util.ArrayList;
import java.util.List;

/**
 * The users of all tiers, a replay's own left out.
 *
 * @param counts real users by tier; 0: open arrivals, of nobody in particular
 * @param allowances what one user may be served, by tier
 */
public record Users(List<Double> counts, List<Allowance> allowances) {
    public Users {
        counts = List.copyOf(counts);
        allowances = List.copyOf(allowances);
    }

    /** The users of some cells, each with as many as a tier says. */
    public static Users of(List<TierSpec> tiers, List<ModelSpec> models, int cells) {
        List<Double> counts = new ArrayList<>();
        List<Allowance> allowances = new ArrayList<>();
        for (TierSpec tier : tiers) {
            counts.add(tier.isOpen() ? 0 : tier.usersOf(cells));
            allowances.add(Allowance.of(tier, models));
        }
        return new Users(counts, allowances);
    }

    /** Tiers. */
    public int tiers() {
        return counts.size();
    }

    /** Whether a tier has users. */
    public boolean hasAny(int tier) {
        return tier < counts.size() && counts.get(tier) > 0;
    }

    /** Credits a second that all users with a limit may use together. */
    double bookedPerSecond(double capScale) {
        double booked = 0;
        for (int i = 0; i < counts.size(); i++) {
            double allowed = allowances.get(i).at(capScale);
            booked += hasAny(i) && allowed < Double.POSITIVE_INFINITY ? counts.get(i) * allowed : 0;
        }
        return booked;
    }
}
