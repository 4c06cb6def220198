package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec;
import headroom.measure.RunRecord;
import headroom.plant.GpuModel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The metered power of every epoch against the law, written down a second time from what the
 * replicas did: P(c) = host + idle + ((prefill - idle) a + (decode - idle) b) c^3 per GPU, times
 * the PUE; and the joules of every hour against the sum of its epochs.
 */
final class PowerMeterTest {
    /** A clock and the instant from which it holds [s]. */
    private record Setting(double fromSeconds, double clock) {}

    private final Watch watch = new Watch();
    private Plan plan = Small.plan();

    @ParameterizedTest
    @CsvSource({"10 s, 40 s, 1", "10 s, 0 s, 1", "10 s, 25 s, 2/4", "7 s, 40 s, 1", "1 h, 0 s, 1"})
    void everyEpochAndEveryHourAgreesWithTheLaw(String epoch, String delay, String sample) {
        plan = watch.over(Small.plan(
                "horizon", "150 min",
                "epoch", epoch,
                "sample", sample,
                "demand.tiers[pro].users", "200000",
                "sites.plant.powerLimit", "100 kW",
                "sites.plant.powerPolicy.actuationDelay", delay,
                "additions", "[{at: 4805 s, ramp: 1 h, pool: main, gpus: 16}]"));
        RunRecord record = Small.run(plan, watch);
        assertThat(watch.readings).hasSameSizeAs(watch.epochs);
        double[] joules = new double[3];
        double[] most = new double[3];
        double[] above = new double[3];
        double[] clockSeconds = new double[3];
        double lowest = 1;
        for (int i = 0; i < watch.epochs.size(); i++) {
            Watch.Epoch e = watch.epochs.get(i);
            double clock = clockIn(e);
            double watts = watts(i, clock);
            double metered = watch.readings.get(i).facilityWatts();
            assertThat(metered).as("epoch to " + e.toSeconds()).isCloseTo(watts, within(1e-6));
            int hour = (int) (e.fromSeconds() / 3600);
            joules[hour] += watts * e.seconds();
            most[hour] = Math.max(most[hour], watts);
            above[hour] += metered > 100e3 ? e.seconds() : 0;
            clockSeconds[hour] += clock * e.seconds();
            lowest = Math.min(lowest, clock);
        }
        assertThat(lowest).as("the limit binds").isLessThan(0.95);
        double[] seconds = {3600, 3600, 1800};
        for (int h = 0; h < seconds.length; h++) {
            double power = column(record, "power")[h] * 1e6;
            assertThat(power * seconds[h]).isCloseTo(joules[h], within(1e-9 * joules[h]));
            assertThat(column(record, "power.max")[h] * 1e6).isCloseTo(most[h], within(1e-6));
            assertThat(column(record, "power.above")[h]).isCloseTo(above[h], within(1e-6));
            assertThat(column(record, "clock")[h])
                    .isCloseTo(clockSeconds[h] / seconds[h], within(1e-9))
                    .isLessThanOrEqualTo(1);
        }
    }

    private static double[] column(RunRecord record, String name) {
        int at = IntStream.range(0, record.columns().columns().size())
                .filter(c -> record.columns().columns().get(c).name().equals(name))
                .findFirst()
                .orElseThrow();
        return record.columns().values(at);
    }

    /** The clock in an epoch: a decision holds from the first full epoch after the delay. */
    private double clockIn(Watch.Epoch epoch) {
        ClusterSpec c = plan.cluster();
        List<Setting> settings = new ArrayList<>(List.of(new Setting(0, 1)));
        for (int i = 0; i < watch.epochs.size(); i++) {
            double decided = watch.epochs.get(i).toSeconds();
            if (decided > epoch.fromSeconds()) {
                break;
            }
            double ready = decided + c.sites().get(0).actuationSeconds();
            double from = Math.ceil(ready / c.epochSeconds() - 1e-9) * c.epochSeconds();
            settings.add(new Setting(from, watch.readings.get(i).wantedClock()));
        }
        double clock = 1;
        for (Setting s : settings) {
            clock = s.fromSeconds() <= epoch.fromSeconds() ? s.clock() : clock;
        }
        return clock;
    }

    private double watts(int i, double clock) {
        ClusterSpec c = plan.cluster();
        Watch.Epoch now = watch.epochs.get(i);
        double it = 0;
        for (int p = 0; p < c.pools().size(); p++) {
            GpuModel g = c.pools().get(p).gpu();
            it += gpus(p, now) * (g.hostWatts() + g.idleWatts());
        }
        for (int d = 0; d < c.placements().size(); d++) {
            GpuModel g = c.pools().get(c.placements().get(d).pool()).gpu();
            double gpusPerReplica = c.placements().get(d).replicaGpus() * c.weight();
            double compute = since(i, now.use().computeSeconds, d, true);
            double busy = since(i, now.use().busySeconds, d, false);
            double extra = (g.prefillWatts() - g.idleWatts()) * compute
                    + (g.decodeWatts() - g.idleWatts()) * (busy - compute);
            it += gpusPerReplica * extra / now.seconds() * clock * clock * clock;
        }
        return 1.25 * it;
    }

    private double since(int i, double[] total, int d, boolean compute) {
        if (i == 0) {
            return total[d];
        }
        var before = watch.epochs.get(i - 1).use();
        return total[d] - (compute ? before.computeSeconds[d] : before.busySeconds[d]);
    }

    /** GPUs present, mean over an epoch: 64 and 32, and in main 16 more in one step at 4,805 s. */
    private static double gpus(int pool, Watch.Epoch e) {
        double present = Math.max(0, e.toSeconds() - Math.max(4805, e.fromSeconds()));
        return pool == 0 ? 64 + 16 * present / e.seconds() : 32;
    }
}
