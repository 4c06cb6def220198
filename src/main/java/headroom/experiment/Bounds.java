package headroom.experiment;

import headroom.cluster.ClusterSpec;
import headroom.scenario.ControllerSection;
import headroom.scenario.Scenario;

import java.util.Map;
import java.util.TreeMap;

/** What the numbers of a run are compared with, or how far they are to be trusted, by name. */
final class Bounds {
    private Bounds() {}

    /**
     * The limit of power of each site [MW], the bounds of the scale of caps where a controller
     * moves it, and where not all cells are simulated how many replicas of each site are; scaled
     * ones count as at the start.
     */
    static Map<String, Double> of(Scenario scenario, ClusterSpec spec) {
        Map<String, Double> bounds = new TreeMap<>();
        scenario.sites()
                .forEach((name, site) ->
                        bounds.put("powerLimitMw." + name, site.powerLimitWatts() / 1e6));
        scenario.controllers().caps().filter(ControllerSection::enabled).ifPresent(caps -> {
            bounds.put("caps.scale.max", caps.max());
            bounds.put("caps.scale.min", caps.min());
        });
        for (int p = 0; p < spec.placements().size() && spec.weight() > 1; p++) {
            int pool = spec.placements().get(p).pool();
            String site = spec.sites().get(spec.pools().get(pool).site()).site().name();
            double replicas = spec.sampledReplicas(p, spec.finalGpus(pool));
            bounds.merge("sampledReplicas." + site, replicas, Double::sum);
        }
        return bounds;
    }
}
