package headroom.cluster;

import headroom.cell.CellCommand;
import headroom.control.Autoscaler;
import headroom.control.Knob;
import headroom.control.LendingPolicy;
import headroom.control.PowerPolicy;
import headroom.control.Yielding;
import headroom.faults.FaultPlan;
import headroom.floor.FloorPlan;
import headroom.gangs.JobsSpec;
import headroom.gangs.LeaseTerms;
import headroom.plant.GpuModel;
import headroom.plant.Site;
import headroom.variates.QuantileTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What is owned, where it stands and how it is controlled, in real numbers of GPUs; the cells that
 * are simulated stand for all.
 *
 * @param horizonSeconds length of the run [s]
 * @param warmUpSeconds controllers rest until then: what they would see is the empty start [s]
 * @param epochSeconds length of an epoch [s]
 * @param cells cells of the whole deployment
 * @param sampledCells cells simulated
 * @param sites sites with their power limits
 * @param pools pools of GPUs
 * @param placements models placed on pools, in the order of the cells' deployments
 * @param additions GPUs that arrive
 * @param caps controller of the cap scale, or a fixed value
 * @param peak controller of the peak-hour multiplier, or a fixed value
 * @param failures classes of failures
 * @param dated what cells are told at dates fixed beforehand, in their order
 * @param jobs jobs beside what is served; null: none
 * @param loans pools whose GPUs jobs hold
 */
public record ClusterSpec(
        double horizonSeconds,
        double warmUpSeconds,
        double epochSeconds,
        int cells,
        int sampledCells,
        List<SiteSpec> sites,
        List<PoolSpec> pools,
        List<Placement> placements,
        List<Addition> additions,
        Knob caps,
        Knob peak,
        List<FailureClass> failures,
        List<CellCommand> dated,
        @Nullable JobsSpec jobs,
        List<Loan> loans) {

    /** The same with other jobs. */
    public ClusterSpec with(JobsSpec other) {
        return new ClusterSpec(
                horizonSeconds,
                warmUpSeconds,
                epochSeconds,
                cells,
                sampledCells,
                sites,
                pools,
                placements,
                additions,
                caps,
                peak,
                failures,
                dated,
                other,
                loans);
    }

    /** Real things that one simulated thing stands for. */
    public double weight() {
        return (double) cells / sampledCells;
    }

    /** Whether anything is served at a site. */
    public boolean serves(int site) {
        return placements.stream().anyMatch(each -> pools.get(each.pool()).site() == site);
    }

    /** Faults of nodes that strike what serves on a pool, as no failures do; null: none do. */
    public @Nullable FaultPlan servingFaults(int pool) {
        boolean fails = failures.stream().anyMatch(each -> each.pools().contains(pool));
        JobsSpec.FloorSpec floor = fails ? null : servingFloor(pool);
        return floor == null ? null : floor.faults();
    }

    /** Whether nodes are drained of a pool on which something serves. */
    public boolean drainsServing(int pool) {
        JobsSpec.FloorSpec floor = servingFloor(pool);
        FloorPlan plan = floor == null ? null : floor.plan();
        return plan != null && !plan.drains().isEmpty();
    }

    /** The GPUs of a pool as jobs have them, if something serves there; null: they have none. */
    private JobsSpec.@Nullable FloorSpec servingFloor(int pool) {
        boolean serves = placements.stream().anyMatch(each -> each.pool() == pool);
        for (Loan loan : loans) {
            if (loan.pool() == pool && jobs != null && serves) {
                return jobs.stations().get(loan.station()).pools().get(loan.floor());
            }
        }
        return null;
    }

    /** GPUs of a pool on nodes that are kept aside as spares. */
    int spareGpus(int pool) {
        int spares = 0;
        for (Loan loan : loans) {
            if (loan.pool() == pool && jobs != null) {
                JobsSpec.StationSpec station = jobs.stations().get(loan.station());
                spares += station.pools().get(loan.floor()).spareGpus();
            }
        }
        return spares;
    }

    /** GPUs of a pool once all additions are there. */
    public int finalGpus(int pool) {
        int all = pools.get(pool).gpus();
        for (Addition addition : additions) {
            all += addition.pool() == pool ? addition.gpus() : 0;
        }
        return all;
    }

    /**
     * KV memory of all replicas of fixed shares as ordered, those still loading or gone left out,
     * failures not counted; of a scaled placement that of its GPUs at the start [token].
     */
    double orderedTokens(double timeSeconds) {
        double tokens = 0;
        for (int p = 0; p < placements.size(); p++) {
            Placement placement = placements.get(p);
            double gpus = pools.get(placement.pool()).gpus();
            for (Addition a : additions) {
                boolean isThere = timeSeconds < a.untilSeconds();
                if (a.pool() == placement.pool() && placement.scale() == null && isThere) {
                    double since = timeSeconds - placement.loadSeconds() - a.atSeconds();
                    double ramp =
                            a.rampSeconds() > 0 ? since / a.rampSeconds() : since >= 0 ? 1 : 0;
                    gpus += a.gpus() * Math.max(0, Math.min(1, ramp));
                }
            }
            tokens += placement.kvCapacityTokens() * realReplicas(p, (int) gpus);
        }
        return tokens;
    }

    /** Whole replicas that the share of a placement makes of the GPUs of its pool. */
    public double realReplicas(int placement, int poolGpus) {
        Placement p = placements.get(placement);
        return Math.floor(poolGpus * p.share() / p.replicaGpus() + 1e-9);
    }

    /** Simulated replicas that stand for those of a fixed share. */
    public int sampledReplicas(int placement, int poolGpus) {
        return (int) Math.rint(realReplicas(placement, poolGpus) / weight());
    }

    /** Simulated replicas that stand for at least the fewest of a scaled placement. */
    int fewestReplicas(int placement) {
        return (int) Math.ceil(scale(placement).min() / weight() - 1e-9);
    }

    /** Simulated replicas that stand for at most the most of a scaled placement. */
    int mostReplicas(int placement) {
        return (int) Math.floor(scale(placement).max() / weight() + 1e-9);
    }

    private Scale scale(int placement) {
        Scale scale = placements.get(placement).scale();
        if (scale == null) {
            throw new IllegalStateException("deployment " + placement + " is not scaled");
        }
        return scale;
    }

    /**
     * A site.
     *
     * @param site its limit and its overhead
     * @param power decides the clock
     * @param actuationSeconds from the decision to the clock [s]
     * @param yielding who slows down first
     * @param outages times in which the whole site is down, in order
     */
    public record SiteSpec(
            Site site,
            PowerPolicy power,
            double actuationSeconds,
            Yielding yielding,
            List<Outage> outages) {}

    /**
     * A time in which a site is down.
     *
     * @param fromSeconds when it goes down [s]
     * @param untilSeconds when its GPUs are there again, without weights [s]
     */
    public record Outage(double fromSeconds, double untilSeconds) {
        /** How much of it lies between two instants [s]. */
        public double secondsWithin(double from, double to) {
            return Math.max(0, Math.min(untilSeconds, to) - Math.max(fromSeconds, from));
        }
    }

    /**
     * A pool of equal GPUs.
     *
     * @param name its name
     * @param site index of its site
     * @param gpu what the GPUs are
     * @param gpus how many are there at the start
     * @param repairPowerShare share of idle and host power drawn while a GPU is repaired
     * @param trainingPowerShare board power of a GPU that a job holds, from idle (0) to that of
     *     compute-bound phases (1)
     * @param trainingExponent exponent of the clock in the speed of jobs; 0: it does not matter
     */
    public record PoolSpec(
            String name,
            int site,
            GpuModel gpu,
            int gpus,
            double repairPowerShare,
            double trainingPowerShare,
            double trainingExponent) {
        /** Share of their speed that jobs have at a clock [1]. */
        public double trainingPace(double clock) {
            return trainingExponent == 1 ? clock : StrictMath.pow(clock, trainingExponent);
        }
    }

    /**
     * A model placed on a share of a pool.
     *
     * @param pool index of the pool
     * @param share of its GPUs; of those there at the start where it is scaled
     * @param replicaGpus GPUs of one replica
     * @param loadSeconds from the GPUs' arrival until the replica serves [s]
     * @param kvCapacityTokens KV memory of one replica [token]; weighs utilisation
     * @param scale how the number of replicas follows the load; null: it does not
     */
    public record Placement(
            int pool,
            double share,
            int replicaGpus,
            double loadSeconds,
            long kvCapacityTokens,
            @Nullable Scale scale) {}

    /**
     * How the number of replicas of a deployment follows its load.
     *
     * @param min fewest real replicas
     * @param max most real replicas
     * @param everySeconds time between two decisions [s]
     * @param lookbackSeconds time over which it measures [s]
     * @param policy decides
     */
    public record Scale(
            int min, int max, double everySeconds, double lookbackSeconds, Autoscaler policy) {}

    /**
     * One kind of failure of GPUs.
     *
     * @param name names its random streams
     * @param pools indices of the pools it strikes
     * @param perGpuSecond failures of one GPU per second [1/s]
     * @param groupGpus GPUs side by side that fail together; 1: a replica fails by itself
     * @param repair time from a failure until the GPUs are back [s]
     */
    public record FailureClass(
            String name,
            List<Integer> pools,
            double perGpuSecond,
            int groupGpus,
            QuantileTable repair) {
        /** Failures of a replica: those of its GPUs, or of its group where that has more [1/s]. */
        public double perReplicaSecond(int replicaGpus) {
            return Math.max(replicaGpus, groupGpus) * perGpuSecond;
        }
    }

    /**
     * GPUs that arrive evenly over a ramp, in steps of an hour.
     *
     * @param atSeconds begin of the ramp [s]
     * @param rampSeconds its length [s]
     * @param pool index of the pool
     * @param gpus how many
     * @param untilSeconds when they leave, all at once [s]; infinite: they stay
     */
    public record Addition(
            double atSeconds, double rampSeconds, int pool, int gpus, double untilSeconds) {
        /** GPUs that stay. */
        public Addition(double atSeconds, double rampSeconds, int pool, int gpus) {
            this(atSeconds, rampSeconds, pool, gpus, Double.POSITIVE_INFINITY);
        }

        /** So many GPUs arrive or, if below 0, leave; what came before the run is there then. */
        public record Step(double atSeconds, int gpus) {}

        /** All steps, in order of time. */
        public List<Step> steps() {
            int count = Math.max(1, (int) Math.ceil(rampSeconds / Cluster.HOUR_SECONDS));
            List<Step> steps = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int before = (int) ((long) gpus * i / count);
                int after = (int) ((long) gpus * (i + 1) / count);
                double at = Math.max(0, atSeconds + rampSeconds * i / count);
                steps.add(new Step(at, after - before));
            }
            if (untilSeconds < Double.POSITIVE_INFINITY) {
                steps.add(new Step(Math.max(0, untilSeconds), -gpus));
            }
            return steps;
        }

        /** What they are there for between two instants [GPU-s]. */
        public double gpuSeconds(double fromSeconds, double toSeconds) {
            double sum = 0;
            for (Step step : steps()) {
                sum += step.gpus()
                        * Math.max(0, toSeconds - Math.max(fromSeconds, step.atSeconds()));
            }
            return sum;
        }
    }

    /**
     * GPUs of a pool that a station of jobs may hold; one station a pool.
     *
     * @param pool index of the pool
     * @param station index of the station
     * @param floor index of the pool at the station; what it has there at the start is of the pool
     * @param share of the GPUs of the pool that jobs have for good, rounded down, to whole nodes
     *     where there are any
     * @param policy decides how many they have beyond; null: none
     * @param terms how they leave those
     */
    public record Loan(
            int pool,
            int station,
            int floor,
            double share,
            @Nullable LendingPolicy policy,
            LeaseTerms terms) {}
}
