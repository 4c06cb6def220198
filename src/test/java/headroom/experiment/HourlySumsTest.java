package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Plan;
import headroom.cell.CellReport;
import headroom.clients.Outcome;
import headroom.measure.Measurement;
import headroom.measure.RunRecord;
import headroom.summary.Summaries;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Hours, windows and the whole run count the same requests, and Little's law holds. */
final class HourlySumsTest {
    private static final String[] HARD = {
        "demand.tiers[pro].meters", "{fiveHour: 3 k credits}",
        "demand.tiers[pro].rateLimits", "{requests: 1 /min}",
        "demand.tiers[pro].atLimit", "{wait: 50 %, leave: 30 %, pay: 20 %}",
        "overload.maxQueuePerReplica", "2"
    };

    private static Plan hard(String... more) {
        String[] all = Arrays.copyOf(HARD, HARD.length + more.length);
        System.arraycopy(more, 0, all, HARD.length, more.length);
        return Small.plan(all);
    }

    private static double total(RunRecord record, String name, String outcome, double horizon) {
        var columns = record.columns().columns();
        int at = IntStream.range(0, columns.size())
                .filter(c -> columns.get(c).name().equals(name))
                .filter(c -> outcome.isEmpty()
                        || outcome.equals(columns.get(c).labels().get("outcome")))
                .findFirst()
                .orElseThrow();
        double[] hours = record.columns().values(at);
        return IntStream.range(0, hours.length)
                .mapToDouble(h -> hours[h] * Math.min(3600, horizon - 3600.0 * h))
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"6 h, 1", "6 h, 2/4", "200 min, 1", "40 min, 1/4"})
    void hoursSumToTheRun(String horizon, String sample) {
        Plan plan = hard("horizon", horizon, "sample", sample, "demand.tiers[pro].users", "100000");
        RunRecord record = Small.run(plan, new Watch());
        CellReport run = record.run();
        double seconds = plan.cluster().horizonSeconds();
        double weight = plan.cluster().weight();
        assertThat(total(record, "offered", "", seconds))
                .isCloseTo(run.offered[0] * weight, within(1e-6));
        long ended = 0;
        for (Outcome outcome : Outcome.values()) {
            long count = run.outcomes[0][outcome.ordinal()];
            ended += count;
            if (outcome == Outcome.ABANDONED) {
                assertThat(count).as("nobody here has patience to lose").isZero();
                continue;
            }
            assertThat(total(record, "outcome", outcome.name().toLowerCase(Locale.ROOT), seconds))
                    .as(outcome.name())
                    .isCloseTo(count * weight, within(1e-6));
        }
        assertThat(ended).as("every request ends once").isEqualTo(run.offered[0]);
        assertThat(total(record, "shed", "", seconds))
                .isCloseTo(run.shed[0] * weight, within(1e-6));
        assertThat(total(record, "locked.users", "", seconds))
                .isCloseTo(run.lockedSeconds[0] * weight, within(1e-3));
        assertThat(run.outcomes[0][Outcome.COMPLETED.ordinal()]).isPositive();
    }

    /** The mean over an hour lies between the mean of all and the highest epoch. */
    @Test
    void theHighestHourOfPowerIsAnHoursMean() {
        RunRecord record = Small.run(Small.plan("horizon", "6 h"), new Watch());
        List<Measurement> summary =
                new Summaries(Small.plan("horizon", "6 h").subject(), record).all();
        double hour = power(summary, "power.hour", "max");
        var columns = record.columns().columns();
        int at = IntStream.range(0, columns.size())
                .filter(c -> columns.get(c).name().equals("power"))
                .findFirst()
                .orElseThrow();
        assertThat(hour)
                .isEqualTo(Arrays.stream(record.columns().values(at)).max().orElseThrow())
                .isBetween(power(summary, "power", "mean"), power(summary, "power", "max"));
    }

    private static double power(List<Measurement> summary, String name, String statistic) {
        return summary.stream()
                .filter(each -> each.name().equals(name) && each.statistic().equals(statistic))
                .filter(each -> "run".equals(each.labels().get("phase")))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElseThrow();
    }

    /** Two deployments of other memory and other load on the only pool that serves. */
    @Test
    void thePoolsUtilisationIsThatOfAllWhereItIsAll() {
        RunRecord record = Small.run(
                Small.plan(
                        "horizon", "2 h",
                        "cells", "1",
                        "pools.more.gpus", "0",
                        "deployments[0].share", "50 %",
                        "deployments[1].share", "50 %",
                        "deployments[1].pool", "main",
                        "deployments[1].kvCapacity", "100 k tokens"),
                new Watch());
        var columns = record.columns().columns();
        int[] found = IntStream.range(0, columns.size())
                .filter(c -> columns.get(c).name().equals("utilisation"))
                .filter(c -> !"more".equals(columns.get(c).labels().get("pool")))
                .toArray();
        assertThat(found).hasSize(2);
        double[] all = record.columns().values(found[0]);
        double[] pool = record.columns().values(found[1]);
        for (int h = 0; h < all.length; h++) {
            assertThat(pool[h]).isCloseTo(all[h], within(1e-9)).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"0 s, 6 h", "90 min, 6 h", "1 h, 200 min"})
    void theSummaryOfAWindowCountsItsHours(String warmUp, String horizon) {
        Plan plan = hard("horizon", horizon, "warmUp", warmUp);
        RunRecord record = Small.run(plan, new Watch());
        List<Measurement> summary = new Summaries(plan.subject(), record).all();
        double from = plan.windows().get(0).fromSeconds();
        double to = plan.cluster().horizonSeconds();
        var columns = record.columns();
        double[] offered = columns.values(0);
        double[] power = columns.values(IntStream.range(0, columns.columns().size())
                .filter(c -> columns.columns().get(c).name().equals("power"))
                .findFirst()
                .orElseThrow());
        double requests = 0;
        double megawattHours = 0;
        for (int h = (int) Math.ceil(from / 3600); h < offered.length; h++) {
            double length = Math.min(1, to / 3600 - h);
            requests += offered[h] * length * 3600;
            megawattHours += power[h] * length;
        }
        assertThat(from % 3600).as("whole hours").isZero();
        assertThat(value(summary, "requests", Map.of("outcome", "offered")) * (to - from))
                .isCloseTo(requests, within(1e-6));
        assertThat(value(summary, "energy", Map.of())).isCloseTo(megawattHours, within(1e-12));
        assertThat(value(summary, "power", Map.of()))
                .isCloseTo(megawattHours / (to - from) * 3600, within(1e-12));
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

    /** A spike that ends at half past two: its last half hour belongs to no window. */
    @Test
    void windowsAreWholeHoursWithinTheRun() {
        Plan plan = Small.plan(
                "horizon",
                "390 min",
                "demand.spikes",
                "[{name: s, at: 70 min, plateau: 80 min, height: 2},"
                        + " {name: t, at: 5 h, plateau: 9 h, height: 2}]");
        assertThat(plan.windows())
                .extracting(w -> w.name() + " " + w.fromSeconds() + " " + w.toSeconds())
                .containsExactly("normal 0.0 3600.0", "later 10800.0 23400.0");
        Plan late = Small.plan("demand.spikes", "[{name: t, at: 2 h, plateau: 9 h, height: 2}]");
        assertThat(late.windows())
                .extracting(w -> w.name() + " " + w.fromSeconds() + " " + w.toSeconds())
                .containsExactly("normal 0.0 7200.0", "spike 7200.0 21600.0");
    }

    /** In the spike all wait for a reset; they are served in the calm after it, when few ask. */
    @Test
    void goodputIsAShare() {
        RunResult result = Small.run(
                "horizon", "12 h",
                "demand.spikes", "[{name: s, at: 0 s, plateau: 2 h, height: 40}]",
                "demand.tiers[pro].sessionsPerUserWeek", "1",
                "demand.workloads.chat.requests", "2",
                "demand.tiers[pro].meters", "{fiveHour: 500 credits}",
                "demand.tiers[pro].atLimit", "{wait: 100 %}");
        Map<String, String> after = Map.of("phase", "later", "tier", "pro");
        double good = Scenarios.value(result, "goodput", "mean", after);
        double offered = requests(result, "offered");
        assertThat(requests(result, "completed"))
                .as("more is served than asked")
                .isGreaterThan(1.05 * offered);
        assertThat(good).isGreaterThan(0.8);
        assertThat(result.summary().stream().filter(m -> m.name().equals("goodput")))
                .isNotEmpty()
                .allMatch(m -> m.value() >= 0 && m.value() <= 1);
    }

    private static double requests(RunResult result, String outcome) {
        return Scenarios.value(
                result,
                "requests",
                "mean",
                Map.of("phase", "later", "tier", "pro", "outcome", outcome));
    }

    /** L = lambda W: requests with replicas, looked at every ten seconds, and mean time there. */
    @Test
    void littlesLawHolds() {
        Watch watch = new Watch();
        RunRecord record = Small.run(
                Small.plan("horizon", "12 h", "demand.tiers[pro].users", "200000"), watch);
        double seen = watch.epochs.stream()
                .mapToDouble(e -> e.inSystem() * e.seconds())
                .sum();
        CellReport run = record.run();
        double arrivalsTimesStay = run.e2e[0].count() * run.e2e[0].meanSeconds();
        System.out.printf(
                Locale.ROOT,
                "L %.4f, lambda W %.4f, difference %+.3f %%%n",
                seen / 43_200,
                arrivalsTimesStay / 43_200,
                100 * (seen / arrivalsTimesStay - 1));
        assertThat(run.e2e[0].count()).isGreaterThan(2_000_000);
        assertThat(seen / arrivalsTimesStay).isCloseTo(1, within(0.005));
    }
}
