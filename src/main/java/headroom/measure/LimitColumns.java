package headroom.measure;

import static headroom.stat.Known.ratio;

import headroom.cell.CellReport;
import headroom.clients.LimitTally;
import headroom.clients.Outcome;
import headroom.cluster.HourFacts;

import java.util.List;

/**
 * Hourly columns about limits and what they leave: whom they bind, credits, tokens not served, and
 * how far the caps are overbooked.
 *
 * <pre>
 * overbooking = sum over tiers of users * allowance in the middle of the hour / (C * K)
 *   C   nominal capacity for the mix of requests of the hour [1/s]
 *   K   credits of the mean request that was completed in the hour and that limits count
 * </pre>
 *
 * <p>Tiers without a limit have no allowance and are left out. Where nothing serves yet, or no
 * request of the hour took credits, it is unknown. Source: derived here. Grade:
 * derived.
 */
final class LimitColumns {
    private final Names names;
    private final Users users;
    private final double weight;

    LimitColumns(Names names, Users users, double weight) {
        this.names = names;
        this.users = users;
        this.weight = weight;
    }

    /** Takes one value of the hour. */
    @FunctionalInterface
    interface Sink {
        void put(String name, String unit, double value, String... labels);
    }

    void add(HourFacts facts, CellReport all, double capacityPerSecond, Sink sink) {
        double rate = weight / (facts.toSeconds() - facts.fromSeconds());
        double middle = 0.5 * (facts.fromSeconds() + facts.toSeconds());
        for (int i = 0; i < users.tiers(); i++) {
            if (users.hasAny(i)) {
                tier(i, all, rate, sink);
            }
        }
        double booked = users.bookedPerSecond(facts.capScale(), middle);
        sink.put("overbooking", "1", ratio(booked, capacityPerSecond * credits(all)));
        for (int m = 0; m < all.models.length; m++) {
            String model = names.modelNames().get(m);
            double p99 = all.models[m].ttft.quantileSeconds(0.99);
            sink.put("model.ttft.p99", "s", p99, "model", model);
        }
        for (int i = 0; i < users.tiers(); i++) {
            if (users.hasAny(i)) {
                dated(i, facts.capScale(), middle, sink);
            }
        }
    }

    private void tier(int i, CellReport all, double rate, Sink sink) {
        String tier = names.tiers().get(i);
        LimitTally t = all.limits[i];
        List<String> limits = names.limits().get(i);
        for (int k = 0; k < limits.size(); k++) {
            double bound = t.boundHours[k];
            String limit = limits.get(k);
            sink.put("bound.users", "share", bound / t.userHours, "tier", tier, "limit", limit);
            sink.put("bound.active", "share", bound / t.activeHours, "tier", tier, "limit", limit);
        }
        sink.put("active.users", "share", t.activeHours / t.userHours, "tier", tier);
        sink.put("credits", "credit/s", all.credits[i] * rate, "tier", tier);
        unserved(sink, tier, "deferred", all.deferredTokens[i] * rate);
        unserved(sink, tier, "returned", all.returnedTokens[i] * rate);
        unserved(sink, tier, "suppressed", all.suppressedTokens[i] * rate);
        unserved(sink, tier, "lost", all.lostTokens[i] * rate);
    }

    /** What is in force of limits whose terms change at dates. */
    private void dated(int i, double capScale, double atSeconds, Sink sink) {
        List<String> limits = names.limits().get(i);
        for (int k = 0; k < limits.size(); k++) {
            if (users.terms().touch(i, k)) {
                double factor = users.factor(i, k, capScale, atSeconds);
                double known = factor < Double.POSITIVE_INFINITY ? factor : Double.NaN;
                String tier = names.tiers().get(i);
                sink.put("limit.scale", "1", known, "tier", tier, "limit", limits.get(k));
            }
        }
    }

    private static void unserved(Sink sink, String tier, String kind, double perSecond) {
        sink.put("tokens.unserved", "token/s", perSecond, "tier", tier, "kind", kind);
    }

    /** Credits of the mean request of tiers with users that limits count. */
    private double credits(CellReport all) {
        double credits = 0;
        double completed = 0;
        for (int i = 0; i < users.tiers(); i++) {
            if (users.hasAny(i)) {
                credits += all.credits[i];
                completed += all.outcomes[i][Outcome.COMPLETED.ordinal()] - all.pastLimits[i];
            }
        }
        return ratio(credits, completed);
    }
}
