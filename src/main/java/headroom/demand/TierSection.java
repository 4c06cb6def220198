package headroom.demand;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.WorkloadSection.LognormalSection;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A tier: users with the same plan, what they do, and what limits them. */
public record TierSection(
        @Key(name = "name", doc = "Its name.") String name,

        @Key(name = "users", range = "[1, 100 B]", doc = "Users; an organisation counts as one.")
        long users,

        @Key(
                name = "sessionsPerUserWeek",
                range = "(0, 1 M]",
                doc = "Sessions that a user starts in a week, on average, without limits; needed"
                        + " unless the tier is closed.")
        OptionalDouble sessionsPerUserWeek,

        @Key(
                name = "activitySigma",
                range = "[0, 4]",
                def = "1.28",
                grade = Key.Grade.FITTED,
                doc = "Sigma of the lognormal activity of users, whose mean is 1; 0: all"
                        + " equal. 1.28 fits the spend of developers in a day, mean $13,"
                        + " p90 $30.")
        double activitySigma,

        @Key(
                name = "mix",
                refersTo = "workloads",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                doc = "Workloads of its sessions; sums to 100 %.")
        ImmutableMap<String, Double> mix,

        @Key(
                name = "mixBy",
                def = "session",
                doc = "session: each session is of a workload of the mix; user: each user keeps to"
                        + " one, drawn once, so that the mix is that of users, of whatever"
                        + " activity. Of the largest organisations, which are many people, each"
                        + " session is of one.")
        MixBy mixBy,

        @Key(
                name = "profile",
                refersTo = "profiles",
                def = "flat",
                doc = "Weekly profile of its sessions: an own one or flat, azure-2024-coding,"
                        + " azure-2024-conversation.")
        String profile,

        @Key(
                name = "profileAmplitude",
                range = "[0, 1]",
                def = "1",
                doc = "Factor on the profile's distance from 1: 1 + amplitude (profile - 1).")
        double profileAmplitude,

        @Key(
                name = "profileShift",
                unit = Quantity.DURATION,
                range = "[-7 d, 7 d]",
                def = "0 h",
                doc = "How much later everything in the profile happens.")
        double profileShiftSeconds,

        @Key(
                name = "price",
                unit = Quantity.MONTHLY_PRICE,
                range = "[0 $/month, 1 M $/month]",
                def = "$0/month",
                doc = "Subscription of one user.")
        double priceDollarsPerMonth,

        @Key(name = "meters", def = "{}", doc = "Usage caps of a user, all of which hold.")
        MetersSection meters,

        @Key(name = "rateLimits", def = "{}", doc = "Token buckets of a user.")
        RateLimitsSection rateLimits,

        @Key(
                name = "atLimit",
                def = "{wait: 100 %}",
                doc = "What users do at a cap; sums to 100 %. Minutes of lockout count those who"
                        + " wait alone: who leaves, queues or is rejected is shut out as long and"
                        + " not counted, so that values of atLimit compare by the share of users"
                        + " refused by a limit (bound.users).")
        AtLimitSection atLimit,

        @Key(
                name = "returnDelay",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                def = "0 s",
                doc = "From the reset of the cap to the return of those who wait.")
        LognormalSection returnDelay,

        @Key(
                name = "retry",
                def = "{}",
                doc = "What clients do when refused for want of capacity, when an attempt times"
                        + " out, and when a replica fails with their request.")
        RetrySection retry,

        @Key(
                name = "timeout",
                unit = Quantity.DURATION,
                range = "(0 s, 30 d]",
                doc = "How long a client waits for the last token of an attempt, then cancels it;"
                        + " left out: for ever. Public SDKs wait 10 min.")
        OptionalDouble timeoutSeconds,

        @Key(
                name = "patience",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                doc = "How long a user waits for service to begin, then cancels and gives the"
                        + " session up; once served it stays. Left out: for ever.")
        Optional<LognormalSection> patience,

        @Key(
                name = "priority",
                range = "[0, 7]",
                def = "0",
                doc = "Class in the queue of a replica: a waiting request of a lower number is"
                        + " admitted first, and preempted last.")
        int priority,

        @Key(
                name = "regions",
                def = "[]",
                doc = "Where its users live; the hours of its profile are then local hours, so it"
                        + " is one of hours, no sinusoid or steps. Shares sum to 100 %. Empty: all"
                        + " by the hours of UTC.")
        ImmutableList<RegionSection> regions,

        @Key(name = "largest", doc = "Its largest organisations, spread over all cells.")
        Optional<LargestSection> largest,

        @Key(
                name = "modulation",
                def = "[]",
                doc = "Factors of the rate that wander at random, multiplied; none: a smooth"
                        + " rate. A trace's are fitted by headroom calibrate.")
        ImmutableList<ModulationSection> modulation,

        @Key(
                name = "cancels",
                def = "true",
                doc = "Whether a client that times out cancels what it asked for. If not, replicas"
                        + " work on for nobody, as servers do that do not see a client go.")
        boolean cancels,

        @Key(
                name = "closed",
                def = "false",
                doc = "Whether each user has one session all the time: it begins after a pause to"
                        + " think, at the start and whenever the last one is over. What says when"
                        + " sessions begin has no meaning then: sessionsPerUserWeek, profile,"
                        + " regions, largest, modulation, arrivals, reactions.shift, and growth,"
                        + " spikes and events of demand. Users begin with nothing used of their"
                        + " limits.")
        boolean closed,

        @Key(
                name = "shed",
                def = "{}",
                doc = "When its requests are shed before those of other tiers.")
        ShedSection shed,

        @Key(
                name = "limits",
                def = "[]",
                doc = "Further limits, asked in this order after meters and rateLimits, which are"
                        + " short forms of the most common ones; all of them hold.")
        ImmutableList<LimitSection> limits,

        @Key(
                name = "reactions",
                def = "{}",
                doc = "What users do about limits, beyond a single request.")
        ReactionSection reactions,

        @Key(name = "arrivals", def = "{}", doc = "How session starts scatter about their rate.")
        ArrivalsSection arrivals) {

    public TierSection {
        double sum = mix.values().stream().mapToDouble(Double::doubleValue).sum();
        double living = regions.stream().mapToDouble(RegionSection::share).sum();
        Faults faults = new Faults();
        faults.unless(
                closed || sessionsPerUserWeek.isPresent(), "", "missing key 'sessionsPerUserWeek'");
        faults.unless(
                !closed || sessionsPerUserWeek.isEmpty(),
                "sessionsPerUserWeek",
                "has no meaning in a closed tier: sessions follow one another");
        faults.unless(Math.abs(sum - 1) <= 1e-9, "mix", "sums to " + percent(sum) + ", not 100 %");
        faults.unless(
                regions.isEmpty() || Math.abs(living - 1) <= 1e-9,
                "regions",
                "shares sum to " + percent(living) + ", not 100 %");
        faults.unless(
                largest.isEmpty() || largest.get().shares().size() < users,
                "largest.shares",
                "name all users or more");
        faults.unless(
                largest.isEmpty()
                        || limits.stream()
                                .noneMatch(l -> l.scope() == LimitSection.Scope.ORGANISATION),
                "largest",
                "has parts in every cell, where seats cannot share a limit");
        LimitSection.distinct(faults, limits, shortForms(meters, rateLimits));
        faults.raise();
    }

    /** Names of all its limits, in the order in which they are asked. */
    public List<String> limitNames() {
        List<String> names = shortForms(meters, rateLimits);
        limits.forEach(limit -> names.add(limit.name()));
        return names;
    }

    private static List<String> shortForms(MetersSection m, RateLimitsSection r) {
        List<String> names = new ArrayList<>();
        m.fiveHourCredits().ifPresent(cap -> names.add("fiveHour"));
        m.weeklyCredits().ifPresent(cap -> names.add("weekly"));
        r.requestsPerSecond().ifPresent(cap -> names.add("requests"));
        r.inputTokensPerSecond().ifPresent(cap -> names.add("inputTokens"));
        r.outputTokensPerSecond().ifPresent(cap -> names.add("outputTokens"));
        return names;
    }

    private static String percent(double share) {
        return Math.rint(share * 1e6) / 1e4 + " %";
    }

    /** Who draws what a session is for. */
    public enum MixBy {
        /** Each session anew. */
        SESSION,
        /** Each user once. */
        USER
    }

    /** Usage caps of a user. */
    public record MetersSection(
            @Key(
                    name = "fiveHour",
                    unit = Quantity.CREDITS,
                    range = "(0 credits, 1 T credits]",
                    doc = "Credits in five hours from first use; left out: no such cap.")
            OptionalDouble fiveHourCredits,

            @Key(
                    name = "weekly",
                    unit = Quantity.CREDITS,
                    range = "(0 credits, 1 T credits]",
                    doc = "Credits in a week; left out: no such cap.")
            OptionalDouble weeklyCredits,

            @Key(
                    name = "weeklyAnchor",
                    def = "account-phase",
                    grade = Key.Grade.ASSUMED,
                    doc = "account-phase: each user's week turns at a time of its own;"
                            + " first-use: it begins with the first request after the"
                            + " last one ended.")
            WeeklyAnchor weeklyAnchor) {

        /** When a user's week begins. */
        public enum WeeklyAnchor {
            /** At a fixed time of the week that differs between users. */
            ACCOUNT_PHASE,
            /** With the first request after the last week ended. */
            FIRST_USE
        }
    }

    /** Token buckets of a user, each refilled at its rate and holding one minute of it. */
    public record RateLimitsSection(
            @Key(
                    name = "requests",
                    unit = Quantity.RATE,
                    range = "(0 /min, 1 B /min]",
                    doc = "Requests; left out: no limit.")
            OptionalDouble requestsPerSecond,

            @Key(
                    name = "inputTokens",
                    unit = Quantity.TOKEN_RATE,
                    range = "(0 tokens/min, 1 T tokens/min]",
                    doc = "Input tokens that are not cached; left out: no limit.")
            OptionalDouble inputTokensPerSecond,

            @Key(
                    name = "outputTokens",
                    unit = Quantity.TOKEN_RATE,
                    range = "(0 tokens/min, 1 T tokens/min]",
                    doc = "Output tokens; left out: no limit.")
            OptionalDouble outputTokensPerSecond) {}
}
