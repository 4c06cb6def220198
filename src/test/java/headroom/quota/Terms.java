package headroom.quota;

import headroom.quota.Limit.Counts;
import headroom.quota.Limit.Kind;
import headroom.quota.Limit.Refusal;

import java.util.ArrayList;
import java.util.List;

/** The limits that the short forms of a tier stand for; infinity where there is none. */
public record Terms(
        double fiveHourCredits,
        double weeklyCredits,
        boolean weeklyAnchored,
        double requestsPerSecond,
        double inputTokensPerSecond,
        double outputTokensPerSecond) {

    static final List<String> NAMES =
            List.of("fiveHour", "weekly", "requests", "inputTokens", "outputTokens");

    /** Those limits that there are, in the order in which they are asked. */
    public List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        Kind week = weeklyAnchored
                ? new Kind.Anchored(Quota.WEEK_SECONDS)
                : new Kind.Phased(Quota.WEEK_SECONDS);
        Kind five = new Kind.Anchored(Quota.FIVE_HOURS_SECONDS);
        add(limits, 0, five, Counts.CREDITS, fiveHourCredits);
        add(limits, 1, week, Counts.CREDITS, weeklyCredits);
        add(limits, 2, bucket(requestsPerSecond), Counts.REQUESTS, requestsPerSecond);
        add(limits, 3, bucket(inputTokensPerSecond), Counts.INPUT_TOKENS, inputTokensPerSecond);
        add(limits, 4, bucket(outputTokensPerSecond), Counts.OUTPUT_TOKENS, outputTokensPerSecond);
        return limits;
    }

    private static Kind bucket(double ratePerSecond) {
        return new Kind.Bucket(Math.max(1, 60 * ratePerSecond));
    }

    private static void add(List<Limit> to, int index, Kind kind, Counts counts, double cap) {
        if (cap != Double.POSITIVE_INFINITY) {
            Refusal refusal = index < 2 ? Refusal.CAP : Refusal.RATE_LIMIT;
            to.add(new Limit(NAMES.get(index), kind, counts, cap, refusal, index == 0, true));
        }
    }
}
