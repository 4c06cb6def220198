package headroom.cluster;

import headroom.cell.Cell;
import headroom.cell.CellCommand;
import headroom.control.PowerView;
import headroom.fleet.FleetUse;
import headroom.jobs.JobHours;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.plant.PowerLoad;
import headroom.plant.PowerModel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Power and energy of one site, epoch by epoch, and the clock that keeps it within its limit.
 *
 * <pre>
 * facility [W] = PUE * sum over pools of
 *     (GPUs present) * (host + idle) + GPUs busy * (extra watts of the phase at the clock)
 * </pre>
 *
 * <p>Phases are shares of the epoch that the replicas spent bound by compute and by memory, GPUs
 * present are the mean over it; the clock changes at the beginning of an epoch only. So the energy
 * of an epoch is exact, but for the step under way when a clock changes: it ends at the old one.
 * GPUs that load, drain or are free are idle; under repair they draw a share of that (assumed).
 * GPUs held by jobs draw a share of the extra watts of compute-bound phases, at a clock that may be
 * another than that of GPUs that serve; at clock f jobs run at the pace f^e (e assumed, by kind of
 * GPU).
 */
final class PowerPlane {
    private final ClusterSpec spec;
    private final int site;
    private final List<Cell> cells;
    private final Agenda agenda;
    private final @Nullable JobHours jobs;
    /** Whether something is served there; if not, the clock told is that of jobs. */
    private final boolean serves;
    /** GPUs present in each pool, mean over the last epoch. */
    private final double[] presentGpus;
    /** GPUs of each pool held by jobs, mean over the last epoch. */
    private final double[] trainingGpus;
    /** Busy and compute-bound GPUs of each placement, mean over the last epoch. */
    private final double[] computeGpus;

    private final double[] memoryGpus;
    /** Settings: of the epoch metered next; set last, and since when [s]; ordered last. */
    private double clock = 1;

    private double nextClock = 1;
    private double nextClockSeconds;
    private double orderedClock = 1;
    private double facilityWatts;
    private double joules;
    private double maxWatts;
    private double clockSeconds;
    private double aboveSeconds;

    PowerPlane(
            ClusterSpec spec, int site, List<Cell> cells, Agenda agenda, @Nullable JobHours jobs) {
        this.spec = spec;
        this.site = site;
        this.cells = cells;
        this.agenda = agenda;
        this.jobs = jobs;
        serves = spec.serves(site);
        presentGpus = new double[spec.pools().size()];
        trainingGpus = new double[spec.pools().size()];
        computeGpus = new double[spec.placements().size()];
        memoryGpus = new double[spec.placements().size()];
    }

    /**
     * GPU-seconds by pool.
     *
     * @param powered of GPUs that draw power [s]
     * @param training of those that jobs hold [s]
     */
    record PoolSeconds(double[] powered, double[] training) {}

    /**
     * Meters an epoch, and orders another clock if the policy says so.
     *
     * @param pools what the GPUs of each pool did within the epoch
     */
    void epoch(FleetUse before, FleetUse after, PoolSeconds pools, double seconds) {
        for (int pool = 0; pool < presentGpus.length; pool++) {
            presentGpus[pool] = pools.powered[pool] / seconds;
            trainingGpus[pool] = pools.training[pool] / seconds;
        }
        for (int p = 0; p < computeGpus.length; p++) {
            double real = spec.placements().get(p).replicaGpus() * spec.weight() / seconds;
            // replicas that leave are added up in another order, which may show in the last digit
            double compute = Math.max(0, after.computeSeconds[p] - before.computeSeconds[p]);
            double busy = after.busySeconds[p] - before.busySeconds[p];
            computeGpus[p] = compute * real;
            memoryGpus[p] = Math.max(0, busy - compute) * real;
        }
        settleClock();
        facilityWatts = wattsAt(clock);
        joules += facilityWatts * seconds;
        maxWatts = Math.max(maxWatts, facilityWatts);
        clockSeconds += (serves ? servingClock(clock) : jobsClock(clock)) * seconds;
        if (facilityWatts > siteSpec().site().powerLimitWatts()) {
            aboveSeconds += seconds;
        }
        double wanted = siteSpec().power().clock(new View());
        if (wanted != orderedClock) {
            order(wanted);
        }
    }

    private ClusterSpec.SiteSpec siteSpec() {
        return spec.sites().get(site);
    }

    private double servingClock(double setting) {
        return siteSpec().yielding().servingClock(setting);
    }

    private double jobsClock(double setting) {
        return siteSpec().yielding().jobsClock(setting);
    }

    private double wattsAt(double setting) {
        boolean isOneClock = servingClock(setting) == jobsClock(setting);
        List<PowerLoad> serving = new ArrayList<>();
        List<PowerLoad> training = new ArrayList<>();
        for (int pool = 0; pool < presentGpus.length; pool++) {
            if (spec.pools().get(pool).site() == site) {
                serving.add(load(pool, isOneClock ? 0 : trainingGpus[pool]));
                training.add(trainingLoad(pool));
            }
        }
        double watts = PowerModel.totalWatts(serving, servingClock(setting));
        if (!isOneClock) {
            watts += PowerModel.totalWatts(training, jobsClock(setting));
        }
        return siteSpec().site().facilityWatts(watts);
    }

    private PowerLoad trainingLoad(int pool) {
        double share = spec.pools().get(pool).trainingPowerShare();
        return new PowerLoad(spec.pools().get(pool).gpu(), trainingGpus[pool], share, 0);
    }

    /** All of a pool but so many GPUs that jobs hold. */
    private PowerLoad load(int pool, double apartGpus) {
        double training = trainingGpus[pool] - apartGpus;
        double compute = training * spec.pools().get(pool).trainingPowerShare();
        double memory = 0;
        for (int p = 0; p < computeGpus.length; p++) {
            if (spec.placements().get(p).pool() == pool) {
                compute += computeGpus[p];
                memory += memoryGpus[p];
            }
        }
        // sampled replicas may stand for a few GPUs more than there are
        double gpus = Math.max(presentGpus[pool] - apartGpus, compute + memory);
        return PowerLoad.ofSeconds(spec.pools().get(pool).gpu(), gpus, compute, memory, gpus);
    }

    /** The clock set last holds for what begins at its instant, not for what ends there. */
    private void settleClock() {
        if (nextClockSeconds < agenda.nowSeconds()) {
            clock = nextClock;
        }
    }

    private void order(double share) {
        orderedClock = share;
        double ready = agenda.nowSeconds() + siteSpec().actuationSeconds();
        double epochs = Math.ceil(ready / spec.epochSeconds() - 1e-9);
        agenda.timer(Rank.POWER, () -> set(share)).startAt(epochs * spec.epochSeconds());
    }

    /** From this instant on; the epoch that ends with it may still have to be metered. */
    private void set(double share) {
        settleClock();
        if (servingClock(share) != servingClock(nextClock)) {
            tell(servingClock(share));
        }
        if (jobs != null && jobsClock(share) != jobsClock(nextClock)) {
            pace(jobs, jobsClock(share));
        }
        nextClock = share;
        nextClockSeconds = agenda.nowSeconds();
    }

    private void tell(double share) {
        for (int p = 0; p < computeGpus.length; p++) {
            if (spec.pools().get(spec.placements().get(p).pool()).site() == site) {
                for (Cell cell : cells) {
                    cell.command(new CellCommand.Clock(agenda.nowSeconds(), p, share));
                }
            }
        }
    }

    private void pace(JobHours running, double share) {
        for (ClusterSpec.Loan loan : spec.loans()) {
            ClusterSpec.PoolSpec pool = spec.pools().get(loan.pool());
            if (pool.site() == site) {
                double pace = pool.trainingPace(share);
                running.pace(agenda.nowSeconds(), loan.station(), loan.floor(), pace);
            }
        }
    }

    /** Power since this was last asked. */
    HourFacts.SitePower drain(double seconds) {
        HourFacts.SitePower facts = new HourFacts.SitePower(
                joules,
                maxWatts,
                siteSpec().site().powerLimitWatts(),
                clockSeconds / seconds,
                aboveSeconds);
        joules = 0;
        maxWatts = 0;
        clockSeconds = 0;
        aboveSeconds = 0;
        return facts;
    }

    /** The meters of the last epoch. */
    private final class View implements PowerView {
        @Override
        public double limitWatts() {
            return siteSpec().site().powerLimitWatts();
        }

        @Override
        public double facilityWatts() {
            return facilityWatts;
        }

        @Override
        public double clock() {
            return orderedClock;
        }

        @Override
        public double facilityWattsAt(double share) {
            return wattsAt(share);
        }
    }
}
