package headroom.measure;

import headroom.clients.ModelSpec;
import headroom.clients.TierSpec;
import headroom.quota.Limit;
import headroom.workload.Workload;

import java.util.List;

/**
 * What the limits of a tier allow one user who always asks, with mean requests.
 *
 * <pre>
 * a = min over limits of  r * K / k
 *   r   what the limit allows a second: cap / length of a window, refill of a bucket
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
        Mean mean = Mean.of(tier, models);
        Allowance least = new Allowance(Double.POSITIVE_INFINITY, false);
        for (Limit limit : tier.limits()) {
            double credits = perSecond(limit) * mean.credits() / mean.counted(limit.counts());
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

    private static double perSecond(Limit limit) {
        if (limit.kind() instanceof Limit.Kind.Anchored window) {
            return limit.cap() / window.lengthSeconds();
        }
        if (limit.kind() instanceof Limit.Kind.Phased window) {
            return limit.cap() / window.lengthSeconds();
        }
        return limit.cap();
    }

    /** The mean request of a tier. */
    private record Mean(double inputTokens, double outputTokens, double credits) {
        static Mean of(TierSpec tier, List<ModelSpec> models) {
            double requests = 0;
            double input = 0;
            double output = 0;
            double credits = 0;
            for (int i = 0; i < tier.workloads().size(); i++) {
                Workload w = tier.workloads().get(i);
                ModelSpec m = models.get(w.modelIndex());
                double share = tier.mix().get(i);
                double asked = w.requests().mean() * w.steps().mean();
                double fresh = w.initialContextTokens().mean()
                        + asked * w.inputTokens().mean();
                double out = asked * w.outputTokens().mean();
                requests += share * asked;
                input += share * fresh;
                output += share * out;
                credits += share * (fresh * m.inputCredits() + out * m.outputCredits());
            }
            return new Mean(input / requests, output / requests, credits / requests);
        }

        double counted(Limit.Counts counts) {
            return switch (counts) {
                case REQUESTS -> 1;
                case INPUT_TOKENS -> inputTokens;
                case OUTPUT_TOKENS -> outputTokens;
                case CREDITS -> credits;
            };
        }
    }
}
