package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Map;

/**
 * The shipped retry storm is metastable: the same load is served without the surge and not after
 * it, and what prevents that.
 */
final class RetryStormTest {
    private static final int RETRIES = 10;

    private static RunResult run(String seed, String horizon, String key, String value)
            throws IOException {
        return Scenarios.run(
                Scenarios.shipped(
                        "retry-storm",
                        "horizon",
                        horizon,
                        "sample",
                        "1/20",
                        "replications",
                        "1",
                        "seed",
                        seed,
                        key,
                        value),
                2);
    }

    private static double after(RunResult result, String name, String outcome) {
        Map<String, String> labels = outcome.isEmpty()
                ? Map.of("phase", "later", "tier", "api")
                : Map.of("phase", "later", "tier", "api", "outcome", outcome);
        return Scenarios.value(result, name, name.equals("failures.last") ? "max" : "mean", labels);
    }

    /** Attempts are those of the fluid fixed point p = 1, and none of them comes to anything. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void theOverloadOutlivesTheSurge(String seed) throws IOException {
        RunResult storm = run(seed, "200 min", "demand.spikeScale", "1");
        double offered = after(storm, "requests", "offered");
        assertThat(after(storm, "requests", "completed")).isLessThan(0.01 * offered);
        assertThat(after(storm, "attempts", "") / offered)
                .isCloseTo(RETRIES + 1, within(0.02 * RETRIES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void withoutTheSurgeNothingFails(String seed) throws IOException {
        RunResult calm = run(seed, "200 min", "demand.spikeScale", "0");
        double offered = after(calm, "requests", "offered");
        assertThat(after(calm, "attempts", "")).isEqualTo(offered);
        assertThat(after(calm, "requests", "completed")).isCloseTo(offered, within(0.3));
        assertThat(after(calm, "failures.last", "")).isNaN();
    }

    /** Capacity is 1.43 times the load: a budget of 60 % keeps the queues full, and is used up. */
    @Test
    void aLargeBudgetDoesNot() throws IOException {
        RunResult storm = run("1", "200 min", "demand.tiers[api].retry.budget", "60 %");
        double offered = after(storm, "requests", "offered");
        assertThat(after(storm, "requests", "completed")).isLessThan(0.01 * offered);
        assertThat(after(storm, "attempts", "") / offered).isCloseTo(1.6, within(0.02));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void aSmallRetryBudgetLetsItRecover(String seed) throws IOException {
        recovers(run(seed, "250 min", "demand.tiers[api].retry.budget", "10 %"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demand.tiers[api].retry.throttle|{}", "overload.ttftDeadline|20 s"})
    void soDoClientsThatHoldBackAndServersThatRefuseWhatWouldBeLate(String change)
            throws IOException {
        String[] sides = change.split("\\|");
        recovers(run("1", "250 min", sides[0], sides[1]));
    }

    private static void recovers(RunResult result) {
        assertThat(after(result, "failures.last", "")).isBetween(1.0, 1800.0);
        double[] served = Scenarios.hours(result, "served");
        double[] offered = Scenarios.hours(result, "offered");
        int last = served.length - 1;
        assertThat(served[last]).isCloseTo(offered[last], within(0.02 * offered[last]));
    }
}
