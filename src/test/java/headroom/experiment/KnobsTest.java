package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Turning a knob of the main scenario changes the answer in the direction that physics demands.
 * With cells half as large it is half as long.
 */
final class KnobsTest {
    /** Hour at which the spike has reached its plateau, and at which capacity begins to arrive. */
    private static final int PLATEAU = 90;

    private static final int ARRIVES = 216;
    private static final String HORIZON = "14 d";

    private static RunResult shipped;
    private static RunResult without;

    private static RunResult run(String horizon, String... overrides) throws IOException {
        String[] smaller = {
            "replications", "1", "horizon", horizon, "cells", "1250", "sample", "1/1250"
        };
        String[] all = Arrays.copyOf(smaller, smaller.length + overrides.length);
        System.arraycopy(overrides, 0, all, smaller.length, overrides.length);
        return Scenarios.run(Scenarios.shipped("colossus-1", all), 2);
    }

    @BeforeAll
    static void runShipped() throws IOException {
        shipped = run(HORIZON);
        without = run(HORIZON, "capacityScale", "0");
    }

    private static double at(RunResult r, String column, int hour) {
        return Scenarios.hours(r, column)[hour];
    }

    private static double most(RunResult r, String column, int from, int to) {
        return Arrays.stream(Scenarios.hours(r, column), from, to).max().orElseThrow();
    }

    @Test
    void capsTightenAndThePeakMultiplierRisesInTheSpikeAndRelaxAfterTheAddition() {
        int last = Scenarios.hours(shipped, "caps.scale").length - 1;
        assertThat(at(shipped, "caps.scale", ARRIVES))
                .isLessThan(0.6 * at(shipped, "caps.scale", PLATEAU));
        assertThat(most(shipped, "peak.multiplier", 24, 78)).isEqualTo(1);
        assertThat(most(shipped, "peak.multiplier", PLATEAU, ARRIVES)).isGreaterThan(2);
        assertThat(at(shipped, "caps.scale", last))
                .isGreaterThan(2 * at(shipped, "caps.scale", ARRIVES));
        assertThat(at(shipped, "peak.multiplier", last)).isEqualTo(1);
    }

    @Test
    void withoutTheAdditionCapsDoNotRelax() {
        int last = Scenarios.hours(without, "caps.scale").length - 1;
        assertThat(at(without, "caps.scale", last)).isLessThan(at(without, "caps.scale", ARRIVES));
        assertThat(Arrays.copyOf(Scenarios.hours(without, "offered"), ARRIVES))
                .as("before the addition nothing differs")
                .isEqualTo(Arrays.copyOf(Scenarios.hours(shipped, "offered"), ARRIVES));
    }

    @Test
    void halfTheCapacityLeavesTheFleetBusier() throws IOException {
        RunResult half = run(HORIZON, "capacityScale", "0.5");
        Map<String, String> after = Map.of("phase", "after");
        double whole = Scenarios.value(shipped, "utilisation", "mean", after);
        double halved = Scenarios.value(half, "utilisation", "mean", after);
        double none = Scenarios.value(without, "utilisation", "mean", Map.of("phase", "later"));
        assertThat(halved).isGreaterThan(1.2 * whole).isLessThan(none);
    }

    @Test
    void twiceTheSpikeTightensCapsFurther() throws IOException {
        RunResult twice = run("160 h", "demand.spikeScale", "2");
        assertThat(at(twice, "caps.scale", 150)).isLessThan(at(shipped, "caps.scale", 150));
        assertThat(at(twice, "offered", PLATEAU)).isGreaterThan(at(shipped, "offered", PLATEAU));
    }

    @Test
    void withoutControllersNothingMovesAndTheFleetIsAskedForMore() throws IOException {
        RunResult off = run(
                "9 d",
                "controllers.caps.enabled",
                "false",
                "controllers.peakMultiplier.enabled",
                "false");
        assertThat(Scenarios.hours(off, "caps.scale")).containsOnly(1);
        assertThat(Scenarios.hours(off, "peak.multiplier")).containsOnly(1);
        double[] with = Scenarios.hours(shipped, "offered");
        double[] uncontrolled = Scenarios.hours(off, "offered");
        int day = ARRIVES - 24;
        assertThat(Arrays.stream(uncontrolled, day, ARRIVES).sum())
                .as("asked on the last day before the addition, when caps are tight")
                .isGreaterThan(1.02 * Arrays.stream(with, day, ARRIVES).sum());
    }
}
