package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.cluster.CellRunner;
import headroom.scenario.Scenario;
import headroom.stat.Estimate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What is publicly known of whom usage caps bind, against {@code scenarios/caps.yaml} run with
 * fewer cells: eight targets, each with its interval at 95 % over three to eight replications.
 */
final class CapTargetsTest {
    private static final int[] SUBSCRIBERS = {0, 1, 2, 3};
    private static final List<String> TIERS =
            List.of("pro", "max-5x", "max-20x", "team", "enterprise");
    private static final int DEVELOPERS = 4;
    private static final int CHAT = 0;

    private static final String[] PEAK = {"peakHours.multiplier", "2.5"};
    private static final String[] DOUBLED = {
        "demand.tiers[pro].meters.fiveHour", "1.1 M credits",
        "demand.tiers[max-5x].meters.fiveHour", "6.6 M credits",
        "demand.tiers[max-20x].meters.fiveHour", "22 M credits",
        "demand.tiers[team].meters.fiveHour", "1.375 M credits"
    };

    private static List<Week> august;

    @BeforeAll
    static void runTheScenarioAsShipped() throws IOException {
        august = weeks();
    }

    private static Plan plan(String... overrides) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("sample", "1/500", "horizon", "9 d", "warmUp", "2 d"));
        all.addAll(List.of(overrides));
        Scenario scenario = Scenarios.shipped("caps", all.toArray(new String[0]));
        return new Assembly(scenario, Scenarios.FOLDER).plan();
    }

    private static List<Week> weeks(String... overrides) throws IOException {
        return Week.of(plan(overrides));
    }

    private static String[] and(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    private static double fiveHour(Week week) {
        return 100 * week.users().boundBy("fiveHour", SUBSCRIBERS);
    }

    private static double weekly(Week week) {
        return 100 * week.users().boundBy("weekly", SUBSCRIBERS);
    }

    private static Estimate estimate(DoubleStream replications) {
        return Estimate.ofReplications(replications.toArray(), 0.95);
    }

    private static void within(Estimate e, double low, double high) {
        assertThat(e.low()).isGreaterThan(low);
        assertThat(e.high()).isLessThan(high);
    }

    @Test
    void target1AtMostFiveInAHundredSubscribersMeetTheWeeklyCap() {
        Estimate weekly = Week.mean(august, CapTargetsTest::weekly);
        Week.tell("1: % of subscribers at the weekly cap", weekly);
        within(weekly, 0.5, 5);
    }

    @Test
    void target2PeakHoursBringSevenInAHundredMoreToTheFiveHourCap() throws IOException {
        List<Week> peak = weeks(PEAK);
        Estimate before = Week.mean(august, CapTargetsTest::fiveHour);
        Estimate more = Week.change(august, peak, CapTargetsTest::fiveHour);
        Estimate weekly = Week.change(august, peak, CapTargetsTest::weekly);
        Week.tell("2: % of subscribers at the five-hour cap, no peak hours", before);
        Week.tell("2: % more with them", more);
        Week.tell("2: % more at the weekly cap", weekly);
        within(more, 5, 9);
        assertThat(weekly.low()).isLessThan(0);
    }

    @Test
    void target3TwiceTheFiveHourCapMovesUsersToTheWeeklyCap() throws IOException {
        List<Week> doubled = weeks(and(DOUBLED, "replications", "3"));
        List<Week> nominal = august.subList(0, doubled.size());
        Estimate five = Week.change(nominal, doubled, CapTargetsTest::fiveHour);
        Estimate weekly = Week.change(nominal, doubled, CapTargetsTest::weekly);
        double[] ratio = new double[doubled.size()];
        Arrays.setAll(
                ratio,
                r -> doubled.get(r).tokens(SUBSCRIBERS) / nominal.get(r).tokens(SUBSCRIBERS));
        Estimate tokens = estimate(Arrays.stream(ratio));
        Week.tell(
                "3: % of subscribers at the five-hour cap",
                Week.mean(doubled, CapTargetsTest::fiveHour));
        Week.tell("3: change", five);
        Week.tell(
                "3: % of subscribers at the weekly cap",
                Week.mean(doubled, CapTargetsTest::weekly));
        Week.tell("3: change", weekly);
        Week.tell("3: tokens, times", tokens);
        double before = Week.mean(august, CapTargetsTest::fiveHour).value();
        assertThat(five.high()).isLessThan(-before / 3);
        assertThat(weekly.low()).isGreaterThan(0);
        assertThat(tokens.high()).isLessThan(2);
    }

    private static String[] heavy(String tier, String users, String... more) {
        List<String> all = new ArrayList<>(List.of("peakHours", "null", "replications", "4"));
        for (String other : TIERS) {
            all.addAll(List.of("demand.tiers[" + other + "].users", "500"));
        }
        String path = "demand.tiers[" + tier + "].";
        all.addAll(List.of(path + "users", users, path + "activitySigma", "0"));
        all.addAll(List.of(path + "mix", "{coding: 50 %, agent: 50 %}"));
        all.addAll(List.of(path + "profile", "flat"));
        all.addAll(List.of(path + "atLimit", "{wait: 100 %}", path + "returnDelay", "0 s"));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    private static List<FilledWindows> filled(int tier, String... overrides) throws IOException {
        Plan plan = plan(overrides);
        List<FilledWindows> all = new ArrayList<>();
        for (int r = 0; r < plan.replications(); r++) {
            FilledWindows windows = new FilledWindows(tier, plan.cell().tiers().get(tier));
            new Replication(plan, r, CellRunner.SEQUENTIAL, Replication.Progress.NONE)
                    .run(cell -> windows);
            all.add(windows);
        }
        return all;
    }

    private static double mean(List<Double> values) {
        assertThat(values).hasSizeGreaterThan(4);
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "pro, 50000, 600, 10, 40",
        "max-5x, 10000, 2500, 50, 200",
        "max-20x, 3000, 8000, 200, 800"
    })
    void target4PromptsOfAFilledWindow(
            String name, String users, String sessions, int least, int most) throws IOException {
        String path = "demand.tiers[" + name + "].";
        List<FilledWindows> all = filled(
                TIERS.indexOf(name),
                heavy(
                        name,
                        users,
                        path + "sessionsPerUserWeek",
                        sessions,
                        path + "meters.weekly",
                        "1 T credits",
                        "horizon",
                        "3 d"));
        Estimate prompts = estimate(all.stream().mapToDouble(w -> mean(w.prompts)));
        Estimate share = estimate(all.stream()
                .mapToDouble(w -> 100.0
                        * w.prompts.stream()
                                .filter(p -> p >= least && p <= most)
                                .count()
                        / w.prompts.size()));
        Week.tell("4: prompts of a filled window, " + name, prompts);
        Week.tell("4: % of such windows within " + least + " to " + most, share);
        within(prompts, least, most);
    }

    @ParameterizedTest
    @CsvSource({"11 M credits, 7.4, 7.6", "22 M credits, 3.7, 3.9"})
    void target7FilledWindowsOfAWeek(String fiveHour, double least, double most)
            throws IOException {
        String path = "demand.tiers[max-20x].";
        List<FilledWindows> all = filled(
                2,
                heavy(
                        "max-20x",
                        "3500",
                        path + "sessionsPerUserWeek",
                        "6000",
                        path + "meters.fiveHour",
                        fiveHour,
                        path + "meters.weeklyAnchor",
                        "first-use",
                        "horizon",
                        "10 d",
                        "replications",
                        "6"));
        Estimate windows = estimate(all.stream().mapToDouble(w -> mean(w.windowsAWeek)));
        Week.tell("7: windows of " + fiveHour + " in an exhausted week", windows);
        within(windows, least, most);
    }

    @Test
    void targets5And8WhatIsCachedAndWhatDevelopersSpend() throws IOException {
        // credits at list prices: those of developers, who have no caps, are then millionths of $
        List<Week> weeks = weeks(
                "models.blend.credits",
                "{input: 4.46, cachedInput: 0.446, output: 22.3}",
                "demand.tiers[pro].mix",
                "{chat: 100 %}",
                "demand.tiers[pro].users",
                "300 k",
                "demand.tiers[pro].meters",
                "{}",
                "demand.tiers[max-5x].users",
                "500",
                "demand.tiers[max-20x].users",
                "500",
                "demand.tiers[team].users",
                "500",
                "demand.tiers[enterprise].users",
                "200 k",
                "replications",
                "8");
        Estimate coding = Week.mean(weeks, w -> 100 * w.cachedShare(DEVELOPERS));
        Estimate chat = Week.mean(weeks, w -> 100 * w.cachedShare(CHAT));
        Week.tell("5: % of the input of coding that is cached", coding);
        Week.tell("5: % of the input of chat that is cached", chat);
        within(coding, 94, 98);
        within(chat, 35, 65);
        Estimate mean = Week.mean(
                weeks,
                w -> 1e-6
                        * Arrays.stream(w.users().creditsByUserDay(DEVELOPERS))
                                .average()
                                .orElseThrow());
        Estimate p90 = Week.mean(weeks, w -> {
            double[] days = w.users().creditsByUserDay(DEVELOPERS);
            return 1e-6 * days[(int) (0.9 * days.length)];
        });
        Estimate days = Week.mean(
                weeks,
                w -> (double) w.users().creditsByUserDay(DEVELOPERS).length
                        / w.users().active(DEVELOPERS));
        Week.tell("8: $ of a developer-day, mean", mean);
        Week.tell("8: $ of a developer-day, p90", p90);
        Week.tell("8: days of an active developer's week", days);
        within(mean, 0.9 * 13, 1.1 * 13);
        within(p90, 0.9 * 30, 1.1 * 30);
    }

    @Test
    void target5TheCodingOfSubscribersIsCachedAlike() {
        // max-20x: 92 % of its sessions are coding, and nearly all of its tokens
        Estimate cached = Week.mean(august, w -> 100 * w.cachedShare(2));
        Week.tell("5: % of the input of max-20x that is cached", cached);
        within(cached, 94, 98);
    }

    @Test
    void target6TheBusiestHourOfWorkdays() {
        Estimate hour = Week.mean(august, w -> w.users().busiestHourOfWorkdays());
        Week.tell("6: the busiest hour of workdays begins at, UTC", hour);
        assertThat(august)
                .allSatisfy(w -> assertThat(w.users().busiestHourOfWorkdays()).isBetween(12, 17));
    }
}
