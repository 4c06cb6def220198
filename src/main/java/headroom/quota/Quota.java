package headroom.quota;

import org.jspecify.annotations.Nullable;

/**
 * All meters of one tier in one cell, nested with AND: a request passes when each of them admits
 * it. Nothing is charged unless all do.
 */
public final class Quota {
    /** Five hours [s]. */
    public static final double FIVE_HOURS_SECONDS = 5 * 3600;

    /** A week [s]. */
    public static final double WEEK_SECONDS = 7 * 86_400;

    private static final double BURST_SECONDS = 60;

    private final QuotaTerms terms;
    private final @Nullable AnchoredWindow fiveHour;
    private final @Nullable UsageWindow weekly;
    private final @Nullable TokenBucket requests;
    private final @Nullable TokenBucket input;
    private final @Nullable TokenBucket output;

    public Quota(QuotaTerms terms, int users) {
        this.terms = terms;
        fiveHour = terms.fiveHourCredits() < Double.POSITIVE_INFINITY
                ? new AnchoredWindow(users, FIVE_HOURS_SECONDS)
                : null;
        weekly = terms.weeklyCredits() < Double.POSITIVE_INFINITY ? week(terms, users) : null;
        requests = bucket(users, terms.requestsPerSecond());
        input = bucket(users, terms.inputTokensPerSecond());
        output = bucket(users, terms.outputTokensPerSecond());
    }

    private static UsageWindow week(QuotaTerms terms, int users) {
        return terms.weeklyAnchored()
                ? new AnchoredWindow(users, WEEK_SECONDS)
                : new PhasedWindow(users, WEEK_SECONDS);
    }

    private static @Nullable TokenBucket bucket(int users, double ratePerSecond) {
        if (ratePerSecond == Double.POSITIVE_INFINITY) {
            return null;
        }
        return new TokenBucket(users, ratePerSecond, Math.max(1, ratePerSecond * BURST_SECONDS));
    }

    /** Sets a user's week as it stood when the run began. */
    public void startWeek(int user, double startSeconds, double usedCredits) {
        if (weekly instanceof PhasedWindow phased) {
            phased.startWith(user, startSeconds, usedCredits);
        } else if (weekly instanceof AnchoredWindow anchored) {
            anchored.startWith(user, startSeconds, usedCredits);
        }
    }

    /** The first meter that stands in the way of a request, or NONE. */
    public Meter ask(int user, double timeSeconds, int newTokens, double scale) {
        if (fiveHour != null
                && !fiveHour.admits(user, timeSeconds, terms.fiveHourCredits() * scale)) {
            return Meter.FIVE_HOUR;
        }
        if (weekly != null && !weekly.admits(user, timeSeconds, terms.weeklyCredits() * scale)) {
            return Meter.WEEKLY;
        }
        if (requests != null && !requests.admits(user, timeSeconds, 1, scale)) {
            return Meter.REQUESTS;
        }
        if (input != null && !input.admits(user, timeSeconds, newTokens, scale)) {
            return Meter.INPUT_TOKENS;
        }
        if (output != null && !output.admits(user, timeSeconds, 1, scale)) {
            return Meter.OUTPUT_TOKENS;
        }
        return Meter.NONE;
    }

    /** A request that every meter admitted begins: windows open, its known costs are charged. */
    public void begin(int user, double timeSeconds, int newTokens, double scale) {
        if (fiveHour != null) {
            fiveHour.open(user, timeSeconds);
        }
        if (weekly != null) {
            weekly.open(user, timeSeconds);
        }
        if (requests != null) {
            requests.charge(user, timeSeconds, 1, scale);
        }
        if (input != null) {
            input.charge(user, timeSeconds, newTokens, scale);
        }
    }

    /**
     * A request ends: its credits go to the windows, its output to the bucket.
     *
     * @param fiveHourFactor peak-hour multiplier of the five-hour window
     */
    public void end(int user, double timeSeconds, double credits, double fiveHourFactor) {
        if (fiveHour != null) {
            fiveHour.charge(user, timeSeconds, credits * fiveHourFactor);
        }
        if (weekly != null) {
            weekly.charge(user, timeSeconds, credits);
        }
    }

    /** Charges the output tokens of a request, known when it ends. */
    public void endOutput(int user, double timeSeconds, int outputTokens, double scale) {
        if (output != null) {
            output.charge(user, timeSeconds, outputTokens, scale);
        }
    }

    /** When the usage caps that now stand in the way are reset [s]; now if none does. */
    public double reopensSeconds(int user, double timeSeconds, double scale) {
        double reopens = timeSeconds;
        if (fiveHour != null
                && !fiveHour.admits(user, timeSeconds, terms.fiveHourCredits() * scale)) {
            reopens = fiveHour.resetSeconds(user);
        }
        if (weekly != null && !weekly.admits(user, timeSeconds, terms.weeklyCredits() * scale)) {
            reopens = Math.max(reopens, weekly.resetSeconds(user));
        }
        return reopens;
    }

    /** How long the rate limit that stands in the way asks the client to wait [s]. */
    public double retrySeconds(int user, double timeSeconds, int newTokens, double scale) {
        double wait = 0;
        if (requests != null) {
            wait = Math.max(wait, requests.retrySeconds(user, timeSeconds, 1, scale));
        }
        if (input != null) {
            wait = Math.max(wait, input.retrySeconds(user, timeSeconds, newTokens, scale));
        }
        if (output != null) {
            wait = Math.max(wait, output.retrySeconds(user, timeSeconds, 1, scale));
        }
        return wait;
    }

    /** Credits used of the cap, the larger share of the two windows; 1 and above: at the limit. */
    public double usedShare(int user, double timeSeconds, double scale) {
        double share = 0;
        if (fiveHour != null) {
            share = fiveHour.usedCredits(user, timeSeconds) / (terms.fiveHourCredits() * scale);
        }
        if (weekly != null) {
            double week = weekly.usedCredits(user, timeSeconds) / (terms.weeklyCredits() * scale);
            share = Math.max(share, week);
        }
        return share;
    }
}
