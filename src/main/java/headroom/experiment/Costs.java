package headroom.experiment;

import headroom.economics.Contract;
import headroom.economics.Tariff;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.scenario.ContractSection;
import headroom.scenario.Scenario;
import headroom.supply.PoolSection;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What capacity and energy cost in each window: the contract and the metered energy at its price,
 * and GPUs by the prices of their pools, but for pools whose additions a contract pays.
 */
final class Costs {
    private static final double JOULES_PER_MWH = 3.6e9;

    private final Scenario scenario;
    private final List<Measurement> out = new ArrayList<>();

    private Costs(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Nothing where the scenario has neither contract nor prices of GPUs. */
    static List<Measurement> of(Scenario scenario, List<Phase> windows, List<Measurement> summary) {
        Costs costs = new Costs(scenario);
        scenario.contract().ifPresent(contract -> costs.add(contract, windows, summary));
        windows.forEach(window -> costs.gpus(window, summary));
        if (!costs.out.isEmpty()) {
            windows.forEach(costs::whole);
        }
        return costs.out;
    }

    private void add(ContractSection section, List<Phase> windows, List<Measurement> summary) {
        // half the addition is rented at half the price
        Contract contract = new Contract(
                section.monthlyPriceDollars() * scenario.capacityScale(),
                section.startSeconds(),
                section.rampSeconds(),
                section.rampDiscount());
        for (Phase w : windows) {
            double dollars = contract.dollars(w.fromSeconds(), w.toSeconds());
            SortedMap<String, String> labels = new TreeMap<>();
            labels.put("phase", w.name());
            labels.put("kind", "contract");
            out.add(new Measurement(
                    "cost", labels, "total", "$", dollars, 0, 0.95, scenario.replications()));
        }
        energy(section, summary);
    }

    /** GPUs of pools with a price, for as long as they are there. */
    private void gpus(Phase w, List<Measurement> summary) {
        boolean some = false;
        double dollars = 0;
        for (Measurement m : summary) {
            PoolSection pool = scenario.pools().get(m.labels().getOrDefault("pool", ""));
            boolean here = m.name().equals("gpus") && w.name().equals(m.labels().get("phase"));
            if (here && pool != null && isPriced(m.labels().getOrDefault("pool", ""), pool)) {
                some = true;
                dollars += m.value() * pool.gpuDollarsPerSecond().orElse(0) * w.lengthSeconds();
            }
        }
        if (some) {
            SortedMap<String, String> labels = new TreeMap<>();
            labels.put("phase", w.name());
            labels.put("kind", "gpus");
            out.add(new Measurement(
                    "cost", labels, "total", "$", dollars, 0, 0.95, scenario.replications()));
        }
    }

    private boolean isPriced(String name, PoolSection pool) {
        boolean paid = scenario.contract().isPresent()
                && scenario.additions().stream().anyMatch(each -> each.pool().equals(name));
        return pool.gpuDollarsPerSecond().isPresent() && !paid;
    }

    /** Contract, GPUs and energy of all sites together. */
    private void whole(Phase w) {
        double dollars = 0;
        double halfWidth = 0;
        for (Measurement part : List.copyOf(out)) {
            if (w.name().equals(part.labels().get("phase"))) {
                dollars += part.value();
                halfWidth += part.halfWidth();
            }
        }
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("phase", w.name());
        out.add(new Measurement(
                "cost", labels, "total", "$", dollars, halfWidth, 0.95, scenario.replications()));
    }

    private void energy(ContractSection section, List<Measurement> summary) {
        Tariff tariff = new Tariff(section.energyDollarsPerJoule());
        for (Measurement m : summary) {
            if (m.name().equals("energy")) {
                SortedMap<String, String> labels = new TreeMap<>(m.labels());
                labels.put("kind", "energy");
                double dollars = tariff.dollars(m.value() * JOULES_PER_MWH);
                double halfWidth = tariff.dollars(m.halfWidth() * JOULES_PER_MWH);
                out.add(new Measurement(
                        "cost", labels, "total", "$", dollars, halfWidth, m.level(), m.n()));
            }
        }
    }
}
