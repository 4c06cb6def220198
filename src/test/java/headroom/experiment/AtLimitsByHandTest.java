package headroom.experiment;

import static headroom.experiment.ByHand.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What users do at limits, worked out request by request. */
final class AtLimitsByHandTest {
    private static final double DAY = 86_400;

    private static String requests(String name, int most, String kind, String choice) {
        return "{name: " + name + ", requests: " + most + ", " + kind + ", atLimit: {" + choice
                + ": 100 %}}";
    }

    /**
     * One user asks every ten minutes. Ten requests fill two hours, two more go slowly, and from
     * then on the day decides: at its cap the user leaves, whatever it did at the other.
     */
    @ParameterizedTest
    @CsvSource({"10, 12", "11, 13", "20, 24"})
    void theSlowLaneIsThatOfTheCapAtWhichItWasChosen(int day, long served) {
        String limits = "limits: ["
                + requests("hours", 10, "kind: first-use, window: 2 h", "slow")
                + ", "
                + requests("day", day, "kind: calendar, period: day, zone: UTC", "leave")
                + "]";
        ByHand run = ByHand.run(closed("t", 1, limits));
        assertThat(run.perSecond("t", "completed") * DAY).isCloseTo(served, within(1e-6));
    }

    /**
     * Half of those at their cap of a request a day go on slowly and half give a session up and
     * decide again, so that each of 400 users gives up one on average, with a variance of two,
     * whether or not they ask another model, too, which no limit counts.
     */
    @ParameterizedTest
    @CsvSource({"{w: 100 %}", "'{w: 50 %, free: 50 %}'"})
    void theSlowLaneLastsThroughRequestsThatItsCapDoesNotCount(String mix) {
        String half = "replicaGpus: 16, loadTime: 1 min, maxSequences: 1000, tokenBudget: 100000,"
                + " kvCapacity: 100 M tokens, pool: p, share: 50 %, stepTime: {c0: 1 us, c1: 0 us,"
                + " c2: 0 us, c3: 0 us, c4: 0 us, c5: 0 us}}";
        String tier = closed(
                "t",
                400,
                "limits: [{name: day, kind: calendar, period: day, zone: UTC, requests: 1,"
                        + " models: [m], atLimit: {slow: 50 %, leave: 50 %}}]");
        ByHand run = ByHand.run(
                tier.replace("{w: 100 %}", mix),
                "models.n",
                "{credits: {input: 1, cachedInput: 0, output: 1}, price: {input: $1/Mtoken,"
                        + " cachedInput: $0/Mtoken, output: $1/Mtoken}}",
                "deployments",
                "[{model: m, " + half + ", {model: n, " + half + "]",
                "demand.workloads.free",
                "{kind: chat, model: n, requests: 1, think: 10 min, input: 900 tokens,"
                        + " output: 100 tokens, contextLimit: 10 k tokens, cacheLifetime: 0 s}");
        double sd = Math.sqrt(400 * 2);
        assertThat(run.perSecond("t", "capped") * DAY).isCloseTo(400, within(4 * sd));
    }

    /**
     * Ten requests, ten minutes apart, fill a day. From the next on the user is shut out, but it
     * counts as locked out, and what it asks for as deferred, only if it waits for the reset.
     */
    @ParameterizedTest
    @CsvSource({"wait, 9310, 1000", "leave, 0, 0", "queue, 0, 0", "reject, 0, 0"})
    void onlyWhoWaitsIsLockedOut(String choice, double minutes, double deferred) {
        ByHand run = tenADay(choice);
        assertThat(run.perSecond("t", "completed") * DAY).isCloseTo(10, within(1e-6));
        assertThat(run.value("bound.users", "share", "tier", "t", "limit", "day"))
                .isEqualTo(1);
        assertThat(run.lockout("t")).isCloseTo(minutes, within(1e-2));
        assertThat(tokens(run, "deferred")).isCloseTo(deferred, within(1e-6));
    }

    /** What is asked past the cap is denied and served all the same. */
    @ParameterizedTest
    @CsvSource({"pay", "slow"})
    void tokensServedPastACapAreDeniedBefore(String choice) {
        ByHand run = tenADay(choice);
        double served = run.perSecond("t", "completed") * DAY;
        assertThat(served).isBetween(142.0, 144.0);
        assertThat(tokens(run, "denied")).isCloseTo(1000 * (served - 10), within(1e-6));
    }

    /** Two requests an hour, in sessions of their own: the first that is refused waits. */
    @Test
    void oneSessionOfAUserWaits() {
        ByHand run = ByHand.run("{name: t, users: 1, activitySigma: 0, mix: {w: 100 %},"
                + " sessionsPerUserWeek: 336, arrivals: {law: fixed}, limits: ["
                + requests("day", 10, "kind: calendar, period: day, zone: UTC", "wait") + "]}");
        double offered = run.perSecond("t", "offered") * DAY;
        assertThat(tokens(run, "deferred")).isCloseTo(1000, within(1e-6));
        assertThat(tokens(run, "suppressed")).isCloseTo(1000 * (offered - 11), within(1e-6));
    }

    private static ByHand tenADay(String choice) {
        return ByHand.run(closed(
                "t",
                1,
                "limits: ["
                        + requests("day", 10, "kind: calendar, period: day, zone: UTC", choice)
                        + "]"));
    }

    private static double tokens(ByHand run, String kind) {
        return run.value("tokens.unserved", "mean", "tier", "t", "kind", kind) * DAY;
    }

    /** Ten requests a day of each user; who waits is no concern of a limit of other users. */
    @ParameterizedTest
    @CsvSource({"reject, 0 s", "cap, 0 s", "cap, '{median: 2 h, mean: 3 h, max: 1 d}'"})
    void whatOpensForOthersCallsNobodyBack(String then, String returnDelay) {
        String limit = "limits: [{name: day, kind: calendar, period: day, zone: UTC,"
                + " requests: %s, then: " + then + ", atLimit: {wait: 100 %%}}], returnDelay: "
                + returnDelay;
        String tiers = closed("t", 20, String.format(limit, "10")) + ", "
                + closed("other", 20, String.format(limit, "1 M"));
        StringBuilder resets = new StringBuilder();
        for (int hour = 3; hour < 46; hour++) {
            resets.append("{at: ").append(hour).append(" h, tiers: [other], limits: [day]}, ");
        }
        ByHand without = ByHand.run(tiers, "horizon", "2 d");
        ByHand with = ByHand.run(tiers, "horizon", "2 d", "policies", "{resets: [" + resets + "]}");
        assertThat(with.hours("locked.users", "tier", "t"))
                .isEqualTo(without.hours("locked.users", "tier", "t"))
                .contains(20);
        double refused = with.value("refused", "mean", "tier", "t", "limit", "day") * 2 * DAY;
        assertThat(refused).as("once a day").isCloseTo(40, within(1e-6));
        assertThat(with.perSecond("t", "deferred") * 2 * DAY).isCloseTo(40, within(1e-6));
    }

    /** One request an hour, and three in twenty hours until the second that is refused. */
    private static ByHand upgraded(String choice) {
        String plan = "{name: %s, users: 1, activitySigma: 0, mix: {w: 100 %%},"
                + " sessionsPerUserWeek: %s, arrivals: {law: fixed}, price: %s $/month, limits:"
                + " [{name: win, kind: first-use, window: 20 h, requests: %s}], atLimit: {"
                + choice + ": 100 %%}";
        return ByHand.run(String.format(plan, "a", "168", "20", "3")
                + ", reactions: {upgrade: {to: b, after: 2, probability: 100 %}}}, "
                + String.format(plan, "b", "0.001", "200", "1 M") + "}");
    }

    /** The fourth request waits for an hour, until the fifth brings the larger plan. */
    @Test
    void aLargerPlanFreesTheRequestThatWaits() {
        assertThat(upgraded("wait").lockout("a")).isCloseTo(420, within(1e-3));
    }

    @Test
    void aLargerPlanFreesTheLine() {
        ByHand run = upgraded("queue");
        double served = run.perSecond("a", "completed") * DAY;
        assertThat(served).isBetween(23.0, 24.0);
        assertThat(run.value("e2e", "mean", "tier", "a") * served).isCloseTo(3600, within(30.0));
    }

    /**
     * Each of twenty users is refused once by its own limit of a request a day and takes the
     * larger plan; three requests more of each are served, and what is refused is refused by it.
     */
    @Test
    void whatTheLargerPlanRefusesHasItsRow() {
        String own = "limits: [{name: win, kind: calendar, period: day, zone: UTC, requests: 1}],"
                + " atLimit: {leave: 100 %}, price: 20 $/month,"
                + " reactions: {upgrade: {to: b, after: 1, probability: 100 %}}";
        String larger = "{name: b, users: 20, mix: {w: 100 %}, sessionsPerUserWeek: 1e-6,"
                + " price: 200 $/month, atLimit: {leave: 100 %}, limits: [{name: more,"
                + " kind: calendar, period: day, zone: UTC, requests: 3}]}";
        ByHand run = ByHand.run(closed("a", 20, own) + ", " + larger);
        double offered = run.perSecond("a", "offered") * DAY;
        assertThat(run.perSecond("a", "completed") * DAY).isCloseTo(80, within(1e-6));
        assertThat(run.value("refused", "mean", "tier", "a", "limit", "win") * DAY)
                .isCloseTo(20, within(1e-6));
        assertThat(run.value("refused", "mean", "tier", "a", "limit", "more") * DAY)
                .isCloseTo(offered - 80, within(1e-6));
        assertThat(run.value("bound.users", "share", "tier", "a", "limit", "more"))
                .isEqualTo(1);
    }

    /**
     * 20 and 10 users ask every 10 min and a stream 100 times an hour: 4,320, 2,880 and 2,400 a
     * day. All may have 100 of them together, 50 in each of two cells; one by one 100 each.
     */
    @ParameterizedTest
    @CsvSource({"global, 1, 100", "global, 2, 100", "tier, 1, 300"})
    void tiersAndStreamsShareAGlobalLimit(String scope, String cells, double served) {
        String all = "limits: [{name: all, kind: calendar, period: day, zone: UTC, requests: 100,"
                + " scope: " + scope + "%s}]";
        ByHand run = ByHand.run(
                closed("a", 20, String.format(all, "")) + ", "
                        + closed("b", 10, String.format(all, ", atLimit: {leave: 100 %}")),
                "demand.streams",
                "[{name: s, model: m, rate: 100 /h, input: 1 tokens, output: 1 tokens, "
                        + String.format(all, ", then: reject") + "}]",
                "cells",
                cells);
        double sum = 0;
        for (String tier : List.of("a", "b", "s")) {
            double each = run.perSecond(tier, "completed") * DAY;
            assertThat(each).isBetween(scope.equals("tier") ? 99.9 : 5, 100.1);
            sum += each;
        }
        assertThat(sum).isCloseTo(served, within(1e-6));
    }

    /** Ten users share two places, a request a minute: each asks again and has its turn. */
    @Test
    void whoAskedFirstHasTheNextPlace() {
        ByHand run = ByHand.run(
                closed(
                        "a",
                        10,
                        "limits: [{name: at-once, kind: concurrency, requests: 2, scope: tier,"
                                + " atLimit: {queue: 100 %}}]"),
                "demand.workloads.w.think",
                "1 s",
                "deployments[0].stepTime.c0",
                "600 ms");
        assertThat(run.perSecond("a", "completed")).isCloseTo(2 / 60.0, within(1e-4));
        assertThat(run.value("jain", "mean", "over", "users")).isCloseTo(1, within(1e-3));
    }

    /** Two places for two tiers, each request takes a minute: two a minute, whoever's. */
    @Test
    void tiersWaitInLineForTheSamePlaces() {
        String places = "limits: [{name: at-once, kind: concurrency, requests: 2, scope: global,"
                + " atLimit: {queue: 100 %}}]";
        ByHand run = ByHand.run(
                closed("a", 6, places) + ", " + closed("b", 4, places),
                "demand.workloads.w.think",
                "1 s",
                "deployments[0].stepTime.c0",
                "600 ms");
        double a = run.perSecond("a", "completed");
        double b = run.perSecond("b", "completed");
        assertThat(a + b).isCloseTo(2 / 60.0, within(1e-4));
        assertThat(a / b).isBetween(1.3, 1.7);
    }
}
