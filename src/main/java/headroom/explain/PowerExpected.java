package headroom.explain;

import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec;
import headroom.cluster.ClusterSpec.PoolSpec;
import headroom.explain.ReplicaLoad.State;
import headroom.explain.StationLoad.Held;
import headroom.plant.GpuModel;
import headroom.plant.PowerLoad;
import headroom.plant.PowerModel;
import headroom.scenario.Scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The power of a site, hour by hour, by {@link PowerModel} at full clock, and the clocks that keep
 * it within its limit.
 *
 * <p>Nameplate: every GPU present in its hottest phase, with host, times PUE. Expected: shares of
 * time in each phase by {@link ReplicaLoad}; GPUs that jobs hold in the long run, more of them at a
 * lower clock, draw their training share; all others idle, failed ones too. What is above {@link
 * #highestWatts} is what the power policy of a site has to take away.
 *
 * <p>Clocks are where {@link headroom.policy.FrequencyCap} brings them from above, of all sites of
 * an hour together, since what one completes less the others are asked for:
 *
 * <pre>
 * x_s = the highest setting in [m, 1] with P_s(x) &lt;= limit*(1 - margin)
 *   P_s(x)  power of site s with the shares of time that replicas have at the clocks x [W]
 *   m       lowest clock of the site; serving and jobs slow down by {@link
 *           headroom.control.Yielding}
 * </pre>
 *
 * <p>Domain: means of an hour. Power of an hour swings, and clocks go up again only once it is
 * below that goal by the hysteresis: a run may stand that much lower. Source and grade: derived.
 */
final class PowerExpected {
    private static final int BISECTIONS = 40;
    /** Of a clock: to 1e-5. */
    private static final int HALVINGS = 16;
    /** Of all sites in turn, until none moves by more than this [1]. */
    private static final double STILL = 1e-4;

    private static final int ROUNDS = 20;

    private final ClusterSpec spec;
    private final Supply supply;
    private final FleetLoad fleet;
    private final Held jobGpus;
    /** Known so far, at full clock and at the clocks that power leaves, by site and hour [W]. */
    private final double[][] watts;

    private final double[][] limited;
    /** Before clocks are lowered, by site [W]. */
    private final double[] highest;
    /** Settings of sites, by hour; full clock where there is none [1]. */
    private final double[][] settings;

    PowerExpected(Scenario scenario, Plan plan, Supply supply, FleetLoad fleet, Held jobGpus) {
        spec = plan.cluster();
        this.supply = supply;
        this.fleet = fleet;
        this.jobGpus = jobGpus;
        int hours = new Hours(spec.horizonSeconds()).count();
        watts = new double[spec.sites().size()][hours];
        limited = new double[spec.sites().size()][hours];
        highest = spec.sites().stream()
                .map(ClusterSpec.SiteSpec::site)
                .mapToDouble(site -> site.powerLimitWatts()
                        * (1 - scenario.site(site.name()).powerPolicy().margin()))
                .toArray();
        settings = new double[hours][];
        for (int h = 0; h < hours; h++) {
            settings[h] = settings(h, 1);
        }
    }

    /** Share of full clock of what serves, by hour and site. */
    double[][] clocks() {
        return Arrays.stream(settings).map(this::serving).toArray(double[][]::new);
    }

    /** The same of a site in an hour; where nothing is served, that of jobs. */
    double clock(int site, int hour) {
        double jobs = spec.sites().get(site).yielding().jobsClock(settings[hour][site]);
        return spec.serves(site) ? serving(settings[hour])[site] : jobs;
    }

    private double[] serving(double[] setting) {
        double[] clocks = setting.clone();
        for (int s = 0; s < clocks.length; s++) {
            clocks[s] = spec.sites().get(s).yielding().servingClock(setting[s]);
        }
        return clocks;
    }

    /** What the power policies of all sites set if so many times as much were asked for. */
    private double[] settings(int hour, double times) {
        double[] all = new double[spec.sites().size()];
        Arrays.fill(all, 1);
        double moved = 1;
        for (int round = 0; round < ROUNDS && moved > STILL; round++) {
            moved = 0;
            for (int s = 0; s < all.length; s++) {
                double before = all[s];
                all[s] = setting(s, hour, times, all.clone());
                moved = Math.max(moved, Math.abs(all[s] - before));
            }
        }
        return all;
    }

    private double setting(int site, int hour, double times, double[] all) {
        all[site] = 1;
        if (watts(site, hour, times, all) <= highest[site]) {
            return 1;
        }
        double low = spec.sites().get(site).yielding().minClock();
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            all[site] = 0.5 * (low + high);
            if (watts(site, hour, times, all) <= highest[site]) {
                low = all[site];
            } else {
                high = all[site];
            }
        }
        return low;
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
        double[] full = new double[spec.sites().size()];
        Arrays.fill(full, 1);
        return watts(site, hour, times, full);
    }

    /** Mean power of a site in an hour at the clocks that its power policy leaves [W]. */
    double limitedWatts(int site, int hour) {
        double known = limited[site][hour];
        return known > 0 ? known : (limited[site][hour] = watts(site, hour, 1, settings[hour]));
    }

    private double watts(int site, int hour, double times, double[] all) {
        double[] compute = new double[spec.pools().size()];
        double[] memory = new double[spec.pools().size()];
        double[] clocks = serving(all);
        boolean known = times == 1 && Arrays.stream(clocks).allMatch(each -> each == 1);
        for (FleetLoad.Hour model : known ? fleet.at(hour) : fleet.models(hour, times, clocks)) {
            for (FleetLoad.Part part : model.parts()) {
                ClusterSpec.Placement placement = spec.placements().get(part.index());
                if (spec.pools().get(placement.pool()).site() == site) {
                    State state = part.state();
                    double gpus = part.replicas() * placement.replicaGpus();
                    compute[placement.pool()] += gpus * state.computeShare();
                    memory[placement.pool()] += gpus * state.memoryShare();
                }
            }
        }
        double jobs = spec.sites().get(site).yielding().jobsClock(all[site]);
        List<PowerLoad> serving = new ArrayList<>();
        List<PowerLoad> training = new ArrayList<>();
        for (int pool = 0; pool < compute.length; pool++) {
            PoolSpec p = spec.pools().get(pool);
            if (p.site() == site) {
                double there = supply.gpus(pool, hour);
                double held = jobGpus.gpus(pool, hour, p.trainingPace(jobs));
                serving.add(load(p.gpu(), there - held, compute[pool], memory[pool]));
                training.add(new PowerLoad(p.gpu(), held, p.trainingPowerShare(), 0));
            }
        }
        double watts = PowerModel.totalWatts(serving, clocks[site])
                + PowerModel.totalWatts(training, jobs);
        return spec.sites().get(site).site().facilityWatts(watts);
    }

    private static PowerLoad load(GpuModel gpu, double there, double compute, double memory) {
        double gpus = Math.max(there, compute + memory);
        return PowerLoad.ofSeconds(gpu, gpus, compute, memory, gpus);
    }

    /**
     * How many times as much as now could be asked for until all replicas of a model are full, at
     * the clocks that power leaves then [1].
     */
    double timesToFull(int model, int hour) {
        double low = 0;
        double high = 1 / fleet.at(model, hour).load();
        for (int i = 0; i < HALVINGS; i++) {
            double middle = 0.5 * (low + high);
            double[] clocks = serving(settings(hour, middle));
            if (fleet.models(hour, middle, clocks).get(model).load() >= 1) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
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
