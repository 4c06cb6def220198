package headroom.explain;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Scenarios to explain. */
final class Explained {
    /** Two replicas of one model at a constant rate, everything by round numbers. */
    static final String PLAIN = """
            name: plain
            title: Round numbers
            start: 2026-03-02T00:00Z
            horizon: 4 h
            seed: 1
            cells: 1
            models:
              m: {credits: {input: 1, output: 5},
                  price: {input: $1/Mtoken, cachedInput: $1/Mtoken, output: $1/Mtoken}}
            gpus: {G: {idlePower: 100 W, decodePower: 400 W, prefillPower: 700 W, hostPower: 300 W}}
            sites: {s: {powerLimit: 1 MW, pue: 1.5}}
            pools: {p: {site: s, gpu: G, gpus: 16}, late: {site: s, gpu: G}}
            deployments:
              - {model: m, pool: p, replicaGpus: 8, loadTime: 0 s, maxSequences: 10,
                 tokenBudget: 1000, kvCapacity: 1 M tokens,
                 stepTime: {c0: 10 ms, c1: 0 s, c2: 0 s, c3: 20 us, c4: 0 s, c5: 0 s}}
              - {model: m, pool: late, replicaGpus: 8, loadTime: 30 min, maxSequences: 10,
                 tokenBudget: 1000, kvCapacity: 1 M tokens,
                 stepTime: {c0: 10 ms, c1: 0 s, c2: 0 s, c3: 20 us, c4: 0 s, c5: 0 s}}
            additions: [{at: 1 h, ramp: 2 h, pool: late, gpus: 32}]
            contract: {monthlyPrice: $730.5 k/month, start: 1 h, energyPrice: 100 $/MWh}
            demand:
              streams:
                - {name: x, model: m, rate: 4 /s, input: 1000 tokens, output: 100 tokens}
            """;

    private Explained() {}

    static Outlook shipped(Path file, String... overrides) throws IOException {
        Scenario scenario = ScenarioFile.read(file, values(overrides)).orThrow();
        return outlook(scenario, file.getParent());
    }

    static Outlook text(String text, String... overrides) {
        Scenario scenario =
                ScenarioFile.parse("test.yaml", text, values(overrides)).orThrow();
        return outlook(scenario, Path.of("scenarios"));
    }

    private static Outlook outlook(Scenario scenario, Path folder) {
        Plan plan = new Assembly(scenario, folder).plan();
        return new Outlook(scenario, plan);
    }

    private static Map<String, String> values(String... overrides) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < overrides.length; i += 2) {
            values.put(overrides[i], overrides[i + 1]);
        }
        return values;
    }
}
