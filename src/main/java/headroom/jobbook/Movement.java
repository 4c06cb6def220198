package headroom.jobbook;

import headroom.analytic.BirthDeath;

/**
 * What is known beforehand of how the number of jobs at a station moves: arrivals are a Poisson
 * process, one job is on one server, and none is idle while somebody waits.
 *
 * @param birthsPerSecond rate of arrivals [1/s]
 * @param servers at work when so many jobs or more are there
 * @param serviceSeconds mean service [s]
 * @param isExponential whether services are exponential: then the number falls at the rate of the
 *     busy servers over the mean service, whatever has been before
 * @param rungs numbers of jobs that are told apart: 0 to rungs - 1, and more
 */
public record Movement(
        double birthsPerSecond,
        int servers,
        double serviceSeconds,
        boolean isExponential,
        int rungs) {
    /** Numbers above which the station hardly ever is are not told apart; this share of time. */
    private static final double RARE = 1e-7;

    /** With as many numbers told apart as are worth it. */
    public Movement(double birthsPerSecond, int servers, double serviceSeconds, boolean isExp) {
        this(
                birthsPerSecond,
                servers,
                serviceSeconds,
                isExp,
                Math.max(
                        servers + 1,
                        chain(birthsPerSecond, servers, serviceSeconds).quantile(RARE)));
    }

    private static BirthDeath chain(double births, int servers, double serviceSeconds) {
        return BirthDeath.stationary(
                n -> births, n -> Math.min(n, servers) / serviceSeconds, servers);
    }

    /** The chain of the number present, were services exponential. */
    public BirthDeath chain() {
        return chain(birthsPerSecond, servers, serviceSeconds);
    }

    /** Rate at which the number falls from a number of jobs, were services exponential [1/s]. */
    public double deathsPerSecond(int jobs) {
        return Math.min(jobs, servers) / serviceSeconds;
    }
}
