package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Series;
import headroom.measure.TimeSeries;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is said of single hours: the highest one, caps that hold back idle replicas, peaks. */
final class HoursToldTest {
    private static final int HOURS = 40;
    private static final Phase AFTER_WARM_UP = new Phase("run", 2 * 3600, HOURS * 3600);

    private static Series series(String name, Map<String, String> labels, double... values) {
        double[] unknown = new double[values.length];
        Arrays.fill(unknown, Double.NaN);
        return new Series(name, new TreeMap<>(labels), "1", values, unknown);
    }

    private static RunResult run(List<Measurement> summary, Series... columns) {
        TimeSeries course = new TimeSeries(Runs.START, 3600, List.of(columns));
        return Runs.run("x", List.of(AFTER_WARM_UP), summary, course);
    }

    @Test
    void theHighestHourIsAfterTheWarmUp() {
        double[] used = new double[HOURS];
        used[1] = 0.9;
        used[7] = 0.5;
        Map<?, ?> section = (Map<?, ?>) BindingStrip.section(
                        run(List.of(), series("utilisation", Map.of("pool", "p"), used)))
                .get(0);
        Map<?, ?> line = (Map<?, ?>) ((List<?>) section.get("lines")).get(0);
        assertThat(line.get("highest")).isEqualTo("50.0");
        assertThat(line.get("when")).isEqualTo("2026-04-27 07:00");
        assertThat(line.get("near")).isEqualTo("0");
    }

    private static List<String> heldBack(double least, double idle, int hours) {
        double[] caps = new double[HOURS];
        double[] used = new double[HOURS];
        for (int h = 0; h < HOURS; h++) {
            boolean held = h < 2 || h >= HOURS - hours;
            caps[h] = held ? 0.3 : 1;
            used[h] = h < 2 ? 0 : held ? idle : 0.1;
        }
        used[HOURS - 1] = 0.9;
        RunResult run = run(
                List.of(),
                series("caps.scale", Map.of(), caps),
                series("utilisation", Map.of(), used));
        return LimitWords.heldBack(Runs.with(run, Map.of("caps.scale.min", least)));
    }

    @Test
    void capsAtTheirMinimumInAnIdleFleetAreTold() {
        assertThat(heldBack(0.3, 0.178, 20))
                .containsExactly("Caps stood at their minimum of 0.300 for 50.0 % of the time while"
                        + " at most 17.8 % of the replicas' capacity was used: there the controller"
                        + " holds back more than capacity does.");
        assertThat(heldBack(0.3, 0.178, 2)).as("an hour").isEmpty();
        assertThat(heldBack(0.3, 0.6, 20)).as("replicas at work").isEmpty();
        assertThat(heldBack(0.2, 0.178, 20)).as("above the minimum").isEmpty();
    }

    private static List<String> power(double highest, double replicas) {
        Measurement most =
                Runs.number("power max", "phase=run,site=memphis", "MW", highest, Double.NaN);
        Measurement hour = Runs.number("power.hour max", "phase=run,site=memphis", "MW", 1.2, 0.1);
        return FleetWords.power(Runs.with(
                run(List.of(most, hour)),
                Map.of("powerLimitMw.memphis", 3.0, "sampledReplicas.memphis", replicas)));
    }

    @Test
    void peaksOfPowerOfFewReplicasAreDoubted() {
        assertThat(power(3.93, 3))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Only 3 replicas of memphis are simulated, each for 312 that are not"
                        + " all busy in the same seconds: its highest power, the time above")
                .contains("are not (1.20 ± 0.10 MW in the highest hour). More sampled");
        assertThat(power(3.1, 150)).as("many").hasSize(1);
        assertThat(power(1.5, 3)).as("far from the limit").hasSize(1);
    }

    /** 100 GPUs lent in each of ten hours: 1,000 GPU-hours, whatever phases there are. */
    @Test
    void hoursOfPhasesThatOverlapCountOnceAndThoseBetweenPhasesToo() {
        double[] lent = new double[10];
        Arrays.fill(lent, 100);
        double[] above = new double[10];
        above[5] = 40; // between the phases
        above[8] = 20;
        String site = ",site=memphis";
        TimeSeries course = new TimeSeries(
                Runs.START,
                3600,
                List.of(
                        series("gpus.state", Map.of("pool", "p", "state", "lent"), lent),
                        series("power.above", Map.of("site", "memphis"), above)));
        List<Measurement> summary = new ArrayList<>();
        List<Phase> phases = List.of(
                new Phase("whole", 0, 10 * 3600),
                new Phase("a", 0, 4 * 3600),
                new Phase("b", 7 * 3600, 10 * 3600));
        phases.forEach(each -> {
            double hours = each.lengthSeconds() / 3600;
            String of = "phase=" + each.name();
            summary.add(Runs.number(
                    "gpu.hours total", of + ",pool=p,state=lent", "GPU-h", 100 * hours, 0));
            summary.add(Runs.number("power max", of + site, "MW", 301, 1));
            summary.add(Runs.number("power.above total", of + site, "s", 20, 0));
        });
        RunResult all = Runs.run("x", phases, summary, course);
        assertThat(FleetWords.replicas(all)).containsExactly("1,000 GPU-hours were with jobs.");
        assertThat(FleetWords.power(all))
                .contains("The highest power at memphis was 301.0 ± 1.0 MW, above its limit of"
                        + " 300 MW; it was above for 60.0 s.");
        RunResult parted = Runs.run("x", phases.subList(1, 3), summary, course);
        assertThat(FleetWords.replicas(parted)).containsExactly("1,000 GPU-hours were with jobs.");
    }

    @Test
    void noTwoUsesOfGpusHaveOneColour() {
        List<Series> columns = new ArrayList<>();
        for (String use : List.of(
                "serving",
                "loading",
                "plain",
                "overhead",
                "draining",
                "failed",
                "reserved",
                "idle",
                "free")) {
            columns.add(series("gpus.use", Map.of("use", use), 1));
        }
        TimeSeries course = new TimeSeries(Runs.START, 3600, columns);
        List<Chart> charts =
                JobReport.charts(Runs.run("x", List.of(AFTER_WARM_UP), List.of(), course));
        assertThat(charts.get(0).lines()).hasSize(9);
        assertThat(charts.get(0).lines().stream().map(Chart.Line::colour)).doesNotHaveDuplicates();
    }
}
