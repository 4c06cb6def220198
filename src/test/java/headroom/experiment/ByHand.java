package headroom.experiment;

import java.util.Map;
import java.util.TreeMap;

/**
 * Scenarios whose numbers can be worked out by hand: users think ten minutes and ask for 900 tokens
 * in and 100 out at a credit each, and have them 0.1 ms later.
 */
final class ByHand {
    private static final String TEXT = """
            name: by-hand
            title: Every request is alike
            start: 2026-03-02T00:00Z
            horizon: 1 d
            seed: 1
            cells: 1
            models:
              m:
                credits: {input: 1, cachedInput: 0, output: 1}
                price: {input: $1/Mtoken, cachedInput: $0/Mtoken, output: $1/Mtoken}
            gpus:
              H100: {idlePower: 145 W, decodePower: 480 W, prefillPower: 690 W, hostPower: 380 W}
            sites: {lab: {powerLimit: 500 kW, pue: 1.2}}
            pools: {p: {site: lab, gpu: H100, gpus: 160}}
            deployments:
              - model: m
                pool: p
                replicaGpus: 16
                loadTime: 1 min
                maxSequences: 1000
                tokenBudget: 100000
                kvCapacity: 100 M tokens
                stepTime: {c0: 1 us, c1: 0 us, c2: 0 us, c3: 0 us, c4: 0 us, c5: 0 us}
            demand:
              workloads:
                w:
                  kind: chat
                  model: m
                  requests: 1
                  think: 10 min
                  input: 900 tokens
                  output: 100 tokens
                  contextLimit: 10 k tokens
                  cacheLifetime: 0 s
              tiers: []
            """;

    private final RunResult result;

    private ByHand(RunResult result) {
        this.result = result;
    }

    /** Runs such tiers; keys and values to replace in turn. */
    static ByHand run(String tiers, String... overrides) {
        String[] all = new String[overrides.length + 2];
        all[0] = "demand.tiers";
        all[1] = "[" + tiers + "]";
        System.arraycopy(overrides, 0, all, 2, overrides.length);
        return new ByHand(Scenarios.run(Small.scenario(TEXT, all), 1));
    }

    /** A tier of users who have one session all the time, with more keys. */
    static String closed(String name, int users, String more) {
        return "{name: " + name + ", users: " + users
                + ", activitySigma: 0, mix: {w: 100 %}, closed: true, " + more + "}";
    }

    /** A number of the summary; names and values of its labels in turn. */
    double value(String name, String statistic, String... labels) {
        return Scenarios.value(result, name, statistic, labels(labels));
    }

    /** How many requests of a tier a second had an outcome [1/s]. */
    double perSecond(String tier, String outcome) {
        return value("requests", "mean", "tier", tier, "outcome", outcome);
    }

    /** Minutes a week that users of a tier are locked out, by whatever limit. */
    double lockout(String tier) {
        return result.summary().stream()
                .filter(m -> m.name().equals("lockout"))
                .filter(m -> m.labels().get("tier").equals(tier))
                .filter(m -> !m.labels().containsKey("limit"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** The hourly values of a column. */
    double[] hours(String name, String... labels) {
        Map<String, String> of = labels(labels);
        return result.series().columns().stream()
                .filter(c -> c.name().equals(name))
                .filter(c -> c.labels().entrySet().containsAll(of.entrySet()))
                .findFirst()
                .orElseThrow()
                .values();
    }

    private static Map<String, String> labels(String... namesAndValues) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return labels;
    }
}
