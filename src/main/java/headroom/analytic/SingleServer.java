package headroom.analytic;

/**
 * The single server with Poisson arrivals, M/G/1, under several orders of service.
 *
 * <p>Symbols: arrival rate lambda [1/s], time of service S [s], rho = lambda E[S] &lt; 1; rho(x) =
 * lambda E[S; S &lt;= x] and m2(x) = E[S^2; S &lt;= x] for what is no longer than x.
 *
 * <ul>
 *   <li>In order of arrival (Pollaczek and Khinchine): E[W] = lambda E[S^2] / (2 (1 - rho)), E[W^2]
 *       = 2 E[W]^2 + lambda E[S^3] / (3 (1 - rho)). With vacations V taken whenever nobody is
 *       there, one after another: E[V^2] / (2 E[V]) more. Kleinrock 1975, vol. 1, section 5.7;
 *       Takagi 1991, "Queueing Analysis", vol. 1, section 2.2.
 *   <li>Processor sharing: P(N = n) = (1 - rho) rho^n for any law of S, E[T | S = x] = x / (1 -
 *       rho); for exponential S, Var T = E[S]^2 (2 + rho) / ((2 - rho) (1 - rho)^2). Kleinrock
 *       1976, vol. 2, section 4.4; Coffman, Muntz and Trotter 1970, J. ACM 17.
 *   <li>By size, continuous laws only: shortest remaining time E[T | x] = lambda (m2(x) + x^2 P(S
 *       &gt; x)) / (2 (1 - rho(x))^2) + integral from 0 to x of dt / (1 - rho(t)); preemptive
 *       shortest job E[T | x] = lambda m2(x) / (2 (1 - rho(x))^2) + x / (1 - rho(x)); shortest job
 *       E[T | x] = x + lambda E[S^2] / (2 (1 - rho(x))^2). Schrage and Miller 1966, Operations
 *       Research 14; Phipps 1956, Operations Research 4; Harchol-Balter 2013, "Performance Modeling
 *       and Design of Computer Systems", chapters 31 to 33.
 *   <li>Classes 1, 2, ... in order of priority, s(k) = rho_1 + ... + rho_k: without preemption
 *       E[W_k] = lambda E[S^2] / 2 / ((1 - s(k-1)) (1 - s(k))), the mean over all classes; with
 *       resumption after preemption E[T_k] = E[S_k] / (1 - s(k-1)) + sum over i = 1..k of lambda_i
 *       E[S_i^2] / 2 / ((1 - s(k-1)) (1 - s(k))). Cobham 1954, Operations Research 2; Kleinrock
 *       1976, vol. 2, section 3.4.
 * </ul>
 *
 * <p>Grade: exact theory; the laws by size by numeric integration.
 */
public final class SingleServer {
    private final double arrivalRatePerSecond;
    private final TimeLaw service;
    private final double utilisation;

    /** A class of arrivals with its own law of service. */
    public record Stream(double arrivalRatePerSecond, TimeLaw service) {
        /** Share of the server's time it needs. */
        double load() {
            return arrivalRatePerSecond * service.meanSeconds();
        }

        /** Mean work left of this class's job in service [s]. */
        double residual() {
            return 0.5 * arrivalRatePerSecond * service.moment(2);
        }
    }

    public SingleServer(double arrivalRatePerSecond, TimeLaw service) {
        this.arrivalRatePerSecond = arrivalRatePerSecond;
        this.service = service;
        this.utilisation = arrivalRatePerSecond * service.meanSeconds();
        if (!(arrivalRatePerSecond > 0.0) || !(utilisation < 1.0)) {
            throw new IllegalArgumentException("not stable: load " + utilisation);
        }
    }

    /** Share of the time the server works; the probability that an arrival waits. */
    public double utilisation() {
        return utilisation;
    }

    /** Mean wait in order of arrival [s]. */
    public double meanWaitSeconds() {
        return 0.5 * arrivalRatePerSecond * service.moment(2) / (1.0 - utilisation);
    }

    /** Standard deviation of the wait in order of arrival [s]. */
    public double waitDeviationSeconds() {
        double mean = meanWaitSeconds();
        double third = arrivalRatePerSecond * service.moment(3) / (3.0 * (1.0 - utilisation));
        return Math.sqrt(mean * mean + third);
    }

    /** Mean time in the system in order of arrival [s]. */
    public double meanSojournSeconds() {
        return meanWaitSeconds() + service.meanSeconds();
    }

    /** Mean number in the system in order of arrival. */
    public double meanPresent() {
        return arrivalRatePerSecond * meanSojournSeconds();
    }

    /** Mean wait if the server leaves for such times while nobody is there [s]. */
    public double meanWaitWithVacationsSeconds(TimeLaw vacation) {
        return meanWaitSeconds() + 0.5 * vacation.moment(2) / vacation.moment(1);
    }

    /** Mean time in the system of a job of this size if all present share the server [s]. */
    public double sharedSojournSeconds(double sizeSeconds) {
        return sizeSeconds / (1.0 - utilisation);
    }

    /** Mean number in the system if all present share the server. */
    public double sharedMeanPresent() {
        return utilisation / (1.0 - utilisation);
    }

    /** Probability of so many or more in the system if all present share the server. */
    public double sharedPresentAtLeast(int count) {
        return StrictMath.pow(utilisation, count);
    }

    /** Variance of the time in the system if all share and sizes are exponential [s^2]. */
    public double sharedSojournVariance() {
        double mean = service.meanSeconds();
        if (Math.abs(service.moment(2) - 2.0 * mean * mean) > 1e-9 * mean * mean) {
            throw new IllegalArgumentException("sizes are not exponential");
        }
        double free = 1.0 - utilisation;
        return mean * mean * (2.0 + utilisation) / ((2.0 - utilisation) * free * free);
    }

    /** Mean time in the system if the job with the least left to do is served [s]. */
    public double shortestRemainingSojournSeconds() {
        requireContinuous();
        double waits = service.mean(x -> {
            double work = service.momentUpTo(2, x) + x * x * service.exceeds(x);
            return 0.5 * arrivalRatePerSecond * work / (free(x) * free(x));
        });
        // the mean over jobs of an integral up to their size
        return waits + service.integral(x -> service.exceeds(x) / free(x));
    }

    /** Mean time in the system if the job that was the shortest on arrival is served [s]. */
    public double preemptiveShortestSojournSeconds() {
        requireContinuous();
        return service.mean(x -> {
            double work = 0.5 * arrivalRatePerSecond * service.momentUpTo(2, x);
            return work / (free(x) * free(x)) + x / free(x);
        });
    }

    /** Mean time in the system if the shortest waiting job is taken next [s]. */
    public double shortestFirstSojournSeconds() {
        requireContinuous();
        double work = 0.5 * arrivalRatePerSecond * service.moment(2);
        return service.meanSeconds() + service.mean(x -> work / (free(x) * free(x)));
    }

    /** Mean wait of a class, the first with the highest priority, without preemption [s]. */
    public static double priorityWaitSeconds(int which, Stream... streams) {
        freeOf(streams.length, streams);
        double residual = 0.0;
        for (Stream stream : streams) {
            residual += stream.residual();
        }
        return residual / (freeOf(which, streams) * freeOf(which + 1, streams));
    }

    /** Mean time in the system of a class, the first preempting the others [s]. */
    public static double preemptiveSojournSeconds(int which, Stream... streams) {
        double residual = 0.0;
        for (int i = 0; i <= which; i++) {
            residual += streams[i].residual();
        }
        double above = freeOf(which, streams);
        double mean = streams[which].service().meanSeconds();
        return mean / above + residual / (above * freeOf(which + 1, streams));
    }

    /**
     * Mean number in the system if jobs arrive in groups, group sizes 1, 2, ... with the
     * probabilities, and service is exponential: rho (1 + E[X^2] / E[X]) / (2 (1 - rho)).
     * Gross et al. 2008, "Fundamentals of Queueing Theory", 4th ed., section 3.1.
     */
    public static double meanPresentOfGroups(
            double groupRatePerSecond, double[] probabilityBySize, double serviceSeconds) {
        double first = 0.0;
        double second = 0.0;
        for (int i = 0; i < probabilityBySize.length; i++) {
            first += (i + 1.0) * probabilityBySize[i];
            second += (i + 1.0) * (i + 1.0) * probabilityBySize[i];
        }
        return meanPresentOfGroups(groupRatePerSecond * first, second / first, serviceSeconds);
    }

    /** The same by the rate of jobs, not of groups, and E[X^2] / E[X]. */
    public static double meanPresentOfGroups(
            double arrivalRatePerSecond, double sizeRatio, double serviceSeconds) {
        double load = arrivalRatePerSecond * serviceSeconds;
        if (!(load > 0.0 && load < 1.0)) {
            throw new IllegalArgumentException("not stable: load " + load);
        }
        return load * (1.0 + sizeRatio) / (2.0 * (1.0 - load));
    }

    /**
     * Mean waits [s] of the first customers, the first of whom finds an empty M/M/1.
     *
     * <p>The number found by the next customer is one more than this one found, less what leaves in
     * an exponential gap: each further departure comes before the arrival with probability mu /
     * (lambda + mu). Any load. Kelton and Law 1985, Operations Research 33, section 1.
     */
    public static double[] firstWaitsSeconds(
            double arrivalRatePerSecond, double serviceSeconds, int customers) {
        double arrival = arrivalRatePerSecond / (arrivalRatePerSecond + 1.0 / serviceSeconds);
        if (!(arrival > 0.0 && arrival < 1.0)) {
            throw new IllegalArgumentException("arrivals " + arrivalRatePerSecond + " /s");
        }
        double[] waits = new double[customers];
        double[] found = new double[customers + 1];
        found[0] = 1.0;
        for (int n = 1; n < customers; n++) {
            double[] next = new double[customers + 1];
            double reaching = 0.0;
            for (int i = n; i >= 1; i--) {
                reaching = reaching * (1.0 - arrival) + found[i - 1];
                next[i] = reaching * arrival;
                waits[n] += i * next[i] * serviceSeconds;
            }
            next[0] = reaching * (1.0 - arrival);
            found = next;
        }
        return waits;
    }

    /** Probability that M/M/1 with one present reaches a level before it is empty (ruin). */
    public static double reachesBeforeEmpty(
            double arrivalRatePerSecond, double serviceSeconds, int level) {
        double down = 1.0 / (arrivalRatePerSecond * serviceSeconds);
        // 1 / (1 + r + ... + r^(level - 1))
        double sum = 0.0;
        for (int i = 0; i < level; i++) {
            sum = 1.0 + down * sum;
        }
        return 1.0 / sum;
    }

    private void requireContinuous() {
        if (service instanceof TimeLaw.Fixed) {
            throw new IllegalArgumentException("sizes are all the same");
        }
    }

    /** Share of the time left by jobs no longer than x. */
    private double free(double x) {
        return 1.0 - arrivalRatePerSecond * service.momentUpTo(1, x);
    }

    /** Share of the time left by the first classes. */
    private static double freeOf(int classes, Stream... streams) {
        double free = 1.0;
        for (int i = 0; i < classes; i++) {
            free -= streams[i].load();
        }
        if (!(free > 0.0)) {
            throw new IllegalArgumentException("not stable: free share " + free);
        }
        return free;
    }
}
