package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What cells have of users and limits, and what has no effect, is told before a run. */
class LimitChecksTest {
    private static final String OPEN = "sessionsPerUserWeek: 1, ";

    /** Errors and warnings of one tier, those of few users in a cell left out. */
    private static List<String> problems(String users, String keys, String... more)
            throws IOException {
        Map<String, String> overrides = new TreeMap<>();
        overrides.put(
                "demand.tiers", "[{name: t, users: " + users + ", mix: {w: 1}, " + keys + "}]");
        for (int i = 0; i < more.length; i += 2) {
            overrides.put(more[i], more[i + 1]);
        }
        return ScenarioFile.parse("f", Shipped.requiredKeys(), overrides).problems().stream()
                .map(p -> p.severity() + " " + p.message())
                .filter(text -> !text.contains("fewer than 20 in each"))
                .toList();
    }

    private static String seats(int seats) {
        return OPEN + "limits: [{name: l, kind: first-use, requests: 10, window: 1 d,"
                + " scope: organisation, seats: " + seats + "}]";
    }

    @Test
    void anOrganisationFitsACell() throws IOException {
        assertThat(problems("100", seats(100), "cells", "1")).isEmpty();
        assertThat(problems("100", seats(50), "cells", "2")).isEmpty();
        assertThat(problems("100", seats(100), "cells", "2"))
                .containsExactly("ERROR seats: an organisation has 100 users and a cell 50, so that"
                        + " each of 2 cells would have the whole limit");
        assertThat(problems("25", seats(10), "cells", "1"))
                .containsExactly("WARNING seats: a cell has 25 users, so that the last of its 3"
                        + " organisations has 5 of its 10 users, and the whole limit");
        assertThat(problems("8", seats(10), "cells", "1"))
                .containsExactly("WARNING seats: a cell has 8 users, so that the last of its 1"
                        + " organisations has 8 of its 10 users, and the whole limit");
        assertThat(problems("100005", seats(10), "cells", "1"))
                .as("less than 1 %")
                .isEmpty();
    }

    private static String all(String limit) {
        return OPEN + "limits: [{name: l, scope: tier, " + limit + "}]";
    }

    private static String part(String room, String tells) {
        return "WARNING l: each of 10 cells has its part, room for " + room
                + " of the largest requests, and " + tells;
    }

    @Test
    void partsOfALimitHaveRoomForSomeRequests() throws IOException {
        String day = "kind: calendar, period: day, zone: UTC, ";
        String bursts = "refuses bursts that the whole would admit";
        assertThat(problems("1000", all(day + "requests: 3"), "cells", "10"))
                .containsExactly(part("0.3", "admits 1, so that all admit 10 for 3"));
        assertThat(problems("1000", all(day + "requests: 15"), "cells", "10"))
                .containsExactly(part("1.5", "admits 2, so that all admit 20 for 15"));
        assertThat(problems("1000", all("kind: concurrency, requests: 5"), "cells", "10"))
                .containsExactly(part("0.5", "admits 1, so that all admit 10 for 5"));
        assertThat(problems("1000", all(day + "requests: 90"), "cells", "10"))
                .containsExactly(part("9", bursts));
        assertThat(problems("1000", all(day + "requests: 100"), "cells", "10")).isEmpty();
        assertThat(problems("1000", all(day + "requests: 3"), "cells", "1"))
                .as("whole")
                .isEmpty();
        assertThat(problems("1000", all("kind: bucket, requests: 6, window: 1 min"), "cells", "10"))
                .as("a bucket holds one request at least")
                .containsExactly(part("1", bursts));
        // 10,000 tokens of context, credits 1 and 5: 10,050 for 10 tokens out
        assertThat(problems("1000", all(day + "credits: 1005 k credits"), "cells", "10"))
                .isEmpty();
        assertThat(problems("1000", all(day + "credits: 1 M credits"), "cells", "10"))
                .containsExactly(part("9.95", bursts));
        String[] kept = {"cells", "10", "models.m.credits.cacheWrite", "2"};
        assertThat(problems("1000", all(day + "credits: 1005 k credits"), kept))
                .as("20,050 where 10,000 tokens are kept at 2")
                .containsExactly(part("5.012", "admits 6, so that all admit 60 for 51"));
        assertThat(problems("1000", all(day + "tokens: 3003 tokens"), "cells", "10"))
                .containsExactly(part("0.03", "admits 1, so that all admit 10 for 1"));
    }

    @Test
    void largestOrganisationsHaveAPartOfEachLimit() throws IOException {
        String keys = OPEN + "largest: {shares: [20 %%]}, rateLimits: {requests: %s /min}, limits:"
                + " [{name: l, kind: concurrency, requests: 100}]";
        assertThat(problems("1001", String.format(Locale.ROOT, keys, "50"), "cells", "10"))
                .containsExactly("WARNING requests: each of 10 cells has its part, room for 5 of"
                        + " the largest requests, and refuses bursts that the whole would admit");
        assertThat(problems("1001", String.format(Locale.ROOT, keys, "100"), "cells", "10"))
                .isEmpty();
    }

    @Test
    void partsOfALimitOfAStream() throws IOException {
        String stream = "[{name: s, model: m, rate: 1 /s, input: 900 tokens, output: 100 tokens,"
                + " limits: [{name: l, kind: calendar, period: day, zone: UTC, tokens: %s tokens,"
                + " then: reject}]}]";
        assertThat(problems(
                        "1000",
                        OPEN,
                        "cells",
                        "10",
                        "demand.streams",
                        String.format(Locale.ROOT, stream, 3000)))
                .containsExactly(part("0.3", "admits 1, so that all admit 10 for 3"));
        assertThat(problems(
                        "1000",
                        OPEN,
                        "cells",
                        "10",
                        "demand.streams",
                        String.format(Locale.ROOT, stream, 100000)))
                .isEmpty();
    }

    @Test
    void everyCellHasAsManyWholeUsers() throws IOException {
        String told = "WARNING users: 3 in 10 cells are simulated as 10, 233.333 % more";
        assertThat(problems("3", "closed: true", "cells", "10"))
                .containsExactly(told + ", who ask for as much more");
        assertThat(problems("3", OPEN, "cells", "10"))
                .containsExactly(told + ", who ask for the same, so that limits bind fewer");
        assertThat(problems("25", "closed: true", "cells", "10"))
                .containsExactly("WARNING users: 25 in 10 cells are simulated as 20, 20 % fewer,"
                        + " who ask for as much less");
        assertThat(problems("205", OPEN, "cells", "10"))
                .containsExactly("WARNING users: 205 in 10 cells are simulated as 200, 2.439 %"
                        + " fewer, who ask for the same, so that limits bind more");
        assertThat(problems("2004", OPEN, "cells", "10")).as("less than 1 %").isEmpty();
        assertThat(problems("212", OPEN + "largest: {shares: [1 %, 1 %]}", "cells", "10"))
                .as("two in every cell, and 21 in each")
                .isEmpty();
        assertThat(problems("218", OPEN + "largest: {shares: [1 %, 1 %]}", "cells", "10"))
                .singleElement()
                .asString()
                .contains("simulated as 222, 1.835 % more");
    }

    @Test
    void slidingLogsFitMemory() throws IOException {
        String log = OPEN + "limits: [{name: l, kind: sliding-log, requests: 1, window: 1 h,"
                + " entries: %s, scope: %s}]";
        assertThat(problems("3000", String.format(Locale.ROOT, log, "1 M", "user")))
                .containsExactly("ERROR entries: 1000000 charges for each of 3000 in a cell are"
                        + " 3000000000 of 16 bytes");
        assertThat(problems("100", String.format(Locale.ROOT, log, "1 M", "user")))
                .isEmpty();
        assertThat(problems("101", String.format(Locale.ROOT, log, "1 M", "user")))
                .hasSize(1);
        assertThat(problems("3000", String.format(Locale.ROOT, log, "1 M", "tier")))
                .isEmpty();
        assertThat(problems(
                        "3000", String.format(Locale.ROOT, log, "1 M", "organisation, seats: 30")))
                .isEmpty();
        assertThat(problems(
                        "3030", String.format(Locale.ROOT, log, "1 M", "organisation, seats: 30")))
                .hasSize(1);
    }

    /** One tier that is closed, which asks whenever its last answer has been thought about. */
    @Test
    void nothingSaysWhenSessionsOfAClosedTierBegin() throws IOException {
        String no = "has no meaning in a closed tier: sessions follow one another";
        String[] keys = {
            "profile: azure-2024-coding",
            "regions: [{name: a, zone: Asia/Tokyo, share: 100 %}]",
            "largest: {shares: [10 %]}",
            "modulation: [{sigma: 0.2, correlationTime: 6 h}]",
            "arrivals: {law: fixed}",
            "arrivals: {batch: {mean: 3}}",
        };
        for (String key : keys) {
            assertThat(problems("100", "closed: true, " + key))
                    .containsExactly("ERROR " + key.substring(0, key.indexOf(':') + 2) + no);
            assertThat(problems("100", OPEN + key)).as("open").isEmpty();
        }
        String shift = "closed: true, reactions: {shift: {deferrable: 50 %}}";
        assertThat(problems("100", shift, "peakHours", "{multiplier: 2}"))
                .containsExactly("ERROR shift: " + no);
        assertThat(problems("100", "closed: true, profile: flat, arrivals: {law: poisson}"))
                .as("defaults written out")
                .isEmpty();
    }

    @Test
    void whoHasNoPeakHoursCannotAvoidThem() throws IOException {
        String shift = OPEN + "reactions: {shift: {deferrable: 50 %}}";
        String none = "WARNING shift: there are no peakHours for 't' to move out of";
        assertThat(problems("100", shift)).containsExactly(none);
        assertThat(problems("100", shift, "peakHours", "{multiplier: 2}")).isEmpty();
        assertThat(problems("100", shift, "peakHours", "{multiplier: 2, tiers: [t]}"))
                .isEmpty();
        String other = shift + "}, {name: other, users: 100, mix: {w: 1}, " + OPEN + "shed: {}";
        assertThat(problems("100", other, "peakHours", "{multiplier: 2, tiers: [other]}"))
                .containsExactly(none);
    }

    @Test
    void waysOutThatNobodyTakesAreTold() throws IOException {
        String caps = OPEN + "meters: {fiveHour: 9 credits}, atLimit: ";
        String all = "reactions: {overageCap: $9/month, slowPriority: 7, ping: {share: 10 %}}";
        String pay = "WARNING overageCap: without effect";
        String slow = "WARNING slowPriority: without effect";
        assertThat(problems("100", caps + "{pay: 50 %, slow: 50 %}, " + all)).isEmpty();
        assertThat(problems("100", caps + "{leave: 100 %}, " + all)).containsExactly(pay, slow);
        assertThat(problems("100", caps + "{pay: 100 %}, " + all)).containsExactly(slow);
        String own = "limits: [{name: l, kind: sliding-log, requests: 9, window: 1 d,"
                + " atLimit: {slow: 50 %, pay: 50 %}}], ";
        assertThat(problems("100", OPEN + own + all))
                .containsExactly("WARNING ping: no limit of 't' begins with first use, so that"
                        + " pings anchor nothing");
        String week = OPEN + "meters: {weekly: 9 credits}, reactions: {ping: {share: 10 %}}";
        assertThat(problems("100", week)).hasSize(1);
        assertThat(problems("100", week.replace("9 credits", "9 credits, weeklyAnchor: first-use")))
                .isEmpty();
    }

    @Test
    void somethingCounts() throws IOException {
        String none = "weights: {input: 0, cacheWrite: 0, cacheRead: 0, output: ";
        String limit = "limits: [{name: l, kind: first-use, tokens: 9 tokens, window: 1 d, ";
        assertThat(problems("100", OPEN + limit + none + "1}}]")).isEmpty();
        assertThat(problems("100", OPEN + limit + none + "0}}]"))
                .containsExactly(
                        "ERROR demand.tiers[0].limits[0].weights: one of them must be above 0");
    }

    @Test
    void ratesThatNobodyFollowsAreTold() throws IOException {
        String no = ": without effect, all tiers it is for are closed";
        String[] all = {
            "demand.growth",
            "10 %/month",
            "demand.spikes",
            "[{name: s, at: 2 h, plateau: 3 h, height: 2}]",
            "demand.events",
            "[{name: e, kind: launch, at: 2 h, lasts: 3 h, height: 2}]"
        };
        assertThat(problems("100", "closed: true", all))
                .containsExactlyInAnyOrder(
                        "WARNING growth" + no, "WARNING spike 's'" + no, "WARNING event 'e'" + no);
        assertThat(problems("100", OPEN, all)).as("open").isEmpty();
        String stream = "demand.streams";
        String one = "[{name: z, model: m, rate: 1 /s, input: 9 tokens, output: 9 tokens}]";
        String[] beside = Arrays.copyOf(all, all.length + 2);
        beside[all.length] = stream;
        beside[all.length + 1] = one;
        assertThat(problems("100", "closed: true", beside))
                .as("a stream follows")
                .isEmpty();
        beside[3] = beside[3].replace("2}", "2, tiers: [t]}");
        assertThat(problems("100", "closed: true", beside))
                .containsExactly("WARNING spike 's'" + no);
    }

    @Test
    void localClocksReadHours() throws IOException {
        String regions = "profile: own, regions: [{name: a, zone: Asia/Tokyo, share: 100 %}]";
        String no = "ERROR demand.tiers[0].regions: local clocks read a profile of hours; 'own' has"
                + " none, so give each region a tier with its profileShift";
        String own = "demand.profiles";
        assertThat(problems(
                        "100",
                        OPEN + regions,
                        own,
                        "{own: {sinusoid: {period: 1 d, amplitude: 1}}}"))
                .containsExactly(no);
        assertThat(problems("100", OPEN + regions, own, "{own: {steps: [{from: 1 h, factor: 2}]}}"))
                .containsExactly(no);
        String hours = "1, 3, ".repeat(83) + "1, 3";
        assertThat(problems("100", OPEN + regions, own, "{own: {hours: [" + hours + "]}}"))
                .isEmpty();
        assertThat(problems(
                        "100",
                        OPEN + "profile: own",
                        own,
                        "{own: {sinusoid: {period: 1 d, amplitude: 1}}}"))
                .isEmpty();
    }

    /** Tier t upgrades to tier b. */
    private static List<String> upgrade(String price, String limit) throws IOException {
        String next = "price: $20/month, reactions: {upgrade: {to: b, probability: 50 %}}},"
                + " {name: b, users: 100, mix: {w: 1}, sessionsPerUserWeek: 1, price: " + price
                + ", limits: [" + limit + "]";
        return problems("100", OPEN + next);
    }

    @Test
    void aLargerPlanIsOneOfSingleUsersAndCostsMore() throws IOException {
        String day = "{name: l, kind: calendar, period: day, zone: UTC, requests: 50, scope: ";
        String no = "ERROR to: limit 'l' of 'b' is not one of single users, who take its plan";
        assertThat(upgrade("$200/month", day + "organisation, seats: 20}")).containsExactly(no);
        assertThat(upgrade("$200/month", "{name: l, kind: concurrency, requests: 5}"))
                .containsExactly(no);
        assertThat(upgrade("$200/month", day + "user}")).isEmpty();
        assertThat(upgrade("$200/month", day + "tier}")).isEmpty();
        assertThat(upgrade("$20/month", day + "user}")).isEmpty();
        assertThat(upgrade("$19/month", day + "user}"))
                .containsExactly("WARNING to: 'b' costs less than 't', so that revenue of upgrades"
                        + " is below 0");
    }

    private static String global(String limit) {
        return OPEN + "limits: [{name: l, scope: global, kind: bucket, window: 1 min, " + limit
                + "}]";
    }

    @Test
    void aGlobalLimitCountsAlikeForAll() throws IOException {
        String stream = "[{name: s, model: m, rate: 1 /s, input: 1 tokens, output: 1 tokens, "
                + global("%s").substring(OPEN.length()) + "}]";
        String alike = String.format(stream, "requests: 600, then: queue");
        String other = String.format(stream, "requests: 601");
        assertThat(problems("100", global("requests: 600"), "demand.streams", alike))
                .isEmpty();
        assertThat(problems("100", global("requests: 600"), "demand.streams", other))
                .containsExactly("ERROR demand.streams[0].limits[0]: global limit 'l' counts"
                        + " otherwise in a tier or stream above; all share one meter");
    }
}
