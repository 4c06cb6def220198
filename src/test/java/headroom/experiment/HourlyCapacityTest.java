package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.Map;

/** Replicas and nominal capacity by hour, of requests that are all alike. */
final class HourlyCapacityTest {
    /** Of a decode step of 16, 11.928 ms; 100 of them are shared by 16. */
    private static final double DECODES = 16 / (100 * 0.011928);
    /** And 31.256 ms of prefill. */
    private static final double ALL = 1 / (1 / DECODES + 0.031256);

    private static final String HEAD = """
            name: hours
            title: Requests that are all alike
            start: 2026-05-06T00:00Z
            horizon: 4 h
            seed: 7
            cells: 1
            models: {m: {credits: {input: 1, output: 5}, price: {input: $1/Mtoken,
              cachedInput: $0.1/Mtoken, output: $5/Mtoken}}}
            gpus: {H: {idlePower: 100 W, decodePower: 500 W, prefillPower: 700 W,
              hostPower: 300 W}}
            sites: {lab: {powerLimit: 50 kW, pue: 1}}
            pools: {p: {site: lab, gpu: H, gpus: 8}, d: {site: lab, gpu: H, gpus: 8}}
            demand:
              streams:
                - {name: s, model: m, rate: 0.1 /s, arrivals: {law: fixed}, input: 1000 tokens,
                   output: 100 tokens}
            """;
    private static final String EACH = "replicaGpus: 8, loadTime: 10 min, maxSequences: 16,"
            + " tokenBudget: 512, kvCapacity: 100 k tokens, stepTime: {c0: 10 ms, c1: 100 us,"
            + " c2: 10 us, c3: 20 us, c4: 0.001 us, c5: 0.01 us}}\n";
    private static final String WHOLE = HEAD + "deployments:\n  - {model: m, pool: p, " + EACH;
    private static final String APART = HEAD
            + "deployments:\n  - {model: m, pool: p, role: prefill, kvBytesPerToken: 1 MB,"
            + " link: 1 GB/s, " + EACH + "  - {model: m, pool: d, role: decode, " + EACH;

    private static RunResult run(String text, String... overrides) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < overrides.length; i += 2) {
            values.put(overrides[i], overrides[i + 1]);
        }
        return Scenarios.run(ScenarioFile.parse("hours.yaml", text, values).orThrow(), 1);
    }

    private static void capacities(RunResult run, double... replicas) {
        double[] capacity = Scenarios.hours(run, "capacity");
        assertThat(Scenarios.hours(run, "replicas")).hasSize(replicas.length);
        for (int h = 0; h < replicas.length; h++) {
            assertThat(Scenarios.hours(run, "replicas")[h])
                    .as("hour %d", h)
                    .isCloseTo(replicas[h], within(1e-9));
            assertThat(capacity[h]).as("hour %d", h).isCloseTo(replicas[h] * ALL, within(1e-6));
        }
    }

    /** Two leased replicas load for ten minutes of the second hour; the site is down for one. */
    @Test
    void replicasAreAMeanOverTheHour() {
        RunResult run = run(
                WHOLE,
                "phases",
                "{all: {}}",
                "additions",
                "[{at: 1 h, pool: p, gpus: 16, until: 3 h}]",
                "sites.lab.outages",
                "[{from: 2.5 h, until: 3.5 h}]");
        capacities(run, 1, 1 + 2 * 50 / 60.0, 1.5, 20 / 60.0);
        assertThat(run.number("mean(replicas, pool=p)").value())
                .isCloseTo((1 + 1 + 2 * 50 / 60.0 + 1.5 + 20 / 60.0) / 4, within(1e-9));
    }

    /** Answers take a quarter of an hour: a replica that drains takes no requests. */
    @Test
    void replicasThatDrainTakeNone() {
        RunResult run = run(
                WHOLE,
                "additions",
                "[{at: 0 h, pool: p, gpus: 8, until: 2 h}]",
                "demand.streams[s].output",
                "90 k tokens",
                "demand.streams[s].rate",
                "10 /h",
                "failures",
                "[{name: never, rate: 0 /d, repair: 1 h}]");
        double[] serving = Scenarios.hours(run, "replicas.serving");
        assertThat(serving[2]).isGreaterThan(1.1);
        assertThat(Scenarios.hours(run, "replicas")[2]).isCloseTo(1, within(1e-9));
    }

    /** Nothing serves in the first hour, so nobody knows what a replica could do of it. */
    @Test
    void capacityIsUnknownBeforeTheFirstRequestIsDone() {
        RunResult run =
                run(WHOLE, "pools.p.gpus", "0", "additions", "[{at: 1 h, pool: p, gpus: 8}]");
        assertThat(Scenarios.hours(run, "capacity")[0]).isNaN();
        assertThat(Scenarios.hours(run, "capacity")[1]).isCloseTo(ALL * 5 / 6, within(1e-6));
    }

    /** Half of all requests give up; what was done for them is no part of the others. */
    @Test
    void wastedTokensDoNotMakeRequestsLonger() {
        String[] streams = new String[2];
        for (int i = 0; i < 2; i++) {
            streams[i] = "{name: s" + i + ", model: m, rate: 2 /s, arrivals: {law: fixed},"
                    + " input: 1000 tokens, output: 100 tokens"
                    + (i == 0 ? "" : ", timeout: 0.5 s") + "}";
        }
        RunResult run = run(
                WHOLE, "horizon", "2 h", "demand.streams", "[" + String.join(", ", streams) + "]");
        assertThat(run.number("mean(requests, outcome=timed_out)").value()).isPositive();
        capacities(run, 1, 1);
    }

    /** A prompt takes the link a second. */
    @Test
    void replicasThatPrefillCompleteWhatTheirLinksCarry() {
        RunResult run = run(APART, "horizon", "2 h", "demand.streams[s].rate", "3 /s");
        assertThat(Scenarios.hours(run, "capacity")[1]).isCloseTo(1, within(1e-9));
        assertThat(Scenarios.hours(run, "served")[1]).isCloseTo(1, within(1e-3));
    }

    /** More is prefilled than decoded: answers are none the shorter for it. */
    @Test
    void aJamOfDecodingDoesNotMakeAnswersShorter() {
        RunResult run = run(
                APART,
                "horizon",
                "20 min",
                "demand.streams[s].rate",
                "30 /s",
                "deployments[0].link",
                "1000 TB/s");
        assertThat(Scenarios.hours(run, "capacity")[0]).isCloseTo(DECODES, within(1e-6));
    }
}
