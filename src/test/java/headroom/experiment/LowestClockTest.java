package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How far the clock of a site goes down, by hand: ten GPUs draw 400 W each with their host and 500
 * W more for a job at full clock, without margin and hysteresis.
 */
final class LowestClockTest {
    private static final String TEXT = """
            name: lowest
            title: Ten GPUs and a limit
            start: 2026-01-01
            horizon: 2 h
            seed: 1
            gpus:
              g: {idlePower: 100 W, decodePower: 400 W, prefillPower: 600 W, hostPower: 300 W,
                trainingPower: 100 %}
              h: {idlePower: 100 W, decodePower: 400 W, prefillPower: 600 W, hostPower: 300 W,
                minClock: 0.9}
            sites: {s: {powerLimit: 5080 W, pue: 1,
              powerPolicy: {margin: 0 %, hysteresis: 0 %, actuationDelay: 0 s}}}
            pools:
              p: {site: s, gpu: g, gpus: 10}
              q: {site: s, gpu: h}
            additions: []
            jobs:
              stations: {all: {pools: [p]}}
              streams:
                - {name: one, at: all, present: 1, size: 365 d, gangs: [{gpus: 10}]}
            """;

    /** 5080 = 4000 + 5000 c^3 at c = 0.6; at 0.9 it is 7645 W, with an idle GPU more 8045 W. */
    @ParameterizedTest
    @CsvSource({
        "[], 0.6, 5080",
        "'[{at: 0 s, pool: q, gpus: 1}]', 0.9, 8045",
        "'[{at: 90 min, pool: q, gpus: 1}]', 0.9, 7645"
    })
    void whatIsNeverThereKeepsNoClockUp(String additions, double clock, double watts) {
        RunResult run = Scenarios.run(Small.scenario(TEXT, "additions", additions), 1);
        assertThat(Scenarios.hours(run, "clock")[0]).isCloseTo(clock, within(0.002));
        // all but the first epoch, which is at full clock
        double first = 5000 * (1 - Math.pow(clock, 3)) / 360;
        assertThat(1e6 * Scenarios.hours(run, "power")[0]).isCloseTo(watts + first, within(0.1));
    }
}
