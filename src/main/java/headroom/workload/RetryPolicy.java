package headroom.workload;

/**
 * When a client tries again after a rejection: exponential backoff with full jitter.
 *
 * <pre>
 * delay = u x min(cap, base x 2^attempt)     [s], u uniform in (0, 1), attempt = 0, 1, ...
 * </pre>
 *
 * <p>Source: Brooker 2015, AWS Architecture Blog, "Exponential Backoff and Jitter". Usual client
 * figures: 2 retries, 0.5 s, 8 s (read from the code of a vendor's SDK, which itself jitters less).
 *
 * @param maxRetries how often to try again at most [1]
 * @param baseSeconds longest first delay [s]
 * @param capSeconds longest delay ever [s]
 */
public record RetryPolicy(int maxRetries, double baseSeconds, double capSeconds) {

    public RetryPolicy {
        if (maxRetries < 0) {
            throw new IllegalArgumentException(maxRetries + " retries");
        }
        if (!(baseSeconds >= 0 && baseSeconds <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("base delay of " + baseSeconds + " s");
        }
        if (!(capSeconds >= 0 && capSeconds <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("longest delay of " + capSeconds + " s");
        }
    }

    /** Whether a request that has been retried this often may be tried once more. */
    public boolean allows(int retriesSoFar) {
        return retriesSoFar < maxRetries;
    }

    /** Delay before retry number attempt, the first being 0. */
    public double backoffSeconds(int attempt, double u) {
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt " + attempt);
        }
        // scalb is exact and goes to infinity, which the cap catches, unless the base is 0
        double longest = baseSeconds == 0 ? 0 : Math.scalb(baseSeconds, attempt);
        return u * Math.min(capSeconds, longest);
    }
}
