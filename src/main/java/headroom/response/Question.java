package headroom.response;

import headroom.assembly.Prices;
import headroom.demand.DemandSection.SpikeSection;
import headroom.scenario.ControllerSection;
import headroom.scenario.Scenario;
import headroom.study.StudyException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked: how a scenario responds to added capacity, under spikes of some heights.
 *
 * @param scales factors on the scenario's addition, ascending
 * @param spikes factors on (height - 1) of its spikes, ascending; 1 alone where it has none
 * @param capLimit highest factor on caps that the controller may set; NaN without a controller
 */
public record Question(List<Double> scales, List<Double> spikes, double capLimit) {
    /** Added GPUs where nothing else is asked for, as multiples of those owned. */
    private static final List<Double> FLEETS = List.of(0.0, 0.25, 0.5, 1.0, 2.0);
    /** Heights of the spike where nothing else is asked for: none, as given, twice. */
    private static final List<Double> HEIGHTS = List.of(1.0, 2.0);
    /** Caps at so many times nominal bind hardly anybody. */
    private static final double CAP_LIMIT = 4;

    private static final double HOUR_SECONDS = 3600;

    public Question {
        scales = scales.stream().distinct().sorted().toList();
        spikes = spikes.stream().distinct().sorted().toList();
    }

    /**
     * The question for a scenario.
     *
     * @param scales factors on its addition; empty: from nothing to twice the GPUs owned
     * @param spikes factors on the height of its spikes; empty: none, as given, twice
     * @param capLimit highest factor on caps; 0: 4, or twice the scenario's own if that is more
     * @throws StudyException with everything that the scenario lacks
     */
    public static Question of(Scenario s, List<Double> scales, List<Double> spikes, double capLimit)
            throws StudyException {
        List<String> lacks = lacks(s, spikes);
        Optional<ControllerSection> caps = moving(s.controllers().caps());
        double limit = caps.map(c -> capLimit > 0 ? capLimit : Math.max(CAP_LIMIT, 2 * c.max()))
                .orElse(Double.NaN);
        caps.filter(c -> limit < c.initial())
                .ifPresent(c -> lacks.add("--cap-limit " + limit
                        + " is below controllers.caps.initial, " + c.initial()));
        scales.stream()
                .filter(scale -> !(scale >= 0 && scale <= 100))
                .forEach(scale -> lacks.add("--capacity " + scale + ": choose from 0 to 100"));
        spikes.stream()
                .filter(spike -> !(spike >= 0 && spike <= 100))
                .forEach(spike -> lacks.add("--spike " + spike + ": choose from 0 to 100"));
        if (!lacks.isEmpty()) {
            throw StudyException.ofUsage(String.join("\n", lacks));
        }
        double fleet = Expansion.owned(s) / Expansion.planned(s);
        return new Question(
                scales.isEmpty() ? FLEETS.stream().map(f -> f * fleet).toList() : scales,
                spikes.isEmpty() ? s.demand().spikes().isEmpty() ? List.of(1.0) : HEIGHTS : spikes,
                limit);
    }

    private static List<String> lacks(Scenario s, List<Double> spikes) {
        List<String> lacks = new ArrayList<>();
        if (!s.demand().isAny()) {
            lacks.add("respond asks how demand is served, and " + s.name()
                    + " has none: add the section demand");
        }
        if (Expansion.planned(s) <= 0) {
            lacks.add("respond varies the capacity that arrives, and " + s.name()
                    + " gets none within its horizon: add the section additions, such as"
                    + " additions: [{at: 3 d, pool: main, gpus: 1000}]");
        } else if (Expansion.completeSeconds(s) + HOUR_SECONDS > s.horizonSeconds()) {
            lacks.add("the additions of " + s.name() + " are complete too late to be measured"
                    + " before the horizon: lengthen it, or let them arrive earlier");
        } else if (Expansion.owned(s) <= 0) {
            lacks.add(s.name() + " owns no GPUs at the start: give --capacity");
        }
        if (!spikes.isEmpty() && s.demand().spikes().isEmpty()) {
            lacks.add("--spike scales spikes, and " + s.name()
                    + " has none: add demand.spikes, or leave --spike out");
        }
        return lacks;
    }

    /** A controller that answers to what it measures. */
    static Optional<ControllerSection> moving(Optional<ControllerSection> section) {
        return section.filter(ControllerSection::enabled)
                .filter(c -> c.law() != ControllerSection.Law.SCHEDULE);
    }

    /** The values that make a point of the scenario. */
    Map<String, String> changes(double scale, double spike, boolean spiked) {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("capacityScale", Double.toString(scale));
        if (spiked) {
            changes.put("demand.spikeScale", Double.toString(spike));
        }
        if (!Double.isNaN(capLimit)) {
            changes.put("controllers.caps.max", Double.toString(capLimit));
        }
        return changes;
    }

    /** What is told of a scenario: what nothing moves is left out. */
    static List<Measure> measures(Scenario s) {
        List<Measure> all = new ArrayList<>();
        if (moving(s.controllers().caps()).isPresent()) {
            all.addAll(List.of(Measure.CAP_SCALE, Measure.LOWEST_CAP));
        }
        if (moving(s.controllers().peakMultiplier()).isPresent()
                && s.peakHours().isPresent()) {
            all.addAll(List.of(Measure.MULTIPLIER, Measure.PEAK_HOURS));
        }
        all.addAll(List.of(Measure.TTFT, Measure.REFUSED));
        if (!s.demand().tiers().isEmpty()) {
            all.add(Measure.DEFERRED);
        }
        all.add(Measure.POWER);
        if (Prices.of(s).hasAdditions()) {
            all.add(Measure.COST);
        }
        return List.copyOf(all);
    }

    /** How high demand rises at a height of the spike, beside demand without one. */
    static double height(Scenario s, double spike) {
        double most = s.demand().spikes().stream()
                .mapToDouble(SpikeSection::height)
                .max()
                .orElse(1);
        return 1 + spike * (most - 1);
    }
}
