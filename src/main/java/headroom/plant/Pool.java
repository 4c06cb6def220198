package headroom.plant;

import java.util.List;

/**
 * GPUs of one model at one site, and how many are present over time. Passive and immutable.
 *
 * @param name as in scenarios
 * @param gpu their model
 * @param site where they draw their power
 * @param initialGpus present from the beginning [1]
 * @param deliveries what arrives later, in any order
 */
public record Pool(
        String name, GpuModel gpu, Site site, long initialGpus, List<Delivery> deliveries) {

    public Pool {
        if (initialGpus < 0) {
            throw new IllegalArgumentException(name + ": " + initialGpus + " GPUs at the start");
        }
        deliveries = List.copyOf(deliveries);
    }

    /** GPUs present at this time; never falls. */
    public long gpusAt(double timeSeconds) {
        long present = initialGpus;
        for (Delivery delivery : deliveries) {
            present += delivery.arrived(timeSeconds);
        }
        return present;
    }

    /** GPUs present when all has arrived. */
    public long finalGpus() {
        long present = initialGpus;
        for (Delivery delivery : deliveries) {
            present += delivery.gpus();
        }
        return present;
    }

    /**
     * The first time at which at least this many GPUs are present [s]: negative infinity for what
     * is there from the beginning, infinity for what never comes. With it a replica that needs the
     * GPUs up to number n knows when it can start, without looking at the ramp again and again.
     */
    public double secondsWhenPresent(long gpus) {
        if (gpus <= initialGpus) {
            return Double.NEGATIVE_INFINITY;
        }
        if (gpus > finalGpus()) {
            return Double.POSITIVE_INFINITY;
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Delivery delivery : deliveries) {
            low = Math.min(low, delivery.startSeconds());
            high = Math.max(high, delivery.endSeconds());
        }
        if (gpusAt(low) >= gpus) {
            return low;
        }
        // Invariant: gpusAt(low) < gpus <= gpusAt(high). Ends at neighbouring doubles.
        while (true) {
            double middle = low + 0.5 * (high - low);
            if (middle <= low || middle >= high) {
                return high;
            }
            if (gpusAt(middle) >= gpus) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }
}
