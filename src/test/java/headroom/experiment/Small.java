package headroom.experiment;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.cluster.CellRunner;
import headroom.measure.RunRecord;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import java.util.LinkedHashMap;
import java.util.Map;

/** A small scenario as text, to be bent by overrides: four cells, eight replicas, chat. */
final class Small {
    static final String TEXT = """
            name: small
            title: A small fleet
            start: 2026-03-02T00:00Z
            horizon: 6 h
            seed: 11
            cells: 4
            models:
              m:
                credits: {input: 1, output: 5}
                price: {input: $1/Mtoken, cachedInput: $1/Mtoken, output: $1/Mtoken}
            gpus:
              H100: {idlePower: 145 W, decodePower: 480 W, prefillPower: 690 W, hostPower: 380 W}
              H200: {idlePower: 150 W, decodePower: 500 W, prefillPower: 700 W, hostPower: 400 W}
            sites: {plant: {powerLimit: 1 MW, pue: 1.25}}
            pools:
              main: {site: plant, gpu: H100, gpus: 64}
              more: {site: plant, gpu: H200, gpus: 32}
            deployments:
              - model: m
                pool: main
                replicaGpus: 8
                loadTime: 10 min
                maxSequences: 64
                tokenBudget: 2048
                kvCapacity: 400 k tokens
                stepTime:
                  {c0: 9.6 ms, c1: 4.4 us, c2: 1 us, c3: 60 us, c4: 0.00005 us, c5: 0.024 us}
              - model: m
                pool: more
                replicaGpus: 8
                loadTime: 20 min
                maxSequences: 64
                tokenBudget: 2048
                kvCapacity: 600 k tokens
                stepTime: {c0: 8 ms, c1: 4.4 us, c2: 1 us, c3: 50 us, c4: 0.00005 us, c5: 0.02 us}
            demand:
              workloads:
                chat:
                  kind: chat
                  model: m
                  requests: {median: 2, mean: 3, max: 40}
                  think: {median: 60 s, mean: 2 min, max: 1 h}
                  input: {median: 500 tokens, mean: 700 tokens, max: 8 k tokens}
                  output: {median: 100 tokens, mean: 150 tokens, max: 2 k tokens}
                  contextLimit: 16 k tokens
              tiers:
                - name: pro
                  users: 20000
                  sessionsPerUserWeek: 60
                  mix: {chat: 100 %}
            """;

    private Small() {}

    /** What a text describes; keys and values to replace in turn. */
    static Scenario scenario(String text, String... overrides) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < overrides.length; i += 2) {
            values.put(overrides[i], overrides[i + 1]);
        }
        return ScenarioFile.parse("test.yaml", text, values).orThrow();
    }

    static Plan plan(String... overrides) {
        return new Assembly(scenario(TEXT, overrides), Scenarios.FOLDER).plan();
    }

    /** Runs the first replication of a plan. */
    static RunRecord run(Plan plan, CellRunner runner) {
        return new Replication(plan, 0, runner, Replication.Progress.NONE)
                .run(cell -> null)
                .record();
    }

    /** Runs all of it on two threads. */
    static RunResult run(String... overrides) {
        return Scenarios.run(scenario(TEXT, overrides), 2);
    }
}
