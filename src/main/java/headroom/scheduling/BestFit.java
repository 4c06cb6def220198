package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

/**
 * Of the jobs in line that fit the one that asks for most GPUs starts, of equal ones the first;
 * then again, until nothing fits.
 *
 * <p>Each on the fastest pool it fits in. A job that never is the largest that fits may wait for
 * ever. Domain: any gangs and pools. Source: Johnson, Journal of Computer and System Sciences 8
 * (1974), best fit decreasing, on the line of now.
 */
public final class BestFit implements SchedulingPolicy {
    @Override
    public void decide(StationView station, Orders orders) {
        int best = largest(station);
        while (best != StationView.NONE) {
            orders.start(best, station.placeFor(best));
            best = largest(station);
        }
    }

    private static int largest(StationView station) {
        int best = StationView.NONE;
        int gang = 0;
        int job = station.head();
        while (job != StationView.NONE) {
            if (station.gang(job) > gang && station.placeFor(job) != StationView.NONE) {
                best = job;
                gang = station.gang(job);
            }
            job = station.after(job);
        }
        return best;
    }
}
