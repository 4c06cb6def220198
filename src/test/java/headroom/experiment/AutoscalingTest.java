package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.cell.CellReport;
import headroom.clients.Outcome;
import headroom.measure.Column;
import headroom.measure.RunRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Replicas that follow the load and replicas that fail, in whole runs with real cells. */
final class AutoscalingTest {
    private static final String[] MODELS = {"thinker", "talker"};
    private static final int[] GPUS = {16, 8};
    private static final int[] MIN = {4, 4};
    private static final int[] MAX = {20, 32};
    private static final int OWNED = 352;

    private static Plan plan(String... overrides) throws IOException {
        String[] day = {"horizon", "30 h", "warmUp", "0 s", "replications", "1"};
        String[] all = Arrays.copyOf(day, day.length + overrides.length);
        System.arraycopy(overrides, 0, all, day.length, overrides.length);
        return new Assembly(Scenarios.shipped("autoscale", all), Scenarios.FOLDER).plan();
    }

    private static double[] column(RunRecord record, String name, String... labels) {
        List<Column> columns = record.columns().columns();
        Map<String, String> wanted = Column.labels(labels);
        int at = IntStream.range(0, columns.size())
                .filter(c -> columns.get(c).name().equals(name))
                .filter(c -> columns.get(c).labels().entrySet().containsAll(wanted.entrySet()))
                .findFirst()
                .orElseThrow();
        return record.columns().values(at);
    }

    private static long sum(long[] counts) {
        return Arrays.stream(counts).sum();
    }

    private static long ended(CellReport report, Outcome outcome) {
        return Arrays.stream(report.outcomes)
                .mapToLong(o -> o[outcome.ordinal()])
                .sum();
    }

    /** Every request that was asked for ends once. */
    private static void conserves(CellReport report) {
        long ended =
                Arrays.stream(report.outcomes).mapToLong(AutoscalingTest::sum).sum();
        assertThat(ended).isEqualTo(sum(report.offered)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 1/2"})
    void replicasFollowTheLoadAndNoRequestIsLost(String cells, String sample) throws IOException {
        Plan plan = plan("failures[node].rate", "0 /d", "cells", cells, "sample", sample);
        Watch watch = new Watch();
        RunRecord record = Small.run(plan, watch);
        double weight = plan.cluster().weight();
        double slack = 0;
        for (int i = 0; i < watch.epochs.size(); i++) {
            Watch.Epoch e = watch.epochs.get(i);
            double held = 0;
            for (int d = 0; d < GPUS.length; d++) {
                assertThat(e.use().replicas[d] * weight).isBetween(1.0 * MIN[d], 1.0 * MAX[d]);
                held += (e.use().replicas[d] + e.use().draining[d]) * GPUS[d] * weight;
                if (i > 0 && e.use().replicas[d] < watch.epochs.get(i - 1).use().replicas[d]) {
                    int drained = watch.epochs.get(i - 1).use().replicas[d] - e.use().replicas[d];
                    slack += drained * GPUS[d] * weight * 2 * plan.cluster().epochSeconds();
                }
            }
            assertThat(held).as("at " + e.toSeconds()).isLessThanOrEqualTo(OWNED);
        }
        conserves(record.run());
        assertThat(ended(record.run(), Outcome.LOST)).isZero();
        assertThat(sum(record.run().lost)).isZero();
        if (plan.cluster().cells() == 1) {
            assertThat(ended(record.run(), Outcome.OVERLOADED)).isZero();
        }
        bothPlanesAgree(record, watch, weight, slack);
        oppositePeaks(record);
    }

    /** GPUs held in the control plane's book against replica-seconds of the cells. */
    private static void bothPlanesAgree(
            RunRecord record, Watch watch, double weight, double slack) {
        double booked = 0;
        for (int h = 0; h < record.columns().hours(); h++) {
            double all = 0;
            for (String state : List.of("serving", "loading", "draining", "failed", "free")) {
                double gpus = column(record, "gpus.state", "state", state)[h];
                assertThat(gpus).isNotNegative();
                all += gpus;
                boolean up = state.equals("serving") || state.equals("draining");
                booked += up ? 3600 * gpus : 0;
            }
            assertThat(all).as("hour " + h).isCloseTo(OWNED, within(1e-9 * OWNED));
        }
        Watch.Epoch last = watch.epochs.get(watch.epochs.size() - 1);
        double served = 0;
        for (int d = 0; d < GPUS.length; d++) {
            served += last.use().servingSeconds[d] * GPUS[d] * weight;
        }
        // what is empty is held until the epoch ends
        assertThat(slack).isPositive().isLessThan(0.01 * booked);
        assertThat(booked - served).isBetween(0.0, slack);
    }

    private static void oppositePeaks(RunRecord record) {
        int[] peaks = new int[2];
        for (int m = 0; m < MODELS.length; m++) {
            double[] replicas = column(record, "replicas.serving", "model", MODELS[m]);
            double[] day = Arrays.copyOfRange(replicas, 6, 30);
            double most = Arrays.stream(day).max().orElseThrow();
            double least = Arrays.stream(day).min().orElseThrow();
            assertThat(most / least).as(MODELS[m]).isGreaterThan(1.4);
            peaks[m] = IntStream.range(0, 24)
                    .reduce((a, b) -> day[b] > day[a] ? b : a)
                    .orElseThrow();
        }
        int apart = Math.abs(peaks[0] - peaks[1]);
        assertThat(Math.min(apart, 24 - apart)).isBetween(8, 12);
    }

    /** Of steady load every hour lies within the tolerance of 10 %, and 5 % for its chance. */
    @Test
    void utilisationIsHeldAtItsTarget() throws IOException {
        Plan plan = plan(
                "failures[node].rate", "0 /d",
                "demand.tiers[day].profileAmplitude", "0",
                "demand.tiers[night].profileAmplitude", "0");
        Watch watch = new Watch();
        Small.run(plan, watch);
        for (int d = 0; d < GPUS.length; d++) {
            double occupied = 0;
            double served = 0;
            double off = 0;
            int hours = 0;
            for (int i = 1; i < watch.epochs.size(); i++) {
                Watch.Epoch e = watch.epochs.get(i);
                if (e.toSeconds() % 3600 == 0 && e.toSeconds() >= 6 * 3600) {
                    double o = e.use().occupiedSeconds[d];
                    double s = e.use().servingSeconds[d];
                    if (hours++ > 0) {
                        off = Math.max(off, Math.abs((o - occupied) / (s - served) / 0.6 - 1));
                    }
                    occupied = o;
                    served = s;
                }
            }
            assertThat(hours).isEqualTo(25);
            assertThat(off).as(MODELS[d]).isLessThan(0.15);
        }
    }

    /** Failures are drawn at their rate; what they drop is tried again or lost, never forgotten. */
    @Test
    void failuresTakeReplicasAndTheirRequests() throws IOException {
        Plan plan = plan("failures[node].rate", "2 /d", "failures[node].repair", "1 h");
        RunRecord record = Small.run(plan, new Watch());
        conserves(record.run());
        assertThat(sum(record.run().lost)).isPositive();
        double failures = Arrays.stream(column(record, "failures")).sum();
        double failed =
                Arrays.stream(column(record, "gpus.state", "state", "failed")).sum();
        double held =
                Arrays.stream(column(record, "gpus.state", "state", "serving")).sum()
                        + Arrays.stream(column(record, "gpus.state", "state", "loading"))
                                .sum();
        // by node: 2 a day, 8 GPUs each; seven times the standard deviation either way
        double mean = held / 8 * 2 / 24;
        assertThat(failures).isCloseTo(mean, within(7 * Math.sqrt(mean)));
        // 8 or 16 GPUs, an hour each, but for those still out at the end
        assertThat(failed).isBetween(8 * (failures - 10), 16 * failures);
    }

    /** Idle GPUs draw 525 W with their host; under repair they draw none of it, or all. */
    @Test
    void gpusUnderRepairDrawTheirShareOfPower() {
        for (double share : new double[] {0, 1}) {
            RunRecord record = Small.run(
                    Small.plan(
                            "demand.tiers[pro].users", "1",
                            "gpus.H100.repairPower", Double.toString(share),
                            "failures", "[{name: node, pools: [main], rate: 8 /d, repair: 1 h}]"),
                    new Watch());
            double[] power = column(record, "power");
            double[] failed = column(record, "gpus.state", "pool", "main", "state", "failed");
            assertThat(Arrays.stream(failed).sum()).isGreaterThan(30);
            for (int h = 0; h < power.length; h++) {
                double on = 64 - (1 - share) * failed[h];
                double watts = 1.25 * (on * 525 + 32 * 550);
                assertThat(1e6 * power[h]).isCloseTo(watts, within(0.001 * watts));
            }
            assertThat(column(record, "failures", "pool", "more")).containsOnly(0);
        }
    }

    /** A queue-delay target: a fleet far too small grows until requests wait no longer. */
    @Test
    void queueDelayIsBroughtBelowItsTarget() throws IOException {
        Plan plan = plan(
                "failures[node].rate", "0 /d",
                "horizon", "6 h",
                "deployments[1].share", "10 %",
                "deployments[1].scale.target", "{metric: queue-delay, value: 2 s}");
        Watch watch = new Watch();
        Small.run(plan, watch);
        int[] first = watch.epochs.get(0).use().replicas;
        int most =
                watch.epochs.stream().mapToInt(e -> e.use().replicas[1]).max().orElseThrow();
        assertThat(first[1]).isEqualTo(4);
        assertThat(most).isGreaterThan(8);
        double waiting = 0;
        double before = 0;
        for (Watch.Epoch e : watch.epochs) {
            if (e.toSeconds() > 5 * 3600) {
                waiting += e.use().waiting[1] * e.seconds();
            } else {
                before = e.use().completed[1];
            }
        }
        double done = watch.epochs.get(watch.epochs.size() - 1).use().completed[1] - before;
        assertThat(waiting / done).isLessThan(2.2);
    }
}
