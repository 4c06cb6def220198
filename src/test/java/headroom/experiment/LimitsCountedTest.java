package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Plan;
import headroom.cell.CellProbe;
import headroom.clients.Outcome;
import headroom.clients.Reaction;
import headroom.cluster.CellRunner;
import headroom.measure.Measurement;
import headroom.measure.RunRecord;
import headroom.quota.Quota;
import headroom.summary.Summaries;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who met which limit, by hour and by week, against the log of everything that happened. */
final class LimitsCountedTest {
    private static final double WEEK_SECONDS = 7 * 86_400;

    /** Everything that happened to the users of one cell, written down. */
    private static final class Log implements CellProbe {
        /** "limit hour k user", "limit period k user". */
        final TreeSet<String> refusals = new TreeSet<>();

        final TreeSet<String> active = new TreeSet<>();
        final TreeMap<String, Double> served = new TreeMap<>();
        final double periodSeconds;
        final double lastSeconds;
        final long[] attempts = new long[16];

        Log(double periodSeconds, double lastSeconds) {
            this.periodSeconds = periodSeconds;
            this.lastSeconds = lastSeconds;
        }

        private int period(double t) {
            return t < lastSeconds ? (int) (t / periodSeconds) : -1;
        }

        @Override
        public void issued(int tier, int user, int request, double t) {
            asks(user, t);
        }

        private void asks(int user, double t) {
            active.add("hour " + (int) (t / 3600) + " " + user);
            active.add("period " + period(t) + " " + user);
        }

        @Override
        public void admitted(int tier, int user, int request, double t) {}

        @Override
        public void refused(int tier, int user, int limit, double t) {
            if (limit != Quota.NONE) {
                attempts[limit]++;
                asks(user, t);
                refusals.add(limit + " hour " + (int) (t / 3600) + " " + user);
                refusals.add(limit + " period " + period(t) + " " + user);
            }
        }

        @Override
        public void charged(int tier, int user, double credits, double factor, double t) {
            if (period(t) >= 0) {
                served.merge(period(t) + " " + user, credits, Double::sum);
            }
        }

        @Override
        public void ended(int tier, int request, Outcome outcome, double t) {}

        long refusals(String what) {
            return refusals.stream().filter(each -> each.startsWith(what + " ")).count();
        }

        long active(String what) {
            return active.stream().filter(each -> each.startsWith(what + " ")).count();
        }
    }

    private final List<Log> logs = new ArrayList<>();

    private static Plan plan(String horizon, String sample) {
        return Small.plan(
                "horizon", horizon,
                "sample", sample,
                "demand.tiers[pro].users", "400",
                "demand.tiers[pro].meters", "{fiveHour: 8 k credits, weekly: 60 k credits}",
                "demand.tiers[pro].rateLimits", "{requests: 1 /min}",
                "demand.tiers[pro].atLimit", "{wait: 60 %, leave: 40 %}");
    }

    private RunRecord run(Plan plan, double periodSeconds, double lastSeconds) {
        for (int c = 0; c < plan.cluster().sampledCells(); c++) {
            logs.add(new Log(periodSeconds, lastSeconds));
        }
        return new Replication(plan, 0, CellRunner.SEQUENTIAL, Replication.Progress.NONE)
                .run(logs::get)
                .record();
    }

    private static double value(
            List<Measurement> summary, String name, Map<String, String> labels) {
        return summary.stream()
                .filter(m -> m.name().equals(name))
                .filter(m -> m.labels().entrySet().containsAll(labels.entrySet()))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static double[] column(RunRecord record, String name, Map<String, String> labels) {
        var columns = record.columns().columns();
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).name().equals(name)
                    && columns.get(c).labels().entrySet().containsAll(labels.entrySet())) {
                return record.columns().values(c);
            }
        }
        throw new AssertionError("no column " + name + " " + labels);
    }

    /** A run of less than a week is one period; of one of 16 days two weeks are counted. */
    @ParameterizedTest
    @CsvSource({"30 h, 1, 108000, 108000", "16 d, 3/4, 604800, 1209600"})
    void everyShareIsThatOfTheLog(String horizon, String sample, double period, double last) {
        Plan plan = plan(horizon, sample);
        RunRecord record = run(plan, period, last);
        List<Measurement> summary = new Summaries(plan.subject(), record).all();
        double users = 100.0 * logs.size();
        int periods = (int) (last / period);
        double seconds = plan.cluster().horizonSeconds();
        double weight = plan.cluster().weight();
        List<String> limits = plan.names().limits().get(0);
        assertThat(limits).hasSize(3);
        for (int i = 0; i < limits.size(); i++) {
            Map<String, String> labels = Map.of("tier", "pro", "limit", limits.get(i));
            double bound = 0;
            double active = 0;
            for (int k = 0; k < periods; k++) {
                bound += count(i + " period " + k);
                active += active("period " + k);
            }
            assertThat(bound).as(limits.get(i)).isPositive();
            assertThat(value(summary, "bound.users", labels)).isEqualTo(bound / (users * periods));
            assertThat(value(summary, "bound.active", labels)).isEqualTo(bound / active);
            double[] hourly = column(record, "bound.users", labels);
            double[] ofActive = column(record, "bound.active", labels);
            double all = 0;
            for (int h = 0; h < hourly.length; h++) {
                double inHour = count(i + " hour " + h);
                all += inHour;
                assertThat(hourly[h]).isEqualTo(inHour / users);
                assertThat(ofActive[h]).isEqualTo(inHour / active("hour " + h));
            }
            assertThat(value(summary, "bound.hourly", labels))
                    .isEqualTo(all / (users * hourly.length));
            int limit = i;
            double attempts =
                    logs.stream().mapToLong(log -> log.attempts[limit]).sum();
            assertThat(value(summary, "refused", labels) * seconds)
                    .isCloseTo(attempts * weight, within(1e-6));
        }
        fairness(summary, users * periods);
        lockedOut(summary);
    }

    private double count(String what) {
        return logs.stream().mapToLong(log -> log.refusals(what)).sum();
    }

    private double active(String what) {
        return logs.stream().mapToLong(log -> log.active(what)).sum();
    }

    private void fairness(List<Measurement> summary, double userPeriods) {
        double[] served = logs.stream()
                .flatMap(log -> log.served.values().stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double sum = Arrays.stream(served).sum();
        double squares = Arrays.stream(served).map(x -> x * x).sum();
        double all = sum * sum / squares;
        assertThat(value(summary, "jain", Map.of("tier", "pro", "over", "users")))
                .isCloseTo(all / userPeriods, within(1e-6));
        assertThat(value(summary, "jain", Map.of("tier", "pro", "over", "active")))
                .isCloseTo(all / served.length, within(1e-6));
        assertThat(value(summary, "jain", Map.of("over", "caps")))
                .as("one tier: caps change nothing")
                .isCloseTo(all / userPeriods, within(1e-6));
        int most = (int) (userPeriods / 20);
        double top = Arrays.stream(served).skip(served.length - most).sum();
        assertThat(value(summary, "top5", Map.of("tier", "pro")))
                .isCloseTo(top / sum, within(0.01));
    }

    /** What each limit locks out adds up to what the tier is locked out. */
    private static void lockedOut(List<Measurement> summary) {
        double all = value(summary, "lockout", Map.of("tier", "pro"));
        double sum = summary.stream()
                .filter(m -> m.name().equals("lockout") && m.labels().containsKey("limit"))
                .mapToDouble(Measurement::value)
                .sum();
        assertThat(sum).isCloseTo(all, within(1e-6 * all)).isPositive();
        double share = value(summary, "lockout.users", Map.of("tier", "pro"));
        double those = value(summary, "lockout.locked", Map.of("tier", "pro"));
        assertThat(share).isBetween(0.0, 1.0);
        assertThat(those).as("minutes of those locked out").isGreaterThan(all);
    }

    /** Five-hour caps of 10 k credits a user: 2 k credits an hour, for 20,000 users. */
    @Test
    void overbookingIsCapsOverCapacity() {
        Plan plan = Small.plan("demand.tiers[pro].meters", "{fiveHour: 10 k credits}");
        RunRecord record = Small.run(plan, CellRunner.SEQUENTIAL);
        double[] over = column(record, "overbooking", Map.of());
        double[] capacity = column(record, "capacity", Map.of());
        double[] credits = column(record, "credits", Map.of("tier", "pro"));
        double[] served = column(record, "served", Map.of());
        for (int h = 0; h < over.length; h++) {
            double canServe = capacity[h] * credits[h] / served[h];
            assertThat(over[h]).isCloseTo(20_000 * 10_000 / 18_000.0 / canServe, within(1e-9));
        }
    }

    /** Twice the cap from 02:00, with caps at half their scale; out of force from 04:00. */
    @Test
    void overbookingFollowsWhatIsDecidedBeforehand() {
        Plan plan = Small.plan(
                "demand.tiers[pro].meters",
                "{fiveHour: 10 k credits, weekly: 1 M credits}",
                "controllers",
                "{caps: {enabled: false, initial: 0.5, min: 0.1, max: 2, tiers: [pro],"
                        + " target: {metric: utilisation, value: 75 %}}}",
                "policies",
                "{changes: [{at: 2026-03-02T02:00Z, limits: [fiveHour], scale: 2},"
                        + " {at: 2026-03-02T04:00Z, limits: [fiveHour], enforced: false}]}");
        RunRecord record = Small.run(plan, CellRunner.SEQUENTIAL);
        Map<String, String> limit = Map.of("tier", "pro", "limit", "fiveHour");
        assertThat(column(record, "limit.scale", limit))
                .containsExactly(0.5, 0.5, 1, 1, Double.NaN, Double.NaN);
        double[] over = column(record, "overbooking", Map.of());
        double[] capacity = column(record, "capacity", Map.of());
        double[] credits = column(record, "credits", Map.of("tier", "pro"));
        double[] served = column(record, "served", Map.of());
        double[] allowed = {
            5_000 / 18e3, 5_000 / 18e3, 10_000 / 18e3, 10_000 / 18e3, 5e5 / 604_800, 5e5 / 604_800
        };
        for (int h = 0; h < over.length; h++) {
            double canServe = capacity[h] * credits[h] / served[h];
            assertThat(over[h] * canServe).isCloseTo(20_000 * allowed[h], within(1e-6));
        }
    }

    /** What is counted by cell comes out by tier and kind; what nobody can do is no number. */
    @Test
    void whatUsersDoAboutLimitsIsInTheSummary() {
        Plan plan = Small.plan(
                "demand.tiers[pro].meters",
                "{fiveHour: 3 k credits}",
                "demand.tiers[pro].atLimit",
                "{slow: 50 %, wait: 50 %}");
        RunRecord record = Small.run(plan, CellRunner.SEQUENTIAL);
        List<Measurement> reactions = new Summaries(plan.subject(), record)
                .all().stream().filter(each -> each.name().equals("reactions")).toList();
        assertThat(reactions).hasSize(2).allSatisfy(each -> {
            assertThat(each.labels()).containsEntry("reaction", "slowed");
            double slowed = record.run().reactions[0][Reaction.SLOWED.ordinal()];
            assertThat(each.value()).isCloseTo(slowed / 6 / 3600, within(1e-9)).isPositive();
        });
    }
}
