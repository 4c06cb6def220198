package headroom.quota;

/**
 * A usage window that repeats at a phase of the account, used or not: every k-th window of a user
 * is [phase + k*length, phase + (k+1)*length).
 *
 * <p>Source: weekly limits of Claude subscriptions, which reset at a weekday and time of each
 * account. Grade: C, sources conflict; {@link AnchoredWindow} is the other reading.
 */
public final class PhasedWindow implements UsageWindow {
    private final double lengthSeconds;
    private final double[] startSeconds;
    private final double[] usedCredits;

    public PhasedWindow(int users, double lengthSeconds) {
        this.lengthSeconds = lengthSeconds;
        startSeconds = new double[users];
        usedCredits = new double[users];
    }

    /** Sets the start of the window in force and what was used in it before the run. */
    public void startWith(int user, double start, double used) {
        startSeconds[user] = start;
        usedCredits[user] = used;
    }

    @Override
    public boolean admits(int user, double timeSeconds, double capCredits) {
        open(user, timeSeconds);
        return usedCredits[user] < capCredits;
    }

    /** Brings the window of the user up to the instant. */
    @Override
    public void open(int user, double timeSeconds) {
        double start = startSeconds[user];
        if (timeSeconds < start + lengthSeconds) {
            return;
        }
        // the quotient rounds: stop one window short of it and step to the one in force
        double windows = Math.floor((timeSeconds - start) / lengthSeconds);
        start += Math.max(0, windows - 1) * lengthSeconds;
        while (timeSeconds >= start + lengthSeconds) {
            start += lengthSeconds;
        }
        startSeconds[user] = start;
        usedCredits[user] = 0;
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
        return timeSeconds >= startSeconds[user] + lengthSeconds ? 0 : usedCredits[user];
    }
}
