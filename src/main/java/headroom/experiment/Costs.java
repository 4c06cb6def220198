package headroom.experiment;

import headroom.assembly.Prices;
import headroom.economics.Tariff;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.scenario.Scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What capacity and energy cost in each window: the contract, GPUs that have a price, and the
 * metered energy at the price of its site ({@link Prices}).
 */
final class Costs {
    private static final double JOULES_PER_MWH = 3.6e9;

    private final Prices prices;
    private final List<Measurement> out = new ArrayList<>();

    private Costs(Scenario scenario) {
        prices = Prices.of(scenario);
    }

    /** Nothing where the scenario has no price of capacity or energy. */
    static List<Measurement> of(Scenario scenario, List<Phase> windows, List<Measurement> summary) {
        Costs costs = new Costs(scenario);
        costs.prices
                .contract()
                .ifPresent(contract -> windows.forEach(w -> costs.add(
                        w, "contract", contract.dollars(w.fromSeconds(), w.toSeconds()))));
        summary.stream().filter(m -> m.name().equals("energy")).forEach(costs::energy);
        if (costs.prices.hasGpus()) {
            windows.forEach(w ->
                    costs.add(w, "gpus", costs.prices.gpuDollars(w.fromSeconds(), w.toSeconds())));
        }
        if (!costs.out.isEmpty()) {
            windows.forEach(costs::whole);
        }
        return costs.out;
    }

    private void add(Phase w, String kind, double dollars) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("phase", w.name());
        labels.put("kind", kind);
        out.add(new Measurement("cost", labels, "total", "$", dollars, 0, 0.95, 1));
    }

    /** Contract, GPUs and energy of all sites together. */
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
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("phase", w.name());
        out.add(new Measurement("cost", labels, "total", "$", dollars, halfWidth, 0.95, n));
    }

    private void energy(Measurement m) {
        prices.tariff(m.labels().getOrDefault("site", "")).ifPresent(tariff -> {
            SortedMap<String, String> labels = new TreeMap<>(m.labels());
            labels.put("kind", "energy");
            double dollars = dollars(tariff, m.value());
            double halfWidth = dollars(tariff, m.halfWidth());
            out.add(new Measurement(
                    "cost", labels, "total", "$", dollars, halfWidth, m.level(), m.n()));
        });
    }

    private static double dollars(Tariff tariff, double megawattHours) {
        return tariff.dollars(megawattHours * JOULES_PER_MWH);
    }
}
