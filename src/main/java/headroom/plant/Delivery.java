package headroom.plant;

/**
 * GPUs that arrive at a pool: the first after {@code startSeconds}, the last at its end, evenly.
 *
 * @param startSeconds when the ramp begins [s]
 * @param rampSeconds how long it lasts [s]; 0: all at once
 * @param gpus how many arrive in all [1]
 */
public record Delivery(double startSeconds, double rampSeconds, long gpus) {

    public Delivery {
        if (!Double.isFinite(startSeconds)) {
            throw new IllegalArgumentException("delivery at " + startSeconds + " s");
        }
        if (!(rampSeconds >= 0 && rampSeconds <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("ramp of " + rampSeconds + " s");
        }
        if (gpus < 0) {
            throw new IllegalArgumentException("delivery of " + gpus + " GPUs");
        }
    }

    /** How many have arrived at this time: the whole part of the linear ramp. */
    public long arrived(double timeSeconds) {
        if (timeSeconds < startSeconds) {
            return 0;
        }
        // Against the end itself: time - start may round to less than the ramp there.
        if (timeSeconds >= endSeconds()) {
            return gpus;
        }
        double share = (timeSeconds - startSeconds) / rampSeconds;
        return Math.min(gpus, (long) Math.floor(gpus * share));
    }

    /** When the ramp ends [s]. */
    public double endSeconds() {
        return startSeconds + rampSeconds;
    }
}
