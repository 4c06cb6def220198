package headroom.quota;

import java.util.Arrays;

/**
 * A usage window anchored at first use: it starts with the first use after the one before has
 * ended, and ends a fixed length later whether used or not.
 *
 * <pre>
 * in force at t:  start &lt;= t &lt; start + length
 * admitted at t:  not in force, or used &lt; cap
 * use at t:       if not in force: start = t, used = 0
 * </pre>
 *
 * <p>Source: five-hour limits of Claude subscriptions (reports of users; monitors of the community
 * anchor the block the same way). Grade: B, several independent pages agree. Windows are not
 * rounded to the full hour.
 */
public final class AnchoredWindow implements UsageWindow {
    private final double lengthSeconds;
    private final double[] startSeconds;
    private final double[] usedCredits;

    public AnchoredWindow(int users, double lengthSeconds) {
        this.lengthSeconds = lengthSeconds;
        startSeconds = new double[users];
        usedCredits = new double[users];
        Arrays.fill(startSeconds, Double.NEGATIVE_INFINITY);
    }

    /** Puts a window into force that was opened before the run. */
    public void startWith(int user, double start, double used) {
        startSeconds[user] = start;
        usedCredits[user] = used;
    }

    @Override
    public boolean admits(int user, double timeSeconds, double capCredits) {
        return ended(user, timeSeconds) || usedCredits[user] < capCredits;
    }

    @Override
    public void open(int user, double timeSeconds) {
        if (ended(user, timeSeconds)) {
            startSeconds[user] = timeSeconds;
            usedCredits[user] = 0;
        }
    }

    @Override
    public void charge(int user, double timeSeconds, double credits) {
        open(user, timeSeconds);
        usedCredits[user] += credits;
    }

    @Override
    public double resetSeconds(int user) {
        return startSeconds[user] + lengthSeconds;
    }

    @Override
    public double usedCredits(int user, double timeSeconds) {
        return ended(user, timeSeconds) ? 0 : usedCredits[user];
    }

    private boolean ended(int user, double timeSeconds) {
        return timeSeconds >= startSeconds[user] + lengthSeconds;
    }
}
