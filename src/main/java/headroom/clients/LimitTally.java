package headroom.clients;

import headroom.stat.Evenness;

import java.util.Arrays;

/**
 * What the limits of one tier did to its users since this was last cleared. Users are counted once
 * an hour, or once a period, however often they meet a limit in it; whoever is spread over several
 * cells counts in each as that part of a user.
 */
public final class LimitTally {
    /** User-hours that are over. */
    public double userHours;
    /** User-hours with a request. */
    public double activeHours;
    /** User-hours with a refusal by a limit. */
    public double cappedHours;
    /** User-hours with a refusal, by limit. */
    public final double[] boundHours;
    /** User-periods that are over. */
    public double userPeriods;
    /** User-periods with a request. */
    public double activePeriods;
    /** User-periods with a refusal by a limit. */
    public double cappedPeriods;
    /** User-periods with a refusal, by limit. */
    public final double[] boundPeriods;
    /** User-periods in which the user was locked out for some time. */
    public double lockedPeriods;
    /** User-seconds locked out within periods [s]. */
    public double lockedInPeriodsSeconds;
    /** User-seconds locked out, by the limit that refused the request that waits [s]. */
    public final double[] lockedSeconds;
    /** Uncached input and output asked for in refused attempts, by limit [token]. */
    public final double[] deniedTokens;
    /** Credits served to each user in each period that is over. */
    public final Evenness served = new Evenness();

    public LimitTally(int limits) {
        boundHours = new double[limits];
        boundPeriods = new double[limits];
        lockedSeconds = new double[limits];
        deniedTokens = new double[limits];
    }

    public void add(LimitTally other) {
        userHours += other.userHours;
        activeHours += other.activeHours;
        cappedHours += other.cappedHours;
        userPeriods += other.userPeriods;
        activePeriods += other.activePeriods;
        cappedPeriods += other.cappedPeriods;
        lockedPeriods += other.lockedPeriods;
        lockedInPeriodsSeconds += other.lockedInPeriodsSeconds;
        for (int i = 0; i < boundHours.length; i++) {
            boundHours[i] += other.boundHours[i];
            boundPeriods[i] += other.boundPeriods[i];
            lockedSeconds[i] += other.lockedSeconds[i];
            deniedTokens[i] += other.deniedTokens[i];
        }
        served.merge(other.served);
    }

    public void clear() {
        userHours = 0;
        activeHours = 0;
        cappedHours = 0;
        userPeriods = 0;
        activePeriods = 0;
        cappedPeriods = 0;
        lockedPeriods = 0;
        lockedInPeriodsSeconds = 0;
        Arrays.fill(boundHours, 0);
        Arrays.fill(boundPeriods, 0);
        Arrays.fill(lockedSeconds, 0);
        Arrays.fill(deniedTokens, 0);
        served.reset();
    }
}
