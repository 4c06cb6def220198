package headroom.workload;

/**
 * A client that asks for more tokens than it should, for a time.
 *
 * @param fromSeconds when it begins [s]
 * @param untilSeconds when it is mended [s]
 * @param inputFactor factor on the tokens that a request adds to its context
 * @param outputFactor factor on the tokens of an answer
 * @param cacheLifetimeSeconds how long an unused prefix stays cached at most [s]; may be infinite
 */
public record ClientBug(
        double fromSeconds,
        double untilSeconds,
        double inputFactor,
        double outputFactor,
        double cacheLifetimeSeconds) {

    boolean isAt(double timeSeconds) {
        return timeSeconds >= fromSeconds && timeSeconds < untilSeconds;
    }
}
