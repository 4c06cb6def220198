package headroom.quota;

import static headroom.quota.NaiveWindow.PARTS;
import static headroom.quota.NaiveWindow.TICKS;

import org.jspecify.annotations.Nullable;

/** All limits of one user taken literally, each by its own definition. */
final class NaiveQuota {
    private static final long FIVE_HOURS_TICKS = 5 * 3600 * 1024L;
    private static final long WEEK_TICKS = 7 * 86_400 * 1024L;

    private final Terms terms;
    private final NaiveWindow fiveHour;
    private final NaiveWindow weekly;
    private final @Nullable NaiveBucket requests;
    private final @Nullable NaiveBucket input;
    private final @Nullable NaiveBucket output;
    private double scale = 1;

    /** A week that began at a tick, with what was used in it; no five-hour window in force. */
    NaiveQuota(Terms terms, long weekTick, long usedParts) {
        this.terms = terms;
        fiveHour = new NaiveWindow(true, FIVE_HOURS_TICKS, -FIVE_HOURS_TICKS, 0);
        weekly = new NaiveWindow(terms.weeklyAnchored(), WEEK_TICKS, weekTick, usedParts);
        requests = bucket(terms.requestsPerSecond());
        input = bucket(terms.inputTokensPerSecond());
        output = bucket(terms.outputTokensPerSecond());
    }

    private static @Nullable NaiveBucket bucket(double rate) {
        return rate < Double.POSITIVE_INFINITY
                ? new NaiveBucket(rate, Math.max(1, 60 * rate), 1)
                : null;
    }

    void scaled(long tick, double newScale) {
        scale = newScale;
        for (NaiveBucket bucket : new NaiveBucket[] {requests, input, output}) {
            if (bucket != null) {
                bucket.scaled(tick / TICKS, newScale);
            }
        }
    }

    String ask(long tick, int newTokens) {
        if (!fiveHour.admits(tick, parts(terms.fiveHourCredits()))) {
            return "fiveHour";
        }
        if (!weekly.admits(tick, parts(terms.weeklyCredits()))) {
            return "weekly";
        }
        if (lacks(requests, tick, 1)) {
            return "requests";
        }
        if (lacks(input, tick, newTokens)) {
            return "inputTokens";
        }
        return lacks(output, tick, 1) ? "outputTokens" : "";
    }

    private long parts(double capCredits) {
        // no cap is more than can ever be used
        return (long) Math.min(1e15, capCredits * scale * PARTS);
    }

    private static boolean lacks(@Nullable NaiveBucket bucket, long tick, double cost) {
        return bucket != null && !bucket.admits(tick / TICKS, cost);
    }

    void begin(long tick, int newTokens) {
        fiveHour.use(tick, 0);
        weekly.use(tick, 0);
        charge(requests, tick, 1);
        charge(input, tick, newTokens);
    }

    void end(long tick, long parts, int peakFactor, int outputTokens) {
        fiveHour.use(tick, parts * peakFactor);
        weekly.use(tick, parts);
        charge(output, tick, outputTokens);
    }

    private static void charge(@Nullable NaiveBucket bucket, long tick, double cost) {
        if (bucket != null) {
            bucket.charge(tick / TICKS, cost);
        }
    }

    /** The first tick at which both caps admit, if nothing is charged until then. */
    long reopens(long tick) {
        long first = tick;
        if (!fiveHour.admits(tick, parts(terms.fiveHourCredits()))) {
            first = Math.max(first, fiveHour.start(tick) + FIVE_HOURS_TICKS);
        }
        if (!weekly.admits(tick, parts(terms.weeklyCredits()))) {
            first = Math.max(first, weekly.start(tick) + WEEK_TICKS);
        }
        return first;
    }

    double retrySeconds(long tick, int newTokens) {
        double wait = 0;
        wait = requests == null ? wait : Math.max(wait, requests.retrySeconds(tick / TICKS, 1));
        wait = input == null ? wait : Math.max(wait, input.retrySeconds(tick / TICKS, newTokens));
        return output == null ? wait : Math.max(wait, output.retrySeconds(tick / TICKS, 1));
    }

    double usedShare(long tick) {
        double five = fiveHour.used(tick) / PARTS / (terms.fiveHourCredits() * scale);
        return Math.max(five, weekly.used(tick) / PARTS / (terms.weeklyCredits() * scale));
    }
}
