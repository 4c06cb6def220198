package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Plan;
import headroom.measure.Column;
import headroom.measure.RunRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Capacity arrives when and as the scenario says, and no replica-second is lost or invented. */
final class ArrivingCapacityTest {
    private static final double HORIZON = 6 * 3600;

    /** To main: ten replicas over 2.5 h, five at once; to more: two, the first before the start. */
    private static final String ADDITIONS = "[{at: 1 h, ramp: 150 min, pool: main, gpus: 80},"
            + " {at: -1 h, ramp: 2 h, pool: more, gpus: 16},"
            + " {at: 4 h, pool: main, gpus: 40}]";

    private static double[] column(RunRecord record, String name, String pool) {
        List<Column> columns = record.columns().columns();
        int at = IntStream.range(0, columns.size())
                .filter(c -> columns.get(c).name().equals(name))
                .filter(c -> pool.equals(columns.get(c).labels().get("pool")))
                .findFirst()
                .orElseThrow();
        return record.columns().values(at);
    }

    /** When each replica of a pool serves, by hand from the text above [s]. */
    private static List<Double> serves(String pool, int sampledOfFour) {
        boolean main = pool.equals("main");
        List<Double> serves = new ArrayList<>();
        for (int r = 0; r < (main ? 8 : 4) * sampledOfFour / 4; r++) {
            serves.add(0.0);
        }
        // sums are rounded as a whole: of 8, 18 and 23 half are 4, 9 and 12
        int ramped = main ? 10 * sampledOfFour / 4 : 2 * sampledOfFour / 4;
        for (int j = 0; j < ramped; j++) {
            serves.add(
                    main
                            ? 3600 + 9000 * (j + 0.5) / ramped + 600
                            : Math.max(0, -3600 + 7200 * (j + 0.5) / ramped + 1200));
        }
        for (int j = 0; main && j < (sampledOfFour == 4 ? 5 : 3); j++) {
            serves.add(4 * 3600 + 600.0);
        }
        return serves;
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2/4, 2"})
    void replicasServeAsTheRampSaysAfterTheirWeightsAreLoaded(String sample, int sampled) {
        Plan plan = Small.plan("additions", ADDITIONS, "sample", sample);
        Watch watch = new Watch();
        RunRecord record = Small.run(plan, watch);
        String[] pools = {"main", "more"};
        for (int d = 0; d < pools.length; d++) {
            List<Double> serves = serves(pools[d], sampled);
            for (Watch.Epoch e : watch.epochs) {
                // an epoch does not hold its end
                long due = serves.stream().filter(t -> t < e.toSeconds()).count();
                assertThat(e.use().replicas[d])
                        .as(pools[d] + " at " + e.toSeconds())
                        .isEqualTo((int) due);
                double served = serves.stream()
                        .mapToDouble(t -> Math.max(0, e.toSeconds() - t))
                        .sum();
                assertThat(e.use().servingSeconds[d]).isCloseTo(served, within(1e-6));
            }
            double[] hourly = column(record, "replicas", pools[d]);
            for (int h = 0; h < hourly.length; h++) {
                double end = 3600.0 * (h + 1);
                double served = serves.stream()
                        .mapToDouble(t -> Math.min(3600, Math.max(0, end - t)))
                        .sum();
                assertThat(hourly[h])
                        .as("hour " + h)
                        .isCloseTo(served / 3600 * 4 / sampled, within(1e-9));
            }
        }
        Watch.Epoch last = watch.epochs.get(watch.epochs.size() - 1);
        assertThat(last.toSeconds()).isEqualTo(HORIZON);
    }

    @Test
    void gpusArriveInStepsOfAnHourAndCountFromWhenTheyAreThere() {
        RunRecord record =
                Small.run(Small.plan("additions", ADDITIONS, "horizon", "7 h"), new Watch());
        // three steps over 2.5 h: at 1 h, 1 h 50 and 2 h 40; 26 + 27 + 27; then 40 at 4 h; of an
        // hour there are 10 min of the second and 20 min of the third
        assertThat(column(record, "gpus", "main"))
                .containsExactly(64, 90 + 27 / 6.0, 117 + 27 / 3.0, 144, 184, 184, 184);
        assertThat(column(record, "gpus", "more")).containsExactly(48, 48, 48, 48, 48, 48, 48);
    }

    @Test
    void noReplicaServesOnGpusThatAreNotThere() {
        Watch watch = new Watch();
        RunRecord record = Small.run(Small.plan("additions", ADDITIONS), watch);
        double[] gpus = column(record, "gpus", "main");
        double[] replicas = column(record, "replicas", "main");
        for (int h = 0; h < gpus.length; h++) {
            assertThat(8 * replicas[h] - 1e-9).as("hour " + h).isLessThanOrEqualTo(gpus[h]);
        }
        for (Watch.Epoch e : watch.epochs) {
            for (int d = 0; d < e.use().replicas.length; d++) {
                assertThat(e.use().busySeconds[d])
                        .isLessThanOrEqualTo(e.use().servingSeconds[d] + 1e-6);
            }
        }
    }

    @Test
    void capacityScaleScalesWhatArrives() {
        RunRecord half =
                Small.run(Small.plan("additions", ADDITIONS, "capacityScale", "0.5"), new Watch());
        assertThat(column(half, "gpus", "main")[5]).isEqualTo(64 + 40 + 20);
        assertThat(column(half, "replicas", "main")[5]).isCloseTo(15, within(1e-9));
        RunRecord none =
                Small.run(Small.plan("additions", ADDITIONS, "capacityScale", "0"), new Watch());
        assertThat(column(none, "gpus", "main")).containsOnly(64);
        assertThat(column(none, "replicas", "main")).containsOnly(8);
    }
}
