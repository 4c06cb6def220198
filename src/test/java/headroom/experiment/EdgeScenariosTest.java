package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.scenario.Scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/** Small scenarios at the edge of what there is, each of which once stopped a run. */
final class EdgeScenariosTest {
    private static final String JOBS = """
            name: jobs
            title: Jobs at an edge
            start: 2026-03-02
            horizon: 1 d
            seed: 9
            replications: 3
            """;

    private static final String SERVING = """
            name: serving
            title: Serving at an edge
            start: 2026-03-02
            horizon: 2 h
            seed: 902222
            replications: 3
            cells: 4
            models:
              m:
                credits: {input: 1, output: 5}
                price: {input: $1/Mtoken, cachedInput: $1/Mtoken, output: $1/Mtoken}
            gpus:
              H100: {idlePower: 145 W, decodePower: 480 W, prefillPower: 690 W, hostPower: 380 W}
            sites: {hall: {powerLimit: 100 kW, pue: 1}}
            pools: {main: {site: hall, gpu: H100, gpus: 32}}
            deployments:
              - model: m
                pool: main
                replicaGpus: 4
                loadTime: 0 s
                maxSequences: 3
                tokenBudget: 2048
                kvCapacity: 20 k tokens
                stepTime: {c0: 0.17 s, c1: 0 s, c2: 17 us, c3: 17 us, c4: 0.017 us, c5: 0 s}
            demand:
              streams:
                - name: s
                  model: m
                  rate: 0.6 /s
                  input: 50 tokens
                  output: {law: exponential, mean: 84 tokens}
            """;

    private static RunResult run(String text, String... overrides) {
        return Scenarios.run(Small.scenario(text, overrides), 1);
    }

    private static double value(RunResult result, String name, String statistic) {
        return Scenarios.value(result, name, statistic, Map.of());
    }

    /** Jobs alike of one GPU: nobody can be let past, so that it is as in order of arrival. */
    @ParameterizedTest
    @ValueSource(strings = {"easy", "conservative", "reservation", "elastic"})
    void whoeverOvertakesHasPowerToo(String law) {
        String text = JOBS + """
                jobs:
                  stations: {room: {servers: 16, policy: {law: fcfs}, power: {most: 5 kW}}}
                  streams:
                    - name: jobs
                      at: room
                      rate: 0.2 /s
                      size: {law: exponential, mean: 30 s}
                      power: 700 W
                """;
        String policy =
                law.equals("reservation") ? "{law: reservation, from: 1}" : "{law: " + law + "}";
        double inOrder = value(run(text), "jobs.wait", "mean");
        double overtaking =
                value(run(text, "jobs.stations.room.policy", policy), "jobs.wait", "mean");
        assertThat(inOrder).isGreaterThan(1);
        assertThat(overtaking).isEqualTo(inOrder);
    }

    /** A gang gives up GPUs of a node that is drained: nobody can have them. */
    @Test
    void whatShrinksOnADrainedNodeMakesNoRoom() {
        Scenario scenario = Small.scenario(JOBS + """
                gpus: {H100: {idlePower: 1 W, decodePower: 1 W, prefillPower: 1 W, hostPower: 1 W}}
                sites: {hall: {powerLimit: 1 MW, pue: 1}}
                pools:
                  floor:
                    site: hall
                    gpu: H100
                    gpus: 10
                    nodes:
                      gpus: 2
                      drains: [{from: 6 h, until: 8 h, nodes: 1}]
                      outages: [{node: 1, from: 17300 s, until: 12 h}]
                jobs:
                  stations: {floor: {pools: [floor], policy: {law: elastic}}}
                  streams:
                    - name: wide
                      at: floor
                      rate: 12.1 /d
                      size: 5520.92 s
                      gangs: [{gpus: 5}]
                    - name: small
                      at: floor
                      rate: 30.5 /d
                      size: {law: hyperexponential, mean: 3785.69 s, cv2: 5.97}
                      elastic: {most: 2}
                """);
        RunResult result = Scenarios.run(scenario, 1);
        assertThat(value(result, "jobs.completed", "mean")).isPositive();
    }

    /** Replicas that retire are added up apart, so that what was done may seem to shrink a bit. */
    @Test
    void powerIsMeteredWhileReplicasComeAndGo() {
        RunResult result = run(
                SERVING,
                "seed",
                "5",
                "sample",
                "1/2",
                "pools.main.gpus",
                "64",
                "deployments[0].scale",
                "{min: 4, max: 16, target: {metric: queue-delay, value: 5 s}}",
                "demand.streams[s].modulation",
                "[{sigma: 0.624, correlationTime: 3530 s}]");
        double idleMegawatts = 64 * 525e-6;
        assertThat(value(result, "power", "mean")).isBetween(idleMegawatts, 2 * idleMegawatts);
    }

    /** All that begins is given up before its end: nobody knows how long a request stays. */
    @Test
    void whereNothingIsCompletedItsMeanTimeIsUnknown() {
        RunResult result = run(
                SERVING,
                "occupancy",
                "true",
                "demand.streams[s].output",
                "200 tokens",
                "demand.streams[s].timeout",
                "20 s");
        assertThat(value(result, "number", "mean")).isPositive();
        assertThat(value(result, "sojourn", "mean")).isNaN();
        assertThat(value(result, "wait", "mean")).isNaN();
    }

    /** One replica that fails all the time: in some hours none serves. */
    @Test
    void capsOverNoCapacityAreUnknown() {
        RunResult result = run(
                SERVING,
                "cells",
                "1",
                "replications",
                "1",
                "horizon",
                "8 h",
                "pools.main.gpus",
                "4",
                "failures",
                "[{name: often, rate: 100 /d, repair: 90 min}]",
                "demand.streams",
                "[]",
                "demand.workloads.chat",
                "{kind: chat, model: m, requests: 3, think: 20 s,"
                        + " input: 100 tokens, output: 50 tokens, contextLimit: 4 k tokens}",
                "demand.tiers",
                "[{name: users, users: 15, mix: {chat: 100 %},"
                        + " sessionsPerUserWeek: 300, meters: {fiveHour: 10 k credits}}]");
        double[] capacity = Scenarios.hours(result, "capacity");
        double[] overbooking = Scenarios.hours(result, "overbooking");
        assertThat(capacity).contains(0);
        assertThat(overbooking).hasSameSizeAs(capacity).doesNotContain(Double.POSITIVE_INFINITY);
        assertThat(value(result, "overbooking", "max")).isPositive().isFinite();
    }

    /** Those put off by a limit come back in a spike in which hardly anything else is asked. */
    @Test
    void theShareOfFirstAttemptsShedIsOfThoseThatComeToReplicas() {
        RunResult result = run(
                SERVING,
                "horizon",
                "9 h",
                "demand.profiles",
                "{early: {steps: [{from: 1 h, factor: 0.0001}]}}",
                "demand.spikes",
                "[{name: crowd, at: 3 h, rise: 0 s, plateau: 6 h, decay: 0 s, height: 100}]",
                "demand.workloads.chat",
                "{kind: chat, model: m, requests: 1, think: 20 s,"
                        + " input: 100 tokens, output: 50 tokens, contextLimit: 4 k tokens}",
                "demand.tiers",
                "[{name: users, users: 40, mix: {chat: 100 %}, profile: early,"
                        + " sessionsPerUserWeek: 1000, atLimit: {wait: 100 %}, limits:"
                        + " [{name: few, kind: first-use, requests: 2, window: 5 h}]}]");
        Map<String, String> crowd = Map.of("tier", "users", "phase", "spike");
        double offered = Scenarios.value(
                result,
                "requests",
                "mean",
                Map.of("tier", "users", "phase", "spike", "outcome", "offered"));
        double attempts = Scenarios.value(result, "attempts", "mean", crowd);
        assertThat(attempts).as("of requests put off before").isGreaterThan(2 * offered);
        assertThat(Scenarios.value(result, "shed.first", "share", crowd)).isBetween(0.5, 1.0);
    }
}
