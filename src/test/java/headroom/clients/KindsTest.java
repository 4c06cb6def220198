package headroom.clients;

import static org.assertj.core.api.Assertions.assertThat;
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

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What users do: what a session is for, or what each user keeps to. */
final class KindsTest {
    private static final int USERS = 4000;
    private static final int SESSIONS = 200_000;
    private static final double[] MIX = {0.5, 0.3, 0.2};

    private static final DemandCurve CURVE =
            new DemandCurve(WeeklyProfile.named("flat"), 0, 0, List.of(), 1e9);

    private static Population population(boolean byUser, List<Group> groups) {
        QuantileTable one = QuantileTable.constant(1);
        Workload w = new Workload("w", 0, false, one, one, one, one, one, one, one, 9, 3, 0);
        TierSpec tier = new TierSpec(
                "t",
                USERS,
                1,
                1.2,
                CURVE,
                new ArrivalLaw.Poisson(),
                List.of(w, w, w),
                Arrays.stream(MIX).boxed().toList(),
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
                byUser);
        List<ModelSpec> models = List.of(new ModelSpec("m", Weights.EQUAL, Weights.EQUAL));
        return Population.all(List.of(tier), models, new Streams(5, 0))[0];
    }

    /** Of users, and of sessions as far as few are very active: an eighth of them in effect. */
    @Test
    void eachUserKeepsToOneWorkload() {
        Population p = population(true, List.of());
        Population q = population(false, List.of());
        double[] users = new double[MIX.length];
        for (int user = 0; user < USERS; user++) {
            int kind = p.workload(user, 0.1);
            assertThat(p.workload(user, 0.9)).isEqualTo(kind);
            users[kind] += 1.0 / USERS;
        }
        double[] sessions = new double[MIX.length];
        double[] anew = new double[MIX.length];
        long other = 0;
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(p.nextSessionSeconds()).isEqualTo(q.nextSessionSeconds());
            if (i > 0) {
                assertThat(p.user()).as("who comes when is the same").isEqualTo(q.user());
                assertThat(p.workload()).isEqualTo(p.workload(p.user(), 0.5));
                other += q.workload() == p.workload() ? 0 : 1;
                sessions[p.workload()] += 1.0 / SESSIONS;
                anew[q.workload()] += 1.0 / SESSIONS;
            }
        }
        for (int k = 0; k < MIX.length; k++) {
            double variance = MIX[k] * (1 - MIX[k]);
            assertThat(users[k]).isCloseTo(MIX[k], within(4 * Math.sqrt(variance / USERS)));
            assertThat(sessions[k]).isCloseTo(MIX[k], within(4 * Math.sqrt(8 * variance / USERS)));
            assertThat(anew[k]).isCloseTo(MIX[k], within(4 * Math.sqrt(variance / SESSIONS)));
        }
        double same = Arrays.stream(MIX).map(share -> share * share).sum();
        assertThat((double) other / SESSIONS).isCloseTo(1 - same, within(0.05));
    }

    /** The last two have parts in other cells, too: they are many people. */
    @Test
    void largestOrganisationsKeepToNone() {
        Population p = population(
                true,
                List.of(
                        new Group("", USERS - 2, 1, CURVE, 1),
                        new Group("largest.0", 1, 1, CURVE, 7),
                        new Group("largest.1", 1, 1, CURVE, 7)));
        for (int user = USERS - 3; user < USERS; user++) {
            Set<Integer> kinds = new HashSet<>();
            for (double u = 0.025; u < 1; u += 0.05) {
                kinds.add(p.workload(user, u));
            }
            assertThat(kinds).hasSize(user < USERS - 2 ? 1 : MIX.length);
        }
    }
}
