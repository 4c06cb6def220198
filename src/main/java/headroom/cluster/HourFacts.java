package headroom.cluster;

import headroom.cell.CellReport;
import headroom.fleet.FleetUse;

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
 * @param gpus real GPUs present by pool at the end of the hour
 * @param utilisation occupancy of the fleet, by KV memory
 * @param ttftP99Seconds p99 of time to first token over all cells and tiers [s]
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
        int[] gpus,
        double utilisation,
        double ttftP99Seconds) {

    /**
     * Power of a site within an hour.
     *
     * @param joules energy at the facility's meter [J]
     * @param maxWatts highest mean of an epoch [W]
     * @param limitWatts limit [W]
     * @param meanClock mean share of full clock
     * @param secondsAbove time above the limit [s]
     */
    public record SitePower(
            double joules,
            double maxWatts,
            double limitWatts,
            double meanClock,
            double secondsAbove) {}
}
