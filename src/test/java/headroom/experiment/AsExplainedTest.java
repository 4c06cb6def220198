package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.explain.Explanation;
import headroom.measure.Measurement;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What is computed beforehand against what is simulated, where nothing holds users back: no limit,
 * enough replicas, enough power, replicas drawn at random. What differs is chance, and the draws
 * behind the mean session.
 */
final class AsExplainedTest {
    /** Of the surge: rows of a model in the hourly table. */
    private static final int HOURS = 18;

    /** A reserve beside the error of the simulation for the mean session, known to about 2 %. */
    private static final double SESSIONS = 0.02;

    private static double expected(
            Explanation explanation, String name, String statistic, Map<String, String> labels) {
        return explanation.expected().stream()
                .filter(m -> m.name().equals(name + ".expected"))
                .filter(m -> m.statistic().equals(statistic))
                .filter(m ->
                        m.labels().size() == (labels.containsKey("phase") ? 0 : 1) + labels.size())
                .filter(m -> m.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElseThrow();
    }

    private static double hourly(Explanation explanation, String column, int row) {
        var table = explanation.hours();
        return (double) table.rows().get(row).get(table.columns().indexOf(column));
    }

    @Test
    void openArrivals() throws IOException {
        Scenario scenario = Scenarios.shipped("sixty-four-servers", "horizon", "10 min");
        RunResult run = Scenarios.run(scenario, 2);
        Explanation said = Explanation.of(scenario, Scenarios.FOLDER);
        double asked = expected(said, "offered", "mean", Map.of());
        assertThat(asked).isCloseTo(384, within(1e-9));
        // a Poisson number of some 230,400, five standard deviations
        double offered = Scenarios.hours(run, "offered")[0];
        assertThat(offered).isCloseTo(asked, within(5 * Math.sqrt(384 / 600.0)));
        double capacity = Scenarios.hours(run, "capacity")[0];
        assertThat(capacity).isCloseTo(hourly(said, "capacity/s", 0), within(0.01 * capacity));
        // both begin empty, but only one of them knows it
        double power = Scenarios.hours(run, "power")[0];
        assertThat(power)
                .isCloseTo(
                        expected(said, "power", "mean", Map.of("site", "lab")),
                        within(0.003 * power));
        double used = Scenarios.value(run, "utilisation", "mean", Map.of());
        assertThat(used)
                .isCloseTo(expected(said, "utilisation", "mean", Map.of()), within(0.1 * used));
    }

    @Test
    void sessionsOfUsersInASurge() throws IOException {
        String endless = "{fiveHour: 1 T credits}";
        Scenario scenario = Scenarios.shipped(
                "spike",
                "horizon",
                HOURS + " h",
                "warmUp",
                "2 h",
                "replications",
                "4",
                "demand.tiers[free].meters",
                endless,
                "demand.tiers[pro].meters",
                endless,
                "demand.spikes[surge].at",
                "2026-03-02T04:00Z",
                "demand.spikes[surge].plateau",
                "10 h",
                "pools.main.gpus",
                "2880",
                "sites.plant.powerLimit",
                "10 MW");
        RunResult run = Scenarios.run(scenario, 2);
        Explanation said = Explanation.of(scenario, Scenarios.FOLDER);
        List<String> phases = List.of("normal", "spike");
        for (String phase : phases) {
            Measurement offered = run.summary().stream()
                    .filter(m -> m.name().equals("requests"))
                    .filter(m -> m.labels().equals(Map.of("phase", phase, "outcome", "offered")))
                    .findFirst()
                    .orElseThrow();
            double asked = expected(said, "offered", "mean", Map.of("phase", phase));
            assertThat(offered.value())
                    .as(phase)
                    .isCloseTo(asked, within(offered.halfWidth() + SESSIONS * asked));
        }
        sameByHour(run, said);
    }

    /** Offered and capacity over the hours of the surge, each model's share at that hour. */
    private static void sameByHour(RunResult run, Explanation said) {
        double[] offered = Scenarios.hours(run, "offered");
        double[] capacity = Scenarios.hours(run, "capacity");
        for (int h = 2; h < 9; h++) {
            double large = hourly(said, "requests/s", h);
            double small = hourly(said, "requests/s", HOURS + h);
            double all = large + small;
            double most = Math.min(
                    hourly(said, "capacity/s", h) / (large / all),
                    hourly(said, "capacity/s", HOURS + h) / (small / all));
            assertThat(offered[h]).as("offered, hour %d", h).isCloseTo(all, within(0.06 * all));
            assertThat(capacity[h]).as("capacity, hour %d", h).isCloseTo(most, within(0.08 * most));
        }
    }

    /** At a site that is short of power: the clock, and what can be served at it. */
    @ParameterizedTest
    @ValueSource(doubles = {1120, 700})
    void loweredClocks(double rate) {
        String text = """
                name: slow
                title: A site short of power
                start: 2026-09-01
                horizon: 2 h
                warmUp: 1 h
                seed: 11
                cells: 10
                sample: 1/10
                models:
                  m: {credits: {input: 1, output: 5},
                      price: {input: $1/Mtoken, cachedInput: $1/Mtoken, output: $1/Mtoken}}
                gpus:
                  B: {idlePower: 150 W, decodePower: 900 W, prefillPower: 1000 W, hostPower: 400 W}
                sites: {w: {powerLimit: 560 kW, pue: 1.2}}
                pools: {p: {site: w, gpu: B, gpus: 560}}
                deployments:
                  - {model: m, pool: p, replicaGpus: 8, loadTime: 5 min, maxSequences: 256,
                     tokenBudget: 8192, kvCapacity: 3 M tokens,
                     stepTime: {c0: 10 ms, c1: 5 us, c2: 1 us, c3: 8 us, c4: 0 s, c5: 0.002 us}}
                demand:
                  streams:
                    - {name: x, model: m, rate: 1120 /s, input: 4000 tokens, output: 400 tokens}
                """;
        Scenario scenario = ScenarioFile.parse(
                        "slow.yaml", text, Map.of("demand.streams[x].rate", rate + " /s"))
                .orThrow();
        RunResult run = Scenarios.run(scenario, 2);
        Explanation said = Explanation.of(scenario, Scenarios.FOLDER);
        double capacity = Scenarios.hours(run, "capacity")[1];
        double clock = Scenarios.hours(run, "clock")[1];
        assertThat(clock).isLessThan(0.9);
        // clocks go up again only once power is 5 % below: at k = 3 some 2 % of the clock
        assertThat(hourly(said, "capacity/s", 1)).isCloseTo(capacity, within(0.015 * capacity));
        double served = Scenarios.hours(run, "served")[1];
        double load = Math.min(1, expected(said, "load", "max", Map.of("model", "m")));
        assertThat(served).isCloseTo(load * capacity, within(0.015 * capacity));
    }

    @Test
    void standsBesideTheSimulatedAndNotInItsHash() throws IOException {
        Scenario scenario = Scenarios.shipped("sixty-four-servers", "horizon", "20 s");
        RunResult run = Scenarios.run(scenario, 1);
        List<Measurement> own = Explanation.of(scenario, Scenarios.FOLDER).expected();
        assertThat(run.summary()).containsAll(own);
        List<Measurement> simulated = run.summary().stream()
                .filter(m -> !m.name().endsWith(".expected"))
                .toList();
        assertThat(run.resultHash()).isEqualTo(CanonicalHash.of(simulated, run.series()));
    }
}
