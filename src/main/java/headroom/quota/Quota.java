package headroom.quota;

import java.util.Arrays;
import java.util.List;

/**
 * All limits of one tier in one cell, nested with AND: a request passes when each of them admits
 * it. Nothing is charged unless all do.
 */
public final class Quota {
    /** No limit: none stands in the way. */
    public static final int NONE = -1;

    /** Five hours [s]. */
    public static final double FIVE_HOURS_SECONDS = 5 * 3600;

    /** A week [s]. */
    public static final double WEEK_SECONDS = 7 * 86_400;

    private final Limit[] limits;
    private final Meter[] meters;
    private final double[] scales;

    public Quota(List<Limit> limits, int users) {
        if (limits.size() > Limit.MOST) {
            throw new IllegalArgumentException(limits.size() + " limits");
        }
        this.limits = limits.toArray(new Limit[0]);
        meters = new Meter[limits.size()];
        Arrays.setAll(meters, i -> this.limits[i].meter(users));
        scales = new double[limits.size()];
        Arrays.fill(scales, 1);
    }

    /** Whether a limit is a usage cap; else it is a rate limit, or none. */
    public boolean isCap(int limit) {
        return limit >= 0 && limits[limit].refusal() == Limit.Refusal.CAP;
    }

    /** Scales a limit from now on. */
    public void setScale(int limit, double factor) {
        if (!(factor > 0)) {
            throw new IllegalArgumentException(limits[limit].name() + ": scaled by " + factor);
        }
        scales[limit] = factor;
    }

    /** What everybody used of a limit before this instant is forgotten. */
    public void reset(int limit, double timeSeconds) {
        meters[limit].reset(timeSeconds);
    }

    /** Sets what a user had used of a limit when the run began, in a window already begun. */
    public void startWith(int limit, int user, double startSeconds, double used) {
        meters[limit].startWith(user, startSeconds, used);
    }

    /** The first limit that stands in the way of a request, or NONE. */
    public int ask(int user, double timeSeconds, Usage usage) {
        for (int i = 0; i < meters.length; i++) {
            double cost = limits[i].counts().asked(usage);
            if (!meters[i].admits(user, timeSeconds, cost, scales[i])) {
                return i;
            }
        }
        return NONE;
    }

    /** A request that every limit admitted begins: windows open, its known costs are charged. */
    public void begin(int user, double timeSeconds, Usage usage) {
        for (int i = 0; i < meters.length; i++) {
            double cost = times(i, usage, limits[i].counts().atStart(usage));
            meters[i].begin(user, timeSeconds, cost, scales[i]);
        }
    }

    /** A request ends: what was not known before is charged. */
    public void end(int user, double timeSeconds, Usage usage) {
        for (int i = 0; i < meters.length; i++) {
            if (limits[i].counts().endsLater()) {
                double cost = times(i, usage, limits[i].counts().atEnd(usage));
                meters[i].charge(user, timeSeconds, cost, scales[i]);
            }
        }
    }

    private double times(int limit, Usage usage, double cost) {
        return limits[limit].peak() ? cost * usage.peakFactor() : cost;
    }

    /** When the usage caps that now stand in the way are reset [s]; now if none does. */
    public double reopensSeconds(int user, double timeSeconds, Usage usage) {
        double reopens = timeSeconds;
        for (int i = 0; i < meters.length; i++) {
            if (isCap(i)) {
                double cost = limits[i].counts().asked(usage);
                double opens = meters[i].opensSeconds(user, timeSeconds, cost, scales[i]);
                reopens = Math.max(reopens, opens);
            }
        }
        return reopens;
    }

    /** How long the rate limits in the way ask the client to wait; zero if none is [s]. */
    public double retrySeconds(int user, double timeSeconds, Usage usage) {
        double wait = 0;
        for (int i = 0; i < meters.length; i++) {
            if (!isCap(i)) {
                double cost = limits[i].counts().asked(usage);
                wait = Math.max(wait, meters[i].waitSeconds(user, timeSeconds, cost, scales[i]));
            }
        }
        return wait;
    }

    /** Share used of the usage cap that is used most; 1 and above: at the limit. */
    public double usedShare(int user, double timeSeconds) {
        double share = 0;
        for (int i = 0; i < meters.length; i++) {
            if (isCap(i)) {
                share = Math.max(share, meters[i].usedShare(user, timeSeconds, scales[i]));
            }
        }
        return share;
    }
}
