package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.scenario.ControllerSection;
import headroom.scenario.Scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;

/** Controllers keep to their bounds and their rate of change, and rest when they are off. */
final class ControllersTest {
    private static final String CAPS = "{target: {metric: ttft-p99, value: %s},"
            + " min: 0.4, max: 1.6, initial: 0.7, gain: 5, every: %s, lookback: 2 h%s}";

    private static String caps(String target, String every, String more) {
        return String.format(java.util.Locale.ROOT, CAPS, target, every, more);
    }

    private static RunResult capped(String caps) {
        return Small.run(
                "horizon", "12 h",
                "demand.tiers[pro].meters", "{fiveHour: 3 k credits}",
                "demand.tiers[pro].atLimit", "{leave: 100 %}",
                "controllers.caps", caps);
    }

    @Test
    void offTheScaleStaysAtItsInitialValue() {
        RunResult off = capped(caps("1 ms", "1 h", ", enabled: false"));
        assertThat(Scenarios.hours(off, "caps.scale")).containsOnly(0.7);
        RunResult none = Small.run("horizon", "3 h");
        assertThat(Scenarios.hours(none, "caps.scale")).containsOnly(1);
        assertThat(Scenarios.hours(none, "peak.multiplier")).containsOnly(1);
    }

    @Test
    void thePeakMultiplierWithoutControllerIsThatOfThePeakHours() {
        RunResult fixed = Small.run("horizon", "3 h", "peakHours", "{multiplier: 2.5}");
        assertThat(Scenarios.hours(fixed, "peak.multiplier")).containsOnly(2.5);
    }

    @Test
    void pressureTightensToTheLowestAndEaseLoosensToTheHighestAtTheRateAllowed() {
        double[] down = Scenarios.hours(capped(caps("1 ms", "1 h", "")), "caps.scale");
        double[] up = Scenarios.hours(capped(caps("1000 s", "1 h", "")), "caps.scale");
        assertThat(down[11]).isEqualTo(0.4);
        assertThat(up[11]).isEqualTo(1.6);
        // decided 10 s into the second hour: one tenth down, one tenth up
        double old = 10 / 3600.0;
        assertThat(down[1]).isCloseTo(0.7 * (old + (1 - old) / 1.1), within(1e-12));
        assertThat(up[1]).isCloseTo(0.7 * (old + (1 - old) * 1.1), within(1e-12));
        double[] slow = Scenarios.hours(capped(caps("1 ms", "3 h", "")), "caps.scale");
        assertThat(slow[2]).as("rests between decisions").isEqualTo(0.7);
        assertThat(slow[4]).isCloseTo(0.7 / (1.1 * 1.1 * 1.1), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"colossus-1", "without-colossus", "spike", "replay"})
    void shippedScenariosKeepBoundsAndRate(String name) throws IOException {
        Scenario s = Scenarios.shipped(name, "replications", "1");
        if (s.horizonSeconds() > 5 * 86_400) {
            s = Scenarios.shipped(name, "replications", "1", "horizon", "5 d");
        }
        RunResult result = Scenarios.run(s, 2);
        double[] caps = Scenarios.hours(result, "caps.scale");
        double[] peak = Scenarios.hours(result, "peak.multiplier");
        s.controllers().caps().ifPresent(c -> keeps(c, caps));
        s.controllers().peakMultiplier().ifPresent(c -> keeps(c, peak));
        if (s.controllers().caps().isEmpty()) {
            assertThat(caps).containsOnly(1);
        }
    }

    private static void keeps(ControllerSection c, double[] hours) {
        assertThat(Arrays.stream(hours).min().orElseThrow()).isGreaterThanOrEqualTo(c.min() - 1e-9);
        assertThat(Arrays.stream(hours).max().orElseThrow()).isLessThanOrEqualTo(c.max() + 1e-9);
        assertThat(hours[0]).isCloseTo(c.initial(), within(1e-9));
        // what is allowed in an hour, all at once where decisions are further apart
        double most = Math.log1p(c.maxChangePerHour()) * Math.max(1, c.everySeconds() / 3600);
        for (int h = 1; h < hours.length; h++) {
            assertThat(Math.abs(Math.log(hours[h] / hours[h - 1])))
                    .as("hour " + h)
                    .isLessThanOrEqualTo(most + 1e-9);
        }
    }
}
