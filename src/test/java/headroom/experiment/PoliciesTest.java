package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.Series;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** Dated changes of limits, in whole runs. */
final class PoliciesTest {
    private static final int AT = 12;

    private static RunResult none;

    private static RunResult run(String policies) {
        return run("{fiveHour: 6 k credits, weekly: 60 k credits}", policies);
    }

    private static RunResult run(String meters, String policies) {
        return Small.run(
                "horizon",
                "24 h",
                "demand.tiers[pro].meters",
                meters,
                "demand.tiers[pro].atLimit",
                "{wait: 60 %, leave: 40 %}",
                "policies",
                policies);
    }

    @BeforeAll
    static void withoutPolicies() {
        none = run("{}");
    }

    /** Every column equal, hour by hour, bit by bit. */
    private static void sameUntil(RunResult other, int hour) {
        List<Series> columns = none.series().columns();
        for (int c = 0; c < columns.size(); c++) {
            Series theirs = other.series().columns().get(c);
            assertThat(theirs.labels()).isEqualTo(columns.get(c).labels());
            assertThat(Arrays.copyOf(theirs.values(), hour))
                    .as("%s %s", theirs.name(), theirs.labels())
                    .isEqualTo(Arrays.copyOf(columns.get(c).values(), hour));
        }
    }

    private static double refused(RunResult run, String limit, int from, int to) {
        double sum = 0;
        for (Series column : run.series().columns()) {
            if (column.name().equals("refused") && column.labels().containsValue(limit)) {
                sum += Arrays.stream(column.values(), from, to).sum();
            }
        }
        return sum;
    }

    @Test
    void aChangeToTheSameTermsIsNone() {
        RunResult same = run("{changes: [{at: 12 h, scale: 1}, {at: -3 d, limits: [weekly]}],"
                + " promotions: [{from: 2 h, until: 9 h, scale: 1, bonusCounts: false}]}");
        assertThat(same.resultHash()).isEqualTo(none.resultHash());
    }

    @Test
    void beforeItsDateNothingDiffers() {
        RunResult tight = run("{changes: [{at: 12 h, limits: [fiveHour], scale: 0.5}]}");
        sameUntil(tight, AT);
        assertThat(refused(tight, "fiveHour", AT, 24))
                .isGreaterThan(1.3 * refused(none, "fiveHour", AT, 24));
        RunResult wide = run("{changes: [{at: 12 h, limits: [fiveHour], scale: 4}]}");
        sameUntil(wide, AT);
        assertThat(refused(wide, "fiveHour", AT + 1, 24))
                .isLessThan(0.3 * refused(none, "fiveHour", AT + 1, 24));
    }

    @Test
    void aLimitOutOfForceRefusesNobodyUntilItComes() {
        RunResult late = run("{changes: [{at: 0 s, limits: [fiveHour], enforced: false},"
                + " {at: 12 h, limits: [fiveHour]}]}");
        assertThat(refused(late, "fiveHour", 0, AT)).isZero();
        // nobody has used anything of it before
        assertThat(refused(late, "fiveHour", AT, AT + 1))
                .isLessThan(refused(none, "fiveHour", AT, AT + 1));
        assertThat(refused(late, "fiveHour", AT + 3, 24)).isPositive();
    }

    @Test
    void whoWaitsForAResetComesBackWhenItComesEarly() {
        RunResult reset = run("{resets: [{at: 12 h}]}");
        sameUntil(reset, AT);
        double[] locked = Scenarios.hours(reset, "locked.users");
        assertThat(locked[AT]).isLessThan(0.6 * Scenarios.hours(none, "locked.users")[AT]);
        assertThat(Scenarios.hours(reset, "served")[AT])
                .isGreaterThan(Scenarios.hours(none, "served")[AT]);
    }

    /** Twice the five-hour cap: the week fills faster, unless the bonus does not count to it. */
    @Test
    void aBonusThatCountsNowhereElseSparesTheWeek() {
        String promotion = "{promotions: [{from: 0 s, until: 24 h, limits: [fiveHour], scale: 2,"
                + " bonusCounts: %s}]}";
        String wide = "{fiveHour: 6 k credits, weekly: 250 k credits}";
        double once = refused(run(wide, "{}"), "weekly", 0, 24);
        double counts = refused(run(wide, String.format(promotion, "true")), "weekly", 0, 24);
        double free = refused(run(wide, String.format(promotion, "false")), "weekly", 0, 24);
        assertThat(counts).isGreaterThan(once);
        assertThat(free).isLessThan(once);
    }
}
