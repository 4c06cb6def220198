package headroom.measure;

import headroom.clients.ModelSpec;
import headroom.clients.TierSpec;
import headroom.quota.Counts;
import headroom.quota.Limit;
import headroom.workload.Workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * What the limits of a tier allow one user who always asks, with mean requests.
 *
 * <pre>
 * a = min over limits of  f * r * K / k
 *   f   scale of caps, where the limit follows it, times the factor of dated terms
 *   r   what the limit allows a second: cap / length of a window, refill of a bucket; of a meter
 *       that several users share, the part of one
 *   k   what the mean request counts in the unit of the limit
 *   K   credits of the mean request
 * </pre>
 *
 * <p>Domain: outside peak hours; the mean request is that of the tier's mix, its opening context
 * spread over the requests of a session, without compaction; where users keep to a workload, a is
 * the mean over users, each with the requests of theirs. A user without limits may be served
 * without bound. Source: derived here. Grade: derived.
 *
 * @param shares of the users of each kind; they add up to 1
 * @param parts what each limit alone allows as the tier gives it
 */
public record Allowance(List<Double> shares, List<Part> parts) {
    public Allowance {
        shares = List.copyOf(shares);
        parts = List.copyOf(parts);
    }

    /**
     * What one limit alone allows.
     *
     * @param creditsPerSecond credits a second, by kind of user [credit/s]
     * @param scaled whether it follows the scale of caps
     */
    public record Part(List<Double> creditsPerSecond, boolean scaled) {}

    /** The allowance of one of some tiers. */
    public static Allowance of(TierSpec tier, List<ModelSpec> models, List<TierSpec> tiers) {
        List<List<Double>> kinds = kinds(tier);
        List<Part> parts = new ArrayList<>();
        for (Limit limit : tier.limits()) {
            double uses = perSecond(limit, sharers(limit, tier, tiers));
            List<Double> credits = new ArrayList<>();
            for (List<Double> mix : kinds) {
                double mean = perRequest(tier, mix, models, Counts.CREDITS);
                double counted = perRequest(tier, mix, models, limit.counts());
                credits.add(counted > 0 ? uses * mean / counted : Double.POSITIVE_INFINITY);
            }
            parts.add(new Part(List.copyOf(credits), tier.scaled() && limit.scaled()));
        }
        return new Allowance(tier.mixByUser() ? tier.mix() : List.of(1.0), parts);
    }

    /** The mix of sessions of each kind of user: one of all, or all of one workload. */
    private static List<List<Double>> kinds(TierSpec tier) {
        if (!tier.mixByUser()) {
            return List.of(tier.mix());
        }
        List<List<Double>> kinds = new ArrayList<>();
        for (int kind = 0; kind < tier.mix().size(); kind++) {
            List<Double> mix = new ArrayList<>(Collections.nCopies(tier.mix().size(), 0.0));
            mix.set(kind, 1.0);
            kinds.add(mix);
        }
        return kinds;
    }

    /** What all limits together allow as the tier gives them; infinite without any [credit/s]. */
    public double creditsPerSecond() {
        return at(1, limit -> 1);
    }

    /** The same at a scale of caps and a factor of dated terms for each limit [credit/s]. */
    double at(double capScale, IntToDoubleFunction dated) {
        double mean = 0;
        for (int kind = 0; kind < shares.size(); kind++) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < parts.size(); i++) {
                double factor = factor(i, capScale, dated.applyAsDouble(i));
                least = Math.min(least, parts.get(i).creditsPerSecond.get(kind) * factor);
            }
            mean += shares.get(kind) > 0 ? shares.get(kind) * least : 0;
        }
        return mean;
    }

    /** What is in force of a limit, as a multiple of what the tier gives. */
    double factor(int limit, double capScale, double dated) {
        return (parts.get(limit).scaled ? capScale : 1) * dated;
    }

    /** Users among whom some may share the meter of a limit. */
    private static int sharers(Limit limit, TierSpec tier, List<TierSpec> tiers) {
        if (!limit.isOfAllTiers()) {
            return tier.users();
        }
        return tiers.stream()
                .filter(t -> t.limits().stream()
                        .anyMatch(l -> l.isOfAllTiers() && l.name().equals(limit.name())))
                .mapToInt(TierSpec::users)
                .sum();
    }

    /** What the limit allows one of those who share it [1/s]. */
    private static double perSecond(Limit limit, int users) {
        return limit.kind().perSecond(limit.cap()) / Math.min(limit.sharing(), Math.max(1, users));
    }

    /** Uses of the mean request of a mix of the sessions of a tier, in the unit of a limit. */
    private static double perRequest(
            TierSpec tier, List<Double> mix, List<ModelSpec> models, Counts counts) {
        double requests = 0;
        double sum = 0;
        for (int i = 0; i < tier.workloads().size(); i++) {
            Workload w = tier.workloads().get(i);
            double share = mix.get(i);
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
