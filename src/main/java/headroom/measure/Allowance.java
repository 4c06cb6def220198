package headroom.measure;

import headroom.clients.ModelSpec;
import headroom.clients.TierSpec;
import headroom.quota.Counts;
import headroom.quota.Limit;
import headroom.workload.Workload;

import java.util.List;

/**
 * What the limits of a tier allow one user who always asks, with mean requests.
 *
 * <pre>
 * a = min over limits of  r * K / k
 *   r   what the limit allows a second: cap / length of a window, refill of a bucket; of a meter
 *       that several users share, the part of one
 *   k   what the mean request counts in the unit of the limit
 *   K   credits of the mean request
 * </pre>
 *
 * <p>Domain: outside peak hours, caps unscaled; the mean request is that of the tier's mix, its
 * opening context spread over the requests of a session, without compaction. A user without limits
 * may be served without bound. Source: derived here. Grade: derived.
 *
 * @param creditsPerSecond credits a second; infinite without limits [credit/s]
 * @param scaled whether the limit that decides follows the scale of caps
 */
public record Allowance(double creditsPerSecond, boolean scaled) {

    /** The allowance of a tier. */
    public static Allowance of(TierSpec tier, List<ModelSpec> models) {
        double mean = perRequest(tier, models, Counts.CREDITS);
        Allowance least = new Allowance(Double.POSITIVE_INFINITY, false);
        for (Limit limit : tier.limits()) {
            double counted = perRequest(tier, models, limit.counts());
            double credits = perSecond(limit, tier.users()) * mean / counted;
            if (credits < least.creditsPerSecond) {
                least = new Allowance(credits, tier.scaled() && limit.scaled());
            }
        }
        return least;
    }

    /** The same in force at a scale of caps. */
    public double at(double capScale) {
        return scaled ? creditsPerSecond * capScale : creditsPerSecond;
    }

    /** What the limit allows one of those who share it [1/s]. */
    private static double perSecond(Limit limit, int users) {
        return limit.kind().perSecond(limit.cap()) / Math.min(limit.sharing(), Math.max(1, users));
    }

    /** Uses of the mean request of a tier, in the unit of a limit. */
    private static double perRequest(TierSpec tier, List<ModelSpec> models, Counts counts) {
        double requests = 0;
        double sum = 0;
        for (int i = 0; i < tier.workloads().size(); i++) {
            Workload w = tier.workloads().get(i);
            double share = tier.mix().get(i);
            double asked = w.requests().mean() * w.steps().mean();
            requests += share * asked;
            if (counts.holds(w.modelIndex())) {
                ModelSpec m = models.get(w.modelIndex());
                double fresh = w.initialContextTokens().mean()
                        + asked * w.inputTokens().mean();
                double out = asked * w.outputTokens().mean();
                double each = counts.what() == Counts.What.REQUESTS ? asked : 0;
                sum += share
                        * (each
                                + fresh * m.perInput(counts, w.keepsPrompts())
                                + out * m.perOutput(counts));
            }
        }
        return sum / requests;
    }
}
