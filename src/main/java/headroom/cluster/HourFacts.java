package headroom.cluster;

import headroom.cell.CellReport;
import headroom.fleet.FleetUse;
import headroom.jobbook.JobCounts;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What happened in one hour, of the simulated cells unless said otherwise.
 *
 * @param fromSeconds begin [s]
 * @param toSeconds end [s]
 * @param cells what happened to requests, by cell
 * @param afterWarmUp the same without what lies before the end of the warm-up, if that falls within
 *     the hour
 * @param use use of the replicas since the start of the run, by cell
 * @param capScale cap scale in force, mean over the hour
 * @param peakMultiplier peak-hour multiplier in force, mean over the hour
 * @param sites power of the sites, in real watts
 * @param gpus real GPUs present by pool, mean over the hour
 * @param states what real GPUs were held for, by pool
 * @param utilisation occupancy of the fleet, by KV memory
 * @param ttftP99Seconds p99 of time to first token over all cells and tiers [s]
 * @param jobs what happened to jobs; null where there are none
 * @param jobsAfterWarmUp the same without what lies before the end of the warm-up
 */
public record HourFacts(
        double fromSeconds,
        double toSeconds,
        List<CellReport> cells,
        List<CellReport> afterWarmUp,
        List<FleetUse> use,
        double capScale,
        double peakMultiplier,
        List<SitePower> sites,
        double[] gpus,
        List<PoolStates> states,
        double utilisation,
        double ttftP99Seconds,
        @Nullable JobCounts jobs,
        @Nullable JobCounts jobsAfterWarmUp) {

    /**
     * What the GPUs of a pool were held for within an hour, in real GPU-seconds; they sum to those
     * owned.
     *
     * @param servingSeconds by replicas that take requests [s]
     * @param loadingSeconds by replicas whose weights load [s]
     * @param drainingSeconds by replicas that take no more requests and have some left, or on nodes
     *     that are drained [s]
     * @param failedSeconds by replicas that failed and are repaired [s]
     * @param lentSeconds by jobs, which hold them or leave them idle [s]
     * @param freeSeconds by nobody [s]
     * @param failures failures of replicas
     */
    public record PoolStates(
            double servingSeconds,
            double loadingSeconds,
            double drainingSeconds,
            double failedSeconds,
            double lentSeconds,
            double freeSeconds,
            double failures) {}

    /**
     * Power of a site within an hour.
     *
     * @param joules energy at the facility's meter [J]
     * @param maxWatts highest mean of an epoch [W]
     * @param limitWatts limit [W]
     * @param meanClock mean share of full clock of GPUs that serve; of jobs where none do
     * @param secondsAbove time above the limit [s]
     */
    public record SitePower(
            double joules,
            double maxWatts,
            double limitWatts,
            double meanClock,
            double secondsAbove) {}
}
