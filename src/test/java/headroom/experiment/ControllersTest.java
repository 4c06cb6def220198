package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Plan;
import headroom.quota.PeakHours;
import headroom.scenario.ControllerSection;
import headroom.scenario.Scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Controllers keep to their bounds and their rate of change, and rest when they are off. */
final class ControllersTest {
    private static final String CAPS = "{target: {metric: ttft-p99, value: %s},"
            + " min: 0.4, max: 1.6, initial: 0.7, gain: 5, every: %s, lookback: 2 h%s}";

    private static String caps(String target, String every, String more) {
        return String.format(Locale.ROOT, CAPS, target, every, more);
    }

    private static RunResult capped(String caps) {
        return Small.run(
                "horizon", "12 h",
                "demand.tiers[pro].meters", "{fiveHour: 3 k credits}",
                "demand.tiers[pro].atLimit", "{leave: 100 %}",
                "controllers.caps", caps);
    }

    /** A week from Monday on: Monday and Friday nights, and no morning before the first. */
    @Test
    void peakHoursGoOverMidnight() {
        String night = "{days: [mon, fri], from: \"22:00\", to: \"03:30\", zone: UTC}";
        Plan plan = Small.plan("horizon", "7 d", "peakHours", night);
        PeakHours hours = plan.cell().peakHours();
        assertThat(hours.share(0, 7 * 86_400.0)).isCloseTo(2 * 5.5 / 168, within(1e-12));
        assertThat(hours.at(0)).isFalse();
        assertThat(hours.nextEdgeSeconds(0)).isEqualTo(22 * 3600);
        assertThat(hours.nextEdgeSeconds(22 * 3600)).isEqualTo(27.5 * 3600);
        assertThat(hours.nextEdgeSeconds(27.5 * 3600)).isEqualTo((4 * 24 + 22) * 3600);
        Scenario scenario = Small.scenario(Small.TEXT, "peakHours", night);
        assertThat(scenario.peakHours().orElseThrow().weekSeconds()).isEqualTo(11 * 3600);
        Scenario day = Small.scenario(Small.TEXT, "peakHours", "{from: \"22:00\", to: \"24:00\"}");
        assertThat(day.peakHours().orElseThrow().weekSeconds()).isEqualTo(10 * 3600);
    }

    /** What it reads comes by the hour: in between it would count hours that have not passed. */
    @ParameterizedTest
    @ValueSource(strings = {"every: 90 min", "lookback: 30 min", "ahead: 90 min"})
    void timesAreWholeHours(String time) {
        String caps =
                "{target: {metric: utilisation, value: 50 %}, min: 0.5, max: 2, " + time + "}";
        assertThatThrownBy(() -> Small.scenario(Small.TEXT, "controllers.caps", caps))
                .hasMessageContaining(
                        time.substring(0, time.indexOf(':')) + ": must be whole hours");
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

    /** Requests time out, so that nobody ever gets a token: the caps tighten all the same. */
    @Test
    void aJammedFleetIsPressureNotSilence() {
        RunResult jammed = Small.run(
                "horizon", "8 h",
                "demand.tiers[pro].timeout", "1 ms",
                "controllers.caps", caps("100 s", "1 h", ""));
        assertThat(Scenarios.hours(jammed, "served")).containsOnly(0);
        assertThat(Scenarios.hours(jammed, "caps.scale")[7]).isEqualTo(0.4);
    }

    /** Of measurements two hours old none is there to decide on before the fourth hour. */
    @Test
    void aDelayPutsTheFirstDecisionOff() {
        double[] late = Scenarios.hours(capped(caps("1 ms", "1 h", ", delay: 2 h")), "caps.scale");
        double[] prompt = Scenarios.hours(capped(caps("1 ms", "1 h", "")), "caps.scale");
        assertThat(Arrays.copyOf(late, 3)).containsOnly(0.7);
        assertThat(Arrays.copyOfRange(late, 3, 12)).isEqualTo(Arrays.copyOfRange(prompt, 1, 10));
    }

    /** What each law does when the target is far out of reach, and when it is far away. */
    @ParameterizedTest
    @CsvSource({
        "'law: aimd, decrease: 0.8, stepPerHour: 0.2'",
        "'law: pi, integralPerHour: 0.5'",
        "'law: forecast, response: 1'"
    })
    void pressureTightensAndEaseLoosensUnderEveryLaw(String law) {
        String keys = ", target: {metric: utilisation, value: %s %%}, min: 0.4, max: 1.6,"
                + " maxChangePerHour: 0.2, lookback: 1 h}";
        for (boolean pressed : new boolean[] {true, false}) {
            RunResult run = Small.run(
                    "horizon", "60 h",
                    "demand.tiers[pro].users", "4000",
                    "demand.tiers[pro].meters", "{fiveHour: 30 k credits}",
                    "controllers.caps",
                            "{" + law + String.format(Locale.ROOT, keys, pressed ? "0.01" : "99"));
            double[] caps = Scenarios.hours(run, "caps.scale");
            assertThat(caps[0]).isEqualTo(1);
            assertThat(caps[59]).isEqualTo(pressed ? 0.4 : 1.6);
        }
    }

    @Test
    void aScheduleAndATableSetWhatTheySay() {
        RunResult run = Small.run(
                "horizon",
                "30 h",
                "peakHours",
                "{}",
                "controllers.caps",
                "{law: schedule, min: 0.1, max: 9, schedule: [{value: 2, from: 5 h,"
                        + " until: 2026-03-02T20:30Z}, {value: 0.5, hours: {from: \"08:15\","
                        + " to: \"09:00\", zone: UTC}}]}",
                "controllers.peakMultiplier",
                "{law: table, min: 1, max: 4, table: [{utilisation: 0 %, value: 3},"
                        + " {utilisation: 100 %, value: 4}]}");
        double[] caps = Scenarios.hours(run, "caps.scale");
        assertThat(caps[4]).isEqualTo(1);
        assertThat(caps[5]).isEqualTo(2);
        assertThat(caps[8]).isCloseTo(0.25 * 2 + 0.75 * 0.5, within(1e-12));
        assertThat(caps[20]).isCloseTo(1.5, within(1e-12));
        assertThat(caps[29]).isEqualTo(1);
        double[] peak = Scenarios.hours(run, "peak.multiplier");
        assertThat(peak[0]).isEqualTo(1);
        assertThat(peak[29]).isBetween(3.0001, 3.9);
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
