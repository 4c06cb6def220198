package headroom.experiment;

import headroom.clients.TierSpec;
import headroom.demand.TierSection;
import headroom.economics.Contract;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.quota.Limit;
import headroom.scenario.Scenario;
import headroom.supply.ModelSection;
import headroom.supply.ModelSection.PriceSection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the tiers pay a month, at the rate of each window.
 *
 * <p>A tier with a price pays it for each user, the difference for each who has taken the plan of
 * another tier, and list price for what users buy past their caps.
 * A tier without price and without usage caps, open arrivals among them, pays list price for all
 * that it is served, with what users buy past other limits. A month is 365.25 / 12 days. The margin
 * is revenue less cost.
 */
final class Revenue {
    private final Scenario scenario;
    private final List<TierSpec> tiers;
    private final List<Measurement> out = new ArrayList<>();

    private Revenue(Scenario scenario, List<TierSpec> tiers) {
        this.scenario = scenario;
        this.tiers = tiers;
    }

    /** Revenue from the scenario's prices and what a summary says was served and sold. */
    static List<Measurement> of(
            Scenario scenario,
            List<TierSpec> tiers,
            List<Phase> windows,
            List<Measurement> summary) {
        Revenue revenue = new Revenue(scenario, tiers);
        windows.forEach(revenue::subscriptions);
        summary.forEach(revenue::sold);
        if (!revenue.out.isEmpty()) {
            windows.forEach(revenue::whole);
        }
        if (revenue.earns()) {
            windows.forEach(w -> revenue.margin(w, summary));
        }
        return revenue.out;
    }

    /** Whether anything has a price for users. */
    private boolean earns() {
        return scenario.models().values().stream()
                        .map(ModelSection::price)
                        .map(PriceSection::weights)
                        .anyMatch(p -> p.input() > 0
                                || p.cacheWrite() > 0
                                || p.cacheRead() > 0
                                || p.output() > 0)
                || scenario.demand().tiers().stream()
                        .anyMatch(tier -> tier.priceDollarsPerMonth() > 0);
    }

    /** Of all tiers and kinds together. */
    private void whole(Phase w) {
        double dollars = 0;
        double halfWidth = 0;
        long n = 1;
        for (Measurement part : List.copyOf(out)) {
            if (w.name().equals(part.labels().get("phase"))) {
                dollars += part.value();
                halfWidth += part.halfWidth();
                n = Math.max(n, part.n());
            }
        }
        add("revenue", w, dollars, halfWidth, n);
    }

    /** Revenue less cost, where both are told. */
    private void margin(Phase w, List<Measurement> summary) {
        double months = w.lengthSeconds() / Contract.MONTH_SECONDS;
        Optional<Measurement> revenue = whole("revenue", w, out);
        Optional<Measurement> cost = whole("cost", w, summary);
        if (revenue.isPresent() && cost.isPresent()) {
            add(
                    "margin",
                    w,
                    revenue.get().value() - cost.get().value() / months,
                    revenue.get().halfWidth() + cost.get().halfWidth() / months,
                    Math.max(revenue.get().n(), cost.get().n()));
        }
    }

    private static Optional<Measurement> whole(String name, Phase w, List<Measurement> all) {
        return all.stream()
                .filter(each -> each.name().equals(name) && each.labels().size() == 1)
                .filter(each -> w.name().equals(each.labels().get("phase")))
                .findFirst();
    }

    private void add(String name, Phase w, double dollars, double halfWidth, long n) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("phase", w.name());
        out.add(new Measurement(name, labels, "mean", "$/month", dollars, halfWidth, 0.95, n));
    }

    private void subscriptions(Phase w) {
        for (TierSection tier : scenario.demand().tiers()) {
            if (tier.priceDollarsPerMonth() > 0) {
                SortedMap<String, String> labels = new TreeMap<>();
                labels.put("phase", w.name());
                labels.put("tier", tier.name());
                labels.put("kind", "subscription");
                double dollars = tier.users() * tier.priceDollarsPerMonth();
                out.add(new Measurement("revenue", labels, "mean", "$/month", dollars, 0, 0.95, 1));
            }
        }
    }

    private void sold(Measurement m) {
        String tier = m.labels().getOrDefault("tier", "");
        if (m.name().equals("overage.revenue") && !tier.isEmpty() && !paysListPrice(tier)) {
            perMonth(m, "overage");
        } else if (m.name().equals("upgrade.revenue")) {
            perMonth(m, "upgrade");
        } else if (m.name().equals("list.value") && paysListPrice(tier)) {
            perMonth(m, "list");
        }
    }

    private boolean paysListPrice(String name) {
        boolean free = scenario.demand().tiers().stream()
                .filter(tier -> tier.name().equals(name))
                .allMatch(tier -> tier.priceDollarsPerMonth() == 0);
        return free
                && tiers.stream()
                        .filter(tier -> tier.name().equals(name))
                        .anyMatch(tier -> tier.limits().stream()
                                .noneMatch(limit -> limit.refusal() == Limit.Refusal.CAP));
    }

    private void perMonth(Measurement perSecond, String kind) {
        SortedMap<String, String> labels = new TreeMap<>(perSecond.labels());
        labels.put("kind", kind);
        out.add(new Measurement(
                "revenue",
                labels,
                "mean",
                "$/month",
                perSecond.value() * Contract.MONTH_SECONDS,
                perSecond.halfWidth() * Contract.MONTH_SECONDS,
                perSecond.level(),
                perSecond.n()));
    }
}
