package headroom.workload;

/**
 * How often and when a client tries again after a refusal, a time-out or a lost replica.
 *
 * <pre>
 * m     = min(cap, base x 2^attempt)    [s], attempt = 0, 1, ...
 * delay = u x m                         full jitter, u uniform in (0, 1)
 * delay = -ln(u) x m                    exponential
 * </pre>
 *
 * <p>Source: Brooker 2015, AWS Architecture Blog, "Exponential Backoff and Jitter". Usual client
 * figures: 2 retries, 0.5 s, 8 s (read from the code of a vendor's SDK, which itself jitters less);
 * coding agents retry 10 times. Exponential delays are those of the retrial queue (Falin and
 * Templeton 1997); with base = cap the retry rate is 1/cap.
 *
 * @param maxRetries how often to try again at most [1]
 * @param baseSeconds longest, or mean, first delay [s]
 * @param capSeconds longest, or mean, delay ever [s]
 * @param law how delays are drawn
 * @param budget what share of requests may be retried
 * @param throttle how far clients hold back when attempts fail
 * @param cancels whether a client that waits no longer cancels what it asked for; if not, replicas
 *     work on for nobody
 */
public record RetryPolicy(
        int maxRetries,
        double baseSeconds,
        double capSeconds,
        Law law,
        Budget budget,
        Throttle throttle,
        boolean cancels) {

    /** How delays are drawn. */
    public enum Law {
        /** Uniform between 0 and m. */
        FULL_JITTER,
        /** Exponential of mean m. */
        EXPONENTIAL
    }

    /**
     * A bound on the retries of many clients together: a bucket that each first attempt fills by a
     * share and each retry empties by one.
     *
     * <pre>
     * first attempt: b = min(burst, b + share)
     * retry:         if b >= 1 then b = b - 1, else the client gives up
     * </pre>
     *
     * <p>So retries never exceed burst + share x first attempts. Source: Beyer et al. 2016, Site
     * Reliability Engineering, chapter 21: retries up to 10 % of a client's requests, which bounds
     * the load at 1.1 times. There the client is a process with many requests; a user with a few
     * would never earn a retry, so all clients of a tier in a cell share one bucket, as behind a
     * common gateway. Grade: vendor for the rule, assumed for the sharing.
     *
     * @param share retries earned by a first attempt [1]; infinite: no bound
     * @param burst retries that can be saved up, and are there at the start [1]
     */
    public record Budget(double share, double burst) {
        /** No bound. */
        public static final Budget NONE = new Budget(Double.POSITIVE_INFINITY, 1);

        public Budget {
            if (!(share >= 0 && burst >= 1)) {
                throw new IllegalArgumentException("retry budget " + share + ", " + burst);
            }
        }

        public boolean isBound() {
            return share < Double.POSITIVE_INFINITY;
        }
    }

    /**
     * Clients that hold attempts back by themselves when too many fail.
     *
     * @param factor attempts for each one that does not fail; infinite: they never hold back
     * @param windowSeconds how far they look back [s]
     */
    public record Throttle(double factor, double windowSeconds) {
        /** Never holds back. */
        public static final Throttle NONE = new Throttle(Double.POSITIVE_INFINITY, 1);

        public Throttle {
            if (!(factor >= 1 && windowSeconds > 0)) {
                throw new IllegalArgumentException("throttle " + factor + ", " + windowSeconds);
            }
        }

        public boolean holdsBack() {
            return factor < Double.POSITIVE_INFINITY;
        }
    }

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

    /** Full jitter without a budget; clients cancel what they wait for no longer. */
    public RetryPolicy(int maxRetries, double baseSeconds, double capSeconds) {
        this(
                maxRetries,
                baseSeconds,
                capSeconds,
                Law.FULL_JITTER,
                Budget.NONE,
                Throttle.NONE,
                true);
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
        double doubled = baseSeconds == 0 ? 0 : Math.scalb(baseSeconds, attempt);
        double measure = Math.min(capSeconds, doubled);
        return law == Law.EXPONENTIAL ? -StrictMath.log(u) * measure : u * measure;
    }
}
