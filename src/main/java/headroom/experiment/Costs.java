package headroom.experiment;

import headroom.economics.Contract;
import headroom.economics.Tariff;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.scenario.ContractSection;
import headroom.scenario.Scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What capacity and energy cost in each window, from the contract and the metered energy. */
final class Costs {
    private static final double JOULES_PER_MWH = 3.6e9;

    private final Scenario scenario;
    private final List<Measurement> out = new ArrayList<>();

    private Costs(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Nothing where the scenario has no contract. */
    static List<Measurement> of(Scenario scenario, List<Phase> windows, List<Measurement> summary) {
        Costs costs = new Costs(scenario);
        scenario.contract().ifPresent(contract -> costs.add(contract, windows, summary));
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
        windows.forEach(this::whole);
    }

    /** Contract and energy of all sites together. */
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
