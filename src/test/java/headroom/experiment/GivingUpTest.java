package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Clients who give up before their service begins are told apart from those who time out. */
final class GivingUpTest {
    private static final String SERVER = """
            name: desk
            title: One server
            start: 2026-03-02T00:00Z
            horizon: 35000 s
            seed: 1
            cells: 1
            models:
              m:
                credits: {input: 1, output: 5}
                price: {input: $1/Mtoken, cachedInput: $1/Mtoken, output: $1/Mtoken}
            gpus: {G: {idlePower: 0 W, decodePower: 0 W, prefillPower: 0 W, hostPower: 0 W}}
            sites: {plant: {powerLimit: 1 MW, pue: 1}}
            pools: {main: {site: plant, gpu: G, gpus: 1}}
            deployments:
              - {model: m, pool: main, replicaGpus: 1, loadTime: 0 s, maxSequences: 1,
                 tokenBudget: 9, kvCapacity: 400 k tokens,
                 stepTime: {c0: 1.15 s, c1: 0 s, c2: 0 s, c3: 0 s, c4: 0 s, c5: 0 s}}
            overload: {maxQueuePerReplica: 1000}
            """;

    private static RunResult run(String demand, String... overrides) {
        return Scenarios.run(Small.scenario(SERVER + demand, overrides), 1);
    }

    private static double perSecond(RunResult run, String outcome) {
        return run.number("mean(requests, outcome=" + outcome + ")").value();
    }

    /**
     * A request every 5 s, served in ten steps of 1.15 s, patience 4 s: in 35 s those of 0, 10 and
     * 20 s are served, from 0, 11.5 and 23 s to 34.5 s, and the other four give up.
     */
    @Test
    void fourOfSevenGiveUp() {
        String demand = """
                demand:
                  streams:
                    - {name: s, model: m, rate: 0.2 /s, arrivals: {law: fixed}, input: 1 tokens,
                       output: 10 tokens, patience: 4 s, timeout: 30 s}
                """;
        RunResult run = run(demand);
        assertThat(perSecond(run, "abandoned")).isCloseTo(4 / 35.0, within(1e-4));
        assertThat(perSecond(run, "completed")).isCloseTo(3 / 35.0, within(1e-4));
        assertThat(perSecond(run, "timed_out")).isZero();
        RunResult late = run(demand, "demand.streams[s].timeout", "11.4 s");
        assertThat(perSecond(late, "timed_out")).isPositive();
    }

    /**
     * Users of a tier at M/M/1+M: 1.3 requests/s, one a second served, patience of mean 2 s. The
     * balance p(n) = p(n-1) 1.3 / (1 + (n-1)/2) gives P(abandon) = 0.39123. What they asked is
     * lost: a token of prompt and 1,000 of answer each.
     */
    @Test
    void usersGiveUpAsErlangAKnows() {
        RunResult run = run("""
                demand:
                  workloads:
                    chat: {kind: chat, model: m, requests: 1, think: 1 s, input: 1 tokens,
                      output: {law: exponential, mean: 1000 tokens, max: 50 k tokens},
                      contextLimit: 100 k tokens}
                  tiers:
                    - {name: t, users: 604800, sessionsPerUserWeek: 1.3, activitySigma: 0,
                       mix: {chat: 100 %}, patience: {law: exponential, mean: 2 s}}
                """, "horizon", "7 d", "deployments[0].stepTime.c0", "1 ms");
        double lost = perSecond(run, "abandoned");
        assertThat(lost / perSecond(run, "offered")).isCloseTo(0.39123, within(0.003));
        assertThat(perSecond(run, "timed_out")).isZero();
        assertThat(run.number("mean(tokens.unserved, kind=lost)").value() / lost)
                .isCloseTo(1001, within(10.0));
    }
}
