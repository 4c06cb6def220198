package headroom.plant;

/**
 * A kind of GPU and its share of the server around it, as the power law sees them.
 *
 * @param name as in scenarios, such as H100
 * @param idleWatts board power with a model loaded and nothing running [W]
 * @param decodeWatts board power in memory-bound phases (decode) at full clock [W]
 * @param prefillWatts board power in compute-bound phases (prefill) at full clock [W]
 * @param hostWatts power of CPUs, memory, network and fans of the server per GPU [W]; constant
 * @param clockExponent exponent k of the clock in active power [1]; 3 for voltage with frequency
 * @param minClock least clock as a fraction of full clock, in (0, 1]
 */
public record GpuModel(
        String name,
        double idleWatts,
        double decodeWatts,
        double prefillWatts,
        double hostWatts,
        double clockExponent,
        double minClock) {

    public GpuModel {
        require(idleWatts >= 0, name, "idleWatts", idleWatts, "at least 0");
        require(decodeWatts >= idleWatts, name, "decodeWatts", decodeWatts, "at least idleWatts");
        require(
                prefillWatts >= idleWatts,
                name,
                "prefillWatts",
                prefillWatts,
                "at least idleWatts");
        require(hostWatts >= 0, name, "hostWatts", hostWatts, "at least 0");
        require(clockExponent > 0, name, "clockExponent", clockExponent, "above 0");
        require(minClock > 0 && minClock <= 1, name, "minClock", minClock, "in (0, 1]");
        double sum = decodeWatts + prefillWatts + hostWatts + clockExponent;
        require(Double.isFinite(sum), name, "a value", sum, "finite");
    }

    private static void require(
            boolean holds, String gpu, String field, double value, String what) {
        if (!holds) {
            throw new IllegalArgumentException(
                    gpu + ": " + field + " = " + value + ", must be " + what);
        }
    }
}
