package headroom.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.DemandCurve;
import headroom.arrivals.WeeklyProfile;
import headroom.kernel.Streams;
import headroom.quota.AtLimit;
import headroom.quota.Counts.Weights;
import headroom.variates.QuantileTable;
import headroom.workload.RetryPolicy;
import headroom.workload.Workload;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class GroupTest {
    private static final double DAY_SECONDS = 86_400;
    private static final QuantileTable ONE = QuantileTable.constant(1);

    private static DemandCurve hour(int hour) {
        double[] hours = new double[WeeklyProfile.HOURS];
        for (int day = 0; day < 7; day++) {
            hours[24 * day + hour] = 1;
        }
        return new DemandCurve(WeeklyProfile.ofHours(hours), 0, 0, List.of(), 4 * DAY_SECONDS);
    }

    private static TierSpec tier(int users, double rate, List<Group> groups) {
        Workload w = new Workload("w", 0, false, ONE, ONE, ONE, ONE, ONE, ONE, ONE, 9, 3, 0);
        return new TierSpec(
                "t",
                users,
                rate,
                1.2,
                hour(0),
                new ArrivalLaw.Poisson(),
                List.of(w),
                List.of(1.0),
                List.of(),
                Reactions.only(new AtLimit(1, 0, 0)),
                QuantileTable.constant(0),
                new RetryPolicy(0, 1, 1),
                Double.POSITIVE_INFINITY,
                null,
                0,
                false,
                false,
                groups,
                TierSpec.Shed.LAST,
                false,
                false);
    }

    private static Population population(TierSpec tier) {
        List<ModelSpec> models = List.of(new ModelSpec("m", Weights.EQUAL, Weights.EQUAL));
        return Population.all(List.of(tier), models, new Streams(5, 0))[0];
    }

    /** Each group starts sessions in its own hour: the user must be one of that group's. */
    @Test
    void whoIsDueBelongsToTheGroupWhoseSourceIsDue() {
        double rate = 0.5;
        Population p = population(tier(
                11,
                rate,
                List.of(
                        new Group("east", 4, 0.2, hour(3), 1),
                        new Group("west", 6, 0.2, hour(4), 1),
                        new Group("largest.0", 1, 0.1, hour(17), 7))));
        long[] byGroup = new long[3];
        double previous = 0;
        double next = p.nextSessionSeconds();
        while (next < Double.POSITIVE_INFINITY) {
            double now = next;
            next = p.nextSessionSeconds();
            int user = p.user();
            int group = user < 4 ? 0 : user < 10 ? 1 : 2;
            byGroup[group]++;
            assertThat(now).isGreaterThanOrEqualTo(previous);
            double hour = now % DAY_SECONDS / 3600;
            // the profile is linear between the centres of hours
            assertThat(hour)
                    .isBetween(
                            new double[] {2.4, 3.4, 16.4}[group],
                            new double[] {4.6, 5.6, 18.6}[group]);
            previous = now;
        }
        long all = byGroup[0] + byGroup[1] + byGroup[2];
        double expected = rate * 4 * DAY_SECONDS;
        assertThat((double) all).isCloseTo(expected, within(5 * Math.sqrt(expected)));
        double last = 0.1 * 4 * DAY_SECONDS;
        assertThat((double) byGroup[2]).isCloseTo(last, within(5 * Math.sqrt(last)));
    }

    @Test
    void oneGroupIsTheTier() {
        Population whole = population(tier(50, 0.01, List.of()));
        Population told = population(tier(50, 0.01, List.of(new Group("", 50, 0.01, hour(0), 1))));
        for (int i = 0; i < 1000; i++) {
            assertThat(told.nextSessionSeconds()).isEqualTo(whole.nextSessionSeconds());
            assertThat(told.user()).isEqualTo(whole.user());
        }
    }

    /** What a session draws depends on its number. */
    @Test
    void noTwoSessionsOfATierShareANumber() {
        List<Group> two =
                List.of(new Group("", 4, 0.2, hour(3), 1), new Group("west", 6, 0.3, hour(3), 1));
        for (TierSpec tier : List.of(tier(10, 0.5, two), tier(0, 0.5, List.of()))) {
            Population p = population(tier);
            Set<Integer> seen = new HashSet<>();
            int begun = 0;
            p.nextSessionSeconds();
            while (p.nextSessionSeconds() < Double.POSITIVE_INFINITY) {
                seen.add(p.number());
                begun++;
            }
            assertThat(begun).isGreaterThan(100_000);
            assertThat(seen).hasSize(begun);
        }
    }

    /** With more sessions of one group, those of the other stay what they are. */
    @Test
    void theNumbersOfAGroupAreThoseOfItsOwnArrivals() {
        List<Group> few =
                List.of(new Group("", 4, 0.2, hour(3), 1), new Group("west", 6, 0.3, hour(3), 1));
        List<Group> more =
                List.of(new Group("", 4, 0.4, hour(3), 1), new Group("west", 6, 0.3, hour(3), 1));
        assertThat(ofTheSecond(tier(10, 0.7, more)))
                .isEqualTo(ofTheSecond(tier(10, 0.5, few)))
                .hasSizeGreaterThan(50_000);
    }

    /** When sessions of the users from 4 on begin, whose they are, what for and their numbers. */
    private static List<List<Number>> ofTheSecond(TierSpec tier) {
        Population p = population(tier);
        List<List<Number>> all = new ArrayList<>();
        double due = p.nextSessionSeconds();
        while (due < Double.POSITIVE_INFINITY) {
            double next = p.nextSessionSeconds();
            if (p.user() >= 4) {
                all.add(List.of(due, p.user(), p.workload(), p.number()));
            }
            due = next;
        }
        return all;
    }

    @Test
    void groupsHoldAllUsers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tier(9, 1, List.of(new Group("", 8, 1, hour(0), 1))))
                .withMessageContaining("9 users, 8 in groups");
    }
}
