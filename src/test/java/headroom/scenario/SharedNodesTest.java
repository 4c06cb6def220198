package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.yaml.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What is said of a pool whose nodes serve and train. */
final class SharedNodesTest {
    /** Eight nodes: one is a spare, deployments have half, so that jobs have three for good. */
    private static final String TEXT = """
            name: shared
            title: Nodes that serve and train
            start: 2026-01-01
            horizon: 1 d
            seed: 0
            models:
              m:
                credits: {input: 1, output: 5}
                price: {input: $1/Mtoken, cachedInput: $1/Mtoken, output: $5/Mtoken}
            gpus: {g: {idlePower: 1 W, decodePower: 1 W, prefillPower: 1 W, hostPower: 1 W}}
            sites: {s: {powerLimit: 1 MW, pue: 1}}
            pools:
              p:
                site: s
                gpu: g
                gpus: 64
                nodes: {gpus: 8, spares: 1, faults: [{name: f, rate: 0.01 /d, repair: 1 h}]}
            failures: [{name: f, rate: 0.01 /d, repair: {median: 1 h, mean: 2 h}}]
            deployments:
              - {model: m, pool: p, share: 50 %, replicaGpus: 4, loadTime: 1 min, maxSequences: 16,
                 tokenBudget: 2048, kvCapacity: 100 k tokens,
                 stepTime: {c0: 10 ms, c1: 1 us, c2: 1 us, c3: 1 us, c4: 1 us, c5: 1 us}}
            jobs:
              stations: {all: {pools: [p]}}
              streams: [{name: a, at: all, rate: 1 /h, size: 1 h, gangs: [{gpus: 24}]}]
            """;

    private static List<Problem> problems(String from, String to) {
        assertThat(TEXT).contains(from);
        return ScenarioFile.parse("f", TEXT.replace(from, to)).problems();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            seed: 0 | seed: 1 | ''
            share: 50 % | share: 51 % | a job of 24 GPUs never fits at 'all', where one can have at
            spares: 1 | spares: 2 | where one can have at most 16
            gpus: 24 | gpus: 25 | where one can have at most 24
            gpu: g | gpu: g\\n    lending: {} | ''
            gpu: g | gpu: g\\n    lending: {law: free} | ''
            share: 50 % | share: 90 % | deployments have 90.0 % of pool 'p' and spares 12.5 %
            spares: 1 | drains: [{from: 0 s, until: 1 s, nodes: 1}] | ''
            spares: 1 | outages: [{node: 0, from: 0 s, until: 1 s}] | outages: certain nodes may be
            spares: 1 | outageFile: some.csv | outageFile: certain nodes may be
            faults: [{name: f, rate: 0.01 /d, | faults: [{name: f, life: 3 d, scope: site, | ''
            jobs: | additions: [{at: 1 h, pool: p, gpus: 8}]\\njobs: | are all there from the start
            """)
    void tellsWhatCannotBe(String from, String to, String message) {
        List<Problem> problems = problems(from, to.replace("\\n", "\n"));
        if (message.isEmpty()) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems.toString()).contains(message);
        }
    }

    /** Where it stands, and what would be right. */
    @Test
    void tellsWhere() {
        List<Problem> problems =
                problems("spares: 1", "outages: [{node: 0, from: 0 s, until: 1 s}]");
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).line()).isEqualTo(17);
        assertThat(problems.get(0).sourceLine()).contains("outages: [{node");
        assertThat(problems.get(0).hint())
                .isEqualTo("give faults instead, or a pool to jobs alone at a site that stays up");
    }

    /** What serves fails with its nodes, or by failures. */
    @Test
    void faultsOfNodesNeedNoFailures() {
        String none = "failures: [{name: f, rate: 0.01 /d, repair: {median: 1 h, mean: 2 h}}]\n";
        assertThat(problems(none, "")).isEmpty();
        assertThat(problems(none, none.replace("rate", "pools: [p], rate"))).isEmpty();
    }

    /** Recorded outages strike whoever has the node, unless failures strike what serves. */
    @Test
    void recordedOutagesNeedNoFailures() {
        String none = "failures: [{name: f, rate: 0.01 /d, repair: {median: 1 h, mean: 2 h}}]\n";
        String text = TEXT.replace("spares: 1", "outages: [{node: 0, from: 0 s, until: 1 s}]");
        assertThat(ScenarioFile.parse("f", text.replace(none, "")).problems()).isEmpty();
        String elsewhere = text.replace(none, none.replace("rate", "gpus: [h], rate"))
                .replace(
                        "gpus: {g:",
                        "gpus: {h: {idlePower: 1 W, decodePower: 1 W,"
                                + " prefillPower: 1 W, hostPower: 1 W}, g:");
        assertThat(ScenarioFile.parse("f", elsewhere).problems().toString())
                .doesNotContain("ERROR");
        String drained = text.replace(none, "").replace("outages: [{node: 0", "drains: [{nodes: 1");
        assertThat(ScenarioFile.parse("f", drained).problems()).isEmpty();
        String down = text.replace(none, "")
                .replace("pue: 1", "pue: 1, outages: [{from: 1 h, until: 2 h}]");
        assertThat(ScenarioFile.parse("f", down).problems()).isEmpty();
        // jobs alone have the other pool
        String alone = down.replace(
                        "pools:\n",
                        "pools:\n  q: {site: s, gpu: g, gpus: 8, nodes:"
                                + " {outages: [{node: 0, from: 0 s, until: 1 s}]}}\n")
                .replace("pools: [p]}}", "pools: [p, q]}}");
        assertThat(ScenarioFile.parse("f", alone).problems().toString())
                .contains("outages: certain nodes are with nobody");
    }

    /** A pool that deployments have for themselves fails by failures. */
    @Test
    void nodesAreForJobs() {
        String alone = TEXT.replace("pools:\n", "pools:\n  q: {site: s, gpu: g, gpus: 64}\n")
                .replace("pools: [p]}}", "pools: [q]}}");
        List<Problem> problems = ScenarioFile.parse("f", alone).problems();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message()).contains("no station of jobs has pool 'p'");
        assertThat(problems.get(0).hint())
                .startsWith("where only deployments are, give failures with pools: [p] instead");
    }

    /** Of eight nodes, spares among them; 6.25 % is half a one, which rounds up. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            6.24 % | node | rounds to none of 8 nodes
            6.25 % | node | ''
            50 % | rack | without effect, no fault is of scope node
            0 % | rack | ''
            """)
    void lemonsAreWholeNodes(String share, String scope, String message) {
        String fault = ", scope: " + scope + ", repair: 1 h}], lemons: {share: " + share
                + ", multiple: 9}}";
        List<Problem> problems = problems(", repair: 1 h}]}", fault);
        assertThat(problems).hasSize(message.isEmpty() ? 0 : 1);
        assertThat(problems.toString()).contains(message);
    }
}
