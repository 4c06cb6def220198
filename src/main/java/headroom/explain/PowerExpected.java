package headroom.explain;

import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec;
import headroom.cluster.ClusterSpec.PoolSpec;
import headroom.explain.ReplicaLoad.State;
import headroom.plant.GpuModel;
import headroom.plant.PowerLoad;
import headroom.plant.PowerModel;
import headroom.scenario.Scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * The power of a site, hour by hour, by {@link PowerModel} at full clock.
 *
 * <p>Nameplate: every GPU present in its hottest phase, with host, times PUE. Expected: shares of
 * time in each phase by {@link ReplicaLoad}; GPUs of jobs draw their training share for as long as
 * jobs hold them in the long run; all others idle. Clocks are not lowered: what is above {@link
 * #highestWatts} is what the power policy of a site would have to take away. Failed GPUs count as
 * idle.
 */
final class PowerExpected {
    private static final int BISECTIONS = 40;

    private final ClusterSpec spec;
    private final Supply supply;
    private final FleetLoad fleet;
    private final int models;
    /** GPUs that jobs hold in the long run, by pool. */
    private final double[] jobGpus;
    /** Known so far, by site and hour [W]. */
    private final double[][] watts;
    /** Before clocks are lowered, by site [W]. */
    private final double[] highest;

    PowerExpected(Scenario scenario, Plan plan, Supply supply, FleetLoad fleet, double[] jobGpus) {
        spec = plan.cluster();
        models = plan.cell().models().size();
        this.supply = supply;
        this.fleet = fleet;
        this.jobGpus = jobGpus.clone();
        int hours = new Hours(spec.horizonSeconds()).count();
        watts = new double[spec.sites().size()][hours];
        highest = spec.sites().stream()
                .map(ClusterSpec.SiteSpec::site)
                .mapToDouble(site -> site.powerLimitWatts()
                        * (1 - scenario.site(site.name()).powerPolicy().margin()))
                .toArray();
    }

    /** Power of a site above which its policy lowers clocks: the limit less a margin [W]. */
    double highestWatts(int site) {
        return highest[site];
    }

    /** Every GPU of a site in its hottest phase [W]. */
    double nameplateWatts(int site, int hour) {
        List<PowerLoad> loads = new ArrayList<>();
        for (int pool = 0; pool < spec.pools().size(); pool++) {
            PoolSpec p = spec.pools().get(pool);
            if (p.site() == site) {
                boolean prefill = p.gpu().prefillWatts() >= p.gpu().decodeWatts();
                double gpus = supply.gpus(pool, hour);
                loads.add(new PowerLoad(p.gpu(), gpus, prefill ? 1 : 0, prefill ? 0 : 1));
            }
        }
        return spec.sites().get(site).site().facilityWatts(PowerModel.totalWatts(loads, 1));
    }

    /** Mean power of a site in an hour [W]. */
    double watts(int site, int hour) {
        double known = watts[site][hour];
        return known > 0 ? known : (watts[site][hour] = watts(site, hour, 1));
    }

    /** The same if so many times as much were asked for. */
    double watts(int site, int hour, double times) {
        double[] compute = new double[spec.pools().size()];
        double[] memory = new double[spec.pools().size()];
        for (int m = 0; m < models; m++) {
            for (FleetLoad.Part part :
                    (times == 1 ? fleet.at(m, hour) : fleet.at(m, hour, times)).parts()) {
                ClusterSpec.Placement placement = spec.placements().get(part.index());
                if (spec.pools().get(placement.pool()).site() == site) {
                    State state = part.state();
                    double gpus = part.replicas() * placement.replicaGpus();
                    compute[placement.pool()] += gpus * state.computeShare();
                    memory[placement.pool()] += gpus * state.memoryShare();
                }
            }
        }
        List<PowerLoad> loads = new ArrayList<>();
        for (int pool = 0; pool < compute.length; pool++) {
            PoolSpec p = spec.pools().get(pool);
            if (p.site() == site) {
                double there = supply.gpus(pool, hour);
                double training = Math.min(jobGpus[pool], there) * p.trainingPowerShare();
                loads.add(load(p.gpu(), there, compute[pool] + training, memory[pool]));
            }
        }
        return spec.sites().get(site).site().facilityWatts(PowerModel.totalWatts(loads, 1));
    }

    private static PowerLoad load(GpuModel gpu, double there, double compute, double memory) {
        double gpus = Math.max(there, compute + memory);
        return PowerLoad.ofSeconds(gpu, gpus, compute, memory, gpus);
    }

    /**
     * How many times as much as now could be asked for until clocks of a site are lowered;
     * infinite where replicas are full before [1].
     *
     * @param full at how many times as much all replicas are full
     */
    double timesToLimit(int site, int hour, double full) {
        if (watts(site, hour, full) <= highest[site]) {
            return Double.POSITIVE_INFINITY;
        }
        double low = 0;
        double high = full;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = 0.5 * (low + high);
            if (watts(site, hour, middle) > highest[site]) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
