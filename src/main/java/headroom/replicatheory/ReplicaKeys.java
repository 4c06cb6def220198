package headroom.replicatheory;

import headroom.demand.DemandSection.StreamSection;
import headroom.demand.LimitSection;
import headroom.demand.RetrySection;
import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.supply.DeploymentSection;
import headroom.theory.Differences;

import java.util.TreeSet;

/**
 * In which keys a scenario of serving differs from bare replicas: without caps, prices of users,
 * power, failures, scaling, caches and overheads, asked for one token at a time by one stream or by
 * users of one kind. What is free here costs no time or is looked at by {@link PlainReplicas}.
 */
final class ReplicaKeys {
    /** Each part as short as it can be written. */
    private static final Scenario PLAIN = ScenarioFile.parse("plain", """
            name: plain
            title: Nothing but replicas
            start: 2026-01-01
            horizon: 1 h
            seed: 1
            cells: 1
            models:
              job: {credits: {input: 0, output: 0},
                    price: {input: $0/token, cachedInput: $0/token, output: $0/token}}
            gpus:
              server: {idlePower: 0 W, decodePower: 0 W, prefillPower: 0 W, hostPower: 0 W}
            sites: {lab: {powerLimit: 1 kW, pue: 1}}
            pools: {servers: {site: lab, gpu: server, gpus: 1}}
            deployments:
              - {model: job, pool: servers, replicaGpus: 1, loadTime: 0 s, kvCapacity: 9 tokens,
                 maxSequences: 1, tokenBudget: 2,
                 stepTime: {c0: 1 s, c1: 0 s, c2: 0 s, c3: 0 s, c4: 0 s, c5: 0 s}}
            demand:
              streams:
                - {name: open, model: job, rate: 1 /s, input: 1 tokens, output: 1 tokens}
                - {name: limited, model: job, rate: 1 /s, input: 1 tokens, output: 1 tokens,
                   limits: [{name: bucket, kind: bucket, requests: 1, window: 1 s}]}
              workloads:
                ask: {kind: chat, model: job, requests: 1, think: 1 s, input: 1 tokens,
                      output: 1 tokens, contextLimit: 2 tokens}
              tiers: [{name: closed, users: 1, closed: true, mix: {ask: 100 %}}]
            """).orThrow();

    private static final StreamSection STREAM = PLAIN.demand().streams().get(0);
    private static final LimitSection LIMIT =
            PLAIN.demand().streams().get(1).limits().get(0);
    private static final TierSection TIER = PLAIN.demand().tiers().get(0);
    private static final WorkloadSection WORKLOAD = PLAIN.demand().workload("ask");
    private static final DeploymentSection DEPLOYMENT = PLAIN.deployments().get(0);

    private ReplicaKeys() {}

    /** Those of the scenario itself, its hardware and its deployment. */
    static TreeSet<String> ofSupply(Scenario scenario) {
        TreeSet<String> keys = ofScenario(scenario);
        DeploymentSection deployment = scenario.deployments().get(0);
        keys.addAll(Differences.of(
                deployment,
                DEPLOYMENT,
                "model",
                "pool",
                "replicaGpus",
                "maxSequences",
                "tokenBudget",
                "givenKvTokens",
                "givenStepTime",
                "engine"));
        keys.addAll(Differences.of(deployment.engine(), DEPLOYMENT.engine(), "prefillNoise"));
        keys.addAll(Differences.of(
                scenario.model(deployment.model()), PLAIN.model("job"), "credits", "price"));
        var pool = scenario.pool(deployment.pool());
        keys.addAll(Differences.of(
                pool, PLAIN.pool("servers"), "site", "gpu", "gpus", "gpuDollarsPerSecond"));
        keys.addAll(Differences.of(scenario.gpu(pool.gpu()), PLAIN.gpu("server")));
        keys.addAll(Differences.of(
                scenario.site(pool.site()),
                PLAIN.site("lab"),
                "powerLimitWatts",
                "pue",
                "energyDollarsPerJoule"));
        keys.addAll(Differences.of(
                scenario.overload(),
                PLAIN.overload(),
                "maxQueuePerReplica",
                "maxRequestsPerReplica"));
        return keys;
    }

    private static TreeSet<String> ofScenario(Scenario scenario) {
        TreeSet<String> keys = Differences.ofScenario(
                scenario,
                PLAIN,
                "cells",
                "sample",
                "occupancy",
                "serviceObjectives",
                "models",
                "gpus",
                "sites",
                "pools",
                "deployments",
                "routing",
                "overload",
                "demand",
                "occupancyAtSeconds");
        keys.addAll(Differences.of(
                scenario.demand(), PLAIN.demand(), "profiles", "workloads", "tiers", "streams"));
        return keys;
    }

    /** Those of a stream, but for how its arrivals scatter, when they come and who gives up. */
    static TreeSet<String> inArrivals(StreamSection stream) {
        return Differences.of(
                stream,
                STREAM,
                "name",
                "model",
                "ratePerSecond",
                "output",
                "priority",
                "arrivals",
                "profile",
                "profileAmplitude",
                "profileShiftSeconds",
                "patience",
                "retry");
    }

    /** Whether nobody knows of the others, and who is refused does not come again. */
    static boolean isPlain(StreamSection stream) {
        return isPlainButLimited(stream) && stream.limits().isEmpty();
    }

    /** Whether arrivals come at random, at whatever rate. */
    static boolean isPoisson(StreamSection stream) {
        return stream.arrivals().equals(STREAM.arrivals());
    }

    /** The same, but for limits. */
    static boolean isPlainButLimited(StreamSection stream) {
        return Differences.of(
                        stream,
                        STREAM,
                        "name",
                        "model",
                        "ratePerSecond",
                        "output",
                        "priority",
                        "limits")
                .isEmpty();
    }

    /** Whether it says how many requests a replica has at most. */
    static boolean boundsRequests(Scenario scenario) {
        return scenario.overload().maxRequestsPerReplica()
                != PLAIN.overload().maxRequestsPerReplica();
    }

    /** Those of a limit. */
    static TreeSet<String> of(LimitSection limit) {
        return Differences.of(
                limit, LIMIT, "name", "kind", "requests", "windowSeconds", "holdsSeconds", "then");
    }

    /** Those of how clients of a stream come again. */
    static TreeSet<String> of(RetrySection retry) {
        return Differences.of(
                retry, STREAM.retry(), "maxRetries", "baseSeconds", "capSeconds", "law");
    }

    /** Those of users and of what they ask. */
    static TreeSet<String> of(TierSection tier, WorkloadSection workload) {
        TreeSet<String> keys = Differences.of(tier, TIER, "name", "users", "mix", "priority");
        keys.addAll(Differences.of(
                workload, WORKLOAD, "model", "think", "output", "contextLimitTokens"));
        return keys;
    }
}
