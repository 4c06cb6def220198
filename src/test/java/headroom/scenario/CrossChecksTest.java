package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rules between sections, and warnings. */
class CrossChecksTest {
    private static List<String> problems(Map<String, String> overrides) throws IOException {
        return ScenarioFile.parse("f", Shipped.requiredKeys(), overrides).problems().stream()
                .map(p -> p.severity() + " " + p.line() + ":" + p.column() + " " + p.message())
                .toList();
    }

    @Test
    void aSoundScenarioHasNoProblems() throws IOException {
        assertThat(problems(Map.of())).isEmpty();
    }

    @Test
    void aReplicaMustFitItsPool() throws IOException {
        assertThat(problems(Map.of("pools.p.gpus", "7")))
                .containsExactly(
                        "ERROR 20:18 replicaGpus: pool 'p' never has GPUs for one replica");
        assertThat(problems(Map.of("pools.p.gpus", "0")))
                .as("an empty pool is none")
                .isEmpty();
        String added = "[{at: 1 h, pool: p, gpus: 1}]";
        assertThat(problems(Map.of("pools.p.gpus", "7", "additions", added)))
                .containsExactly("WARNING 18:5 deployments[0]: at the start the sampled cells hold"
                        + " 0.88 replicas; whole ones miss that by 14.29 %");
    }

    @Test
    void batchesAreJudgedWhereThereAreAny() throws IOException {
        assertThat(problems(Map.of("warmUp", "2 d")))
                .containsExactly("ERROR 0:1 warmUp: must end before the horizon");
        assertThat(problems(Map.of("warmUp", "20 h", "batches", "5")))
                .containsExactly("ERROR 0:1 batches: needs as many whole hours after the warm-up;"
                        + " there are 4");
        assertThat(problems(Map.of("warmUp", "20 h", "batches", "4"))).isEmpty();
        assertThat(problems(Map.of("phases", "{p: {from: 22.5 h}}"))).isEmpty();
        assertThat(problems(Map.of("phases", "{p: {from: 23.5 h}}")))
                .containsExactly("ERROR 0:2 phases.p: has no whole hour between the warm-up and the"
                        + " horizon");
        assertThat(problems(Map.of("phases", "{p: {from: 2 h, until: 1 h}}")).toString())
                .contains("until: must be after from");
        // half an hour at either end is part of no batch
        assertThat(problems(Map.of("horizon", "10.5 h", "warmUp", "0.5 h", "batches", "10")))
                .containsExactly("ERROR 0:1 batches: needs as many whole hours after the warm-up;"
                        + " there are 9");
        assertThat(problems(Map.of("horizon", "10.5 h", "warmUp", "0.5 h", "batches", "9")))
                .isEmpty();
    }

    @Test
    void batchesAreJudgedByPhase() throws IOException {
        Map<String, String> spike = new TreeMap<>(Map.of(
                "warmUp",
                "0 s",
                "demand.spikes",
                "[{name: x, at: 12 h, rise: 0 s, plateau: 3 h, height: 2}]",
                "batches",
                "10"));
        assertThat(problems(spike))
                .containsExactly("WARNING 0:1 batches: no half-widths from them where a phase has"
                        + " fewer whole hours; spike has 3, later has 9");
        Map<String, String> own = Map.of("phases", "{p: {from: 22 h}}", "batches", "3");
        assertThat(problems(own))
                .containsExactly(
                        "ERROR 0:1 batches: needs a phase of as many whole hours; p has 2");
        spike.put("batches", "13");
        assertThat(problems(spike))
                .containsExactly("ERROR 0:1 batches: needs a phase of as many whole hours; normal"
                        + " has 12, spike has 3, later has 9");
    }

    @Test
    void thereAreAtMost64Models() throws IOException {
        String model = "{credits: {input: 1, output: 1}, price: {input: $1/token,"
                + " cachedInput: $1/token, output: $1/token}}";
        Map<String, String> more = new TreeMap<>();
        for (int i = 1; i < 64; i++) {
            more.put("models.n" + i, model);
        }
        assertThat(problems(more)).isEmpty();
        more.put("models.n64", model);
        assertThat(problems(more)).singleElement().asString().endsWith("has 65; at most 64");
    }

    @Test
    void usersOfAClosedTierPause() throws IOException {
        String closed = "[{name: t, users: 100, closed: true, mix: {w: 1}}]";
        assertThat(problems(Map.of("demand.tiers", closed))).isEmpty();
        assertThat(problems(Map.of("demand.tiers", closed, "demand.workloads.w.think", "0 s")))
                .containsExactly("ERROR 0:38 mix: workload 'w' never thinks, which a closed tier"
                        + " does between its sessions");
    }

    @Test
    void whoIsServedFirstIsShedLast() throws IOException {
        String tiers = "[{name: a, users: 100, sessionsPerUserWeek: 1, mix: {w: 1}, shed: %s},"
                + " {name: b, users: 100, sessionsPerUserWeek: 1, mix: {w: 1}, priority: 3,"
                + " shed: %s}]";
        String soon = "{ttftDeadline: 5 s, queue: 8}";
        String late = "{ttftDeadline: 6 s, queue: 9}";
        assertThat(problems(Map.of("demand.tiers", String.format(tiers, late, soon))))
                .isEmpty();
        assertThat(problems(Map.of("demand.tiers", String.format(tiers, soon, late))))
                .containsExactly("WARNING 0:61 shed: before tier 'b', though its requests have a"
                        + " better priority");
    }

    @Test
    void whoeverWaitsComesBackAtOnceWhenAControllerRaisesCaps() throws IOException {
        String tier = "[{name: t, users: 100, sessionsPerUserWeek: 1, mix: {w: 1}, %s}]";
        String capped = "meters: {weekly: 1 M credits}";
        String caps = "{target: {metric: ttft-p99, value: 3 s}, min: 0.3, max: 1}";
        String told = "returnDelay: is left out, so whenever the controller raises caps all users"
                + " of 't' who wait come back in the same instant, and what that does to latency"
                + " may keep caps low in an idle fleet";
        assertThat(returning(tier, capped, caps)).singleElement().asString().contains(told);
        assertThat(returning(tier, capped + ", atLimit: {wait: 50 %, leave: 50 %}", caps))
                .singleElement()
                .asString()
                .contains(told);
        assertThat(returning(tier, capped + ", returnDelay: {median: 20 min, mean: 1 h}", caps))
                .isEmpty();
        assertThat(returning(tier, capped + ", atLimit: {leave: 100 %}", caps)).isEmpty();
        assertThat(returning(tier, capped + ", returnDelay: 0 s", caps))
                .as("meant")
                .isEmpty();
        String bucket = "limits: [{name: b, kind: bucket, requests: 5, window: 1 min%s}]";
        assertThat(returning(tier, String.format(bucket, ""), caps))
                .as("told when to retry")
                .isEmpty();
        assertThat(returning(tier, String.format(bucket, ", atLimit: {wait: 100 %}"), caps))
                .singleElement()
                .asString()
                .contains(told);
        assertThat(returning(tier, "priority: 1", caps))
                .as("no cap")
                .containsExactly("WARNING 0:1 caps: no tier it scales has a meter");
        assertThat(returning(tier, capped, caps.replace("{target", "{enabled: false, target")))
                .as("a controller that rests")
                .isEmpty();
    }

    private static List<String> returning(String tier, String keys, String caps)
            throws IOException {
        return problems(Map.of(
                "demand.tiers",
                String.format(tier, keys).replace("50 %%", "50 %"),
                "controllers.caps",
                caps));
    }

    @Test
    void aModelInUseMustBeDeployed() throws IOException {
        String other = "{credits: {input: 1, output: 1}, price: {input: $1/token,"
                + " cachedInput: $1/token, output: $1/token}}";
        assertThat(problems(Map.of("models.n", other))).isEmpty();
        assertThat(problems(Map.of("models.n", other, "demand.workloads.w.model", "n")))
                .containsExactly("ERROR 0:1 model: 'n' has no deployment");
    }

    @Test
    void theLongestContextMustFitMemoryToTheToken() throws IOException {
        assertThat(problems(Map.of("demand.workloads.w.contextLimit", "999_990 tokens")))
                .isEmpty();
        assertThat(problems(Map.of("demand.workloads.w.contextLimit", "999_991 tokens")))
                .containsExactly("ERROR 0:1 contextLimit: with the longest output it needs"
                        + " 1000001 tokens; a replica on pool 'p' holds 1000000 tokens");
    }

    /** A million tokens are 62,500 blocks of 16, 142,857 of 7; the last token takes no memory. */
    @Test
    void pagedMemoryIsGivenOutInBlocks() throws IOException {
        String limit = "demand.workloads.w.contextLimit";
        String paged = "deployments[0].engine";
        assertThat(problems(Map.of(limit, "999_991 tokens", paged, "{memory: paged}")))
                .isEmpty();
        assertThat(problems(Map.of(limit, "999_992 tokens", paged, "{memory: paged}")))
                .containsExactly("ERROR 0:1 contextLimit: with the longest output it needs"
                        + " 1000016 tokens; a replica on pool 'p' holds 1000000 tokens in"
                        + " blocks of 16 tokens");
        String sevens = "{memory: paged, block: 7 tokens}";
        assertThat(problems(Map.of(limit, "999_990 tokens", paged, sevens))).isEmpty();
        assertThat(problems(Map.of(limit, "999_991 tokens", paged, sevens))).hasSize(1);
    }

    @Test
    void aBlockLargerThanMemoryIsNone() throws IOException {
        Map<String, String> none = Map.of(
                "deployments[0].engine",
                "{memory: paged, block: 1 M tokens}",
                "deployments[0].kvCapacity",
                "900 k tokens");
        assertThat(problems(none)).anySatisfy(line -> assertThat(line)
                .contains("engine.block: larger than kvCapacity, so that there is no"));
    }

    @Test
    void costAwareRoutingNeedsAPriceOfEveryPoolThatServes() throws IOException {
        Map<String, String> compared = Map.of("routing.policy", "cost-aware");
        assertThat(problems(compared))
                .containsExactly(
                        "ERROR 16:3 pools.p: has no price, which cost-aware routing compares");
        Map<String, String> fallback =
                Map.of("routing.policy", "session-affinity", "routing.fallback", "cost-aware");
        assertThat(problems(fallback)).hasSize(1);
        assertThat(problems(Map.of("routing.fallback", "cost-aware")))
                .containsExactly("WARNING 0:1 fallback: without effect");
        assertThat(problems(Map.of("routing.policy", "cost-aware", "pools.p.price", "2 $/GPU-h")))
                .isEmpty();
    }

    @Test
    void samplesShouldHoldWholeReplicas() throws IOException {
        // 5 replicas in 4 cells: 1.25 in one
        Map<String, String> quarter = Map.of(
                "pools.p.gpus", "40", "cells", "4", "sample", "1/4", "demand.tiers[t].users", "80");
        assertThat(problems(quarter))
                .containsExactly("WARNING 18:5 deployments[0]: the sampled cells hold"
                        + " 1.25 replicas; whole ones miss that by 20.0 %");
        // 6.125 replicas are 2.04 % off, 7.125 are 1.75 %
        assertThat(problems(Map.of("pools.p.gpus", "49"))).hasSize(1);
        assertThat(problems(Map.of("pools.p.gpus", "57"))).isEmpty();
    }

    @Test
    void capacityScaleCountsForTheSample() throws IOException {
        String added = "[{at: 1 h, pool: p, gpus: 8}]";
        assertThat(problems(Map.of("additions", added, "capacityScale", "2"))).isEmpty();
        assertThat(problems(Map.of("additions", added, "capacityScale", "0.5")))
                .singleElement()
                .asString()
                .contains("with all additions the sampled cells hold 1.50 replicas");
    }

    @Test
    void prefillAndDecodeGoTogether() throws IOException {
        Map<String, String> prefill =
                Map.of("deployments[0].role", "prefill", "deployments[0].kvBytesPerToken", "1 kB");
        assertThat(problems(prefill))
                .containsExactly("ERROR 0:1 role: no deployment of model 'm' has role decode");
        assertThat(problems(Map.of("deployments[0].role", "decode")))
                .containsExactly("ERROR 0:1 role: no deployment of model 'm' has role prefill");
    }

    @Test
    void warnsOfFewUsersInACell() throws IOException {
        assertThat(problems(Map.of("demand.tiers[t].users", "20"))).isEmpty();
        assertThat(problems(Map.of("demand.tiers[t].users", "19")))
                .containsExactly("WARNING 0:1 users: fewer than 20 in each of 1 cells");
    }

    @Test
    void warnsOfWhatComesAfterTheHorizon() throws IOException {
        String spikes = "[{name: a, at: 1 d, plateau: 1 h, height: 2}]";
        assertThat(problems(Map.of("demand.spikes", spikes)))
                .containsExactly("WARNING 0:16 at: after the horizon, so without effect");
        assertThat(problems(Map.of("demand.spikes", spikes, "horizon", "2 d"))).isEmpty();
        String contract = "{monthlyPrice: $1/month, start: 2026-05-06, ramp: 3 d}";
        assertThat(problems(Map.of("contract", contract)))
                .containsExactly("WARNING 0:33 start: after the horizon, so without effect");
        String promotion = "[{from: 2 d, until: 3 d, scale: 2}, {from: 1 h, until: 3 d, scale: 2}]";
        assertThat(problems(Map.of("policies.promotions", promotion)))
                .containsExactly("WARNING 0:9 from: after the horizon, so without effect");
    }

    @Test
    void anAdditionHasOnePrice() throws IOException {
        String one = "{at: 1 h, pool: p, gpus: 8, price: 2 $/GPU-h}";
        assertThat(problems(Map.of("additions", "[" + one + "]"))).isEmpty();
        String both = one.replace("}", ", monthlyPrice: $9000/month}");
        assertThat(problems(Map.of("additions", "[" + both + "]")))
                .singleElement()
                .asString()
                .contains("ERROR", "monthlyPrice", "stands in place of price: give one of them");
    }

    /** Eight GPUs of 100 and 50 W, times 1.1. */
    @Test
    void warnsWhereIdleGpusDrawMoreThanTheLimit() throws IOException {
        Map<String, String> idle = Map.of(
                "gpus.g.idlePower", "100 W",
                "gpus.g.hostPower", "50 W",
                "sites.s.powerLimit", "1321 W");
        assertThat(problems(idle)).isEmpty();
        Map<String, String> less = new TreeMap<>(idle);
        less.put("sites.s.powerLimit", "1319 W");
        assertThat(problems(less))
                .containsExactly("WARNING 0:1 powerLimit: the 8 GPUs of the start draw 1320 W when"
                        + " they are idle, cooling included, so power is above the limit whatever"
                        + " the clocks");
    }

    @Test
    void controllersNeedWhatTheyMove() throws IOException {
        String controller = "{target: {metric: utilisation, value: 80 %}, min: 0.5, max: 2}";
        assertThat(problems(Map.of("controllers.peakMultiplier", controller)))
                .containsExactly("ERROR 0:1 peakMultiplier: there are no peakHours to set it in");
        assertThat(problems(Map.of("controllers.peakMultiplier", controller, "peakHours", "{}")))
                .isEmpty();
        assertThat(problems(Map.of("controllers.caps", controller)))
                .containsExactly("WARNING 0:1 caps: no tier it scales has a meter");
        String meters = "{weekly: 5 M credits}";
        assertThat(problems(Map.of(
                        "controllers.caps",
                        controller,
                        "demand.tiers[0].meters",
                        meters,
                        "demand.tiers[0].returnDelay",
                        "0 s")))
                .isEmpty();
    }

    @Test
    void demandIsNeeded() throws IOException {
        assertThat(problems(Map.of("demand.tiers", "[]")))
                .containsExactly("ERROR 0:1 demand.tiers: tiers, streams or a replay are needed");
        String replay = "{trace: t.csv, format: azure, model: m}";
        assertThat(problems(Map.of("demand.tiers", "null", "demand.replay", replay)))
                .isEmpty();
    }

    @Test
    void namesAreUniqueInLists() throws IOException {
        String twice = "[{name: t, users: 100, sessionsPerUserWeek: 1, mix: {w: 1}},"
                + " {name: t, users: 200, sessionsPerUserWeek: 1, mix: {w: 1}}]";
        assertThat(problems(Map.of("demand.tiers", twice)))
                .containsExactly("ERROR 0:69 name: 't' is the name of tiers[0] already");
    }

    @Test
    void oneMistakeHidesNoOther() throws IOException {
        assertThat(problems(Map.of(
                        "pools.p.gpus", "7", "horizon", "never", "demand.tiers[t].users", "3")))
                .hasSize(3);
    }

    @Test
    void warnsOfSettingsWithoutEffect() throws IOException {
        assertThat(problems(Map.of("routing.choices", "3")))
                .singleElement()
                .asString()
                .contains("WARNING", "choices: without effect");
        assertThat(problems(Map.of("routing", "{policy: power-of-d, choices: 3}")))
                .isEmpty();
        assertThat(problems(Map.of("routing.policy", "clairvoyant", "bounds", "true")))
                .singleElement()
                .asString()
                .contains("bounds: the run itself is behind the clairvoyant router");
        assertThat(problems(Map.of("routing.policy", "clairvoyant"))).isEmpty();
        String block = "deployments[0].engine.block";
        String watermark = "deployments[0].engine.watermark";
        assertThat(problems(Map.of(block, "32 tokens", watermark, "2 %"))).hasSize(2);
        assertThat(problems(Map.of(
                        block,
                        "32 tokens",
                        watermark,
                        "2 %",
                        "deployments[0].engine.memory",
                        "paged")))
                .isEmpty();
    }

    @Test
    void warnsOfSessionCachesThatSessionsDoNotComeBackTo() throws IOException {
        String cache = "deployments[0].prefixCache";
        String gpus = "pools.p.gpus";
        assertThat(problems(Map.of(cache, "{of: sessions}", gpus, "16")))
                .singleElement()
                .asString()
                .contains("WARNING", "prefixCache: each replica keeps its own");
        assertThat(problems(Map.of(cache, "{of: sessions}", gpus, "8"))).isEmpty();
        assertThat(problems(Map.of(
                        cache, "{of: sessions}", gpus, "16", "routing.policy", "session-affinity")))
                .isEmpty();
    }

    @Test
    void blocksOfATraceNeedNoSizeToBeGiven() throws IOException {
        String cache = "deployments[0].prefixCache";
        assertThat(problems(Map.of(cache, "{of: blocks}")))
                .noneMatch(problem -> problem.contains("512"));
        assertThat(problems(Map.of(cache, "{of: blocks, block: 16 tokens}")))
                .anyMatch(problem -> problem.contains("must be 512 tokens"));
    }
}
