package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import headroom.assembly.Assembly;
import headroom.cell.CellReport;
import headroom.clients.Outcome;
import headroom.cluster.CellRunner;
import headroom.scenario.Scenario;
import headroom.serving.BlockPrefixes;
import headroom.workload.Trace;
import headroom.workload.TraceFormat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What a shared prefix cache finds in Mooncake's conversation trace, in the order of arrival. */
final class MooncakePrefixTest {
    private static final Path TRACE =
            Path.of("../shared/traces/mooncake/conversation_trace.jsonl.gz");
    private static final int BLOCK_TOKENS = TraceFormat.MOONCAKE_BLOCK_TOKENS;

    private record Hits(long blocks, long ofBlocks, long tokens, long ofTokens) {
        double blockShare() {
            return (double) blocks / ofBlocks;
        }

        double tokenShare() {
            return (double) tokens / ofTokens;
        }
    }

    @BeforeAll
    static void traceIsThere() {
        assumeTrue(Files.exists(TRACE), "skipped: no " + TRACE);
    }

    private static Hits replay(long roomBlocks) {
        BlockPrefixes.Prompts prompts = new BlockPrefixes.Prompts();
        BlockPrefixes cache = new BlockPrefixes(BLOCK_TOKENS, prompts);
        long blocks = 0;
        long ofBlocks = 0;
        long tokens = 0;
        long ofTokens = 0;
        try (Trace trace = Trace.open(TRACE, TraceFormat.MOONCAKE, 1)) {
            while (trace.advance()) {
                int count = trace.blocks().length;
                int key = prompts.add(trace.blocks());
                int found = cache.take(key, trace.inputTokens(), trace.arrivalSeconds());
                cache.room(roomBlocks * BLOCK_TOKENS);
                prompts.remove(key);
                blocks += (found + BLOCK_TOKENS - 1) / BLOCK_TOKENS;
                ofBlocks += count;
                tokens += found;
                ofTokens += trace.inputTokens();
            }
        }
        return new Hits(blocks, ofBlocks, tokens, ofTokens);
    }

    /** Without a cache at all: blocks that some earlier prompt had, up to the first it had not. */
    private static Hits literally() {
        Set<Integer> seen = new HashSet<>();
        long blocks = 0;
        long ofBlocks = 0;
        long tokens = 0;
        long ofTokens = 0;
        try (Trace trace = Trace.open(TRACE, TraceFormat.MOONCAKE, 1)) {
            while (trace.advance()) {
                int run = 0;
                for (int id : trace.blocks()) {
                    if (!seen.contains(id)) {
                        break;
                    }
                    run++;
                }
                for (int id : trace.blocks()) {
                    seen.add(id);
                }
                blocks += run;
                ofBlocks += trace.blocks().length;
                tokens += Math.min(trace.inputTokens(), (long) run * BLOCK_TOKENS);
                ofTokens += trace.inputTokens();
            }
        }
        return new Hits(blocks, ofBlocks, tokens, ofTokens);
    }

    @Test
    void theIdealShareOfBlocksIsThePublishedOne() {
        Hits ideal = replay(Long.MAX_VALUE / BLOCK_TOKENS);
        assertThat(ideal).isEqualTo(literally());
        assertThat(ideal.blockShare()).as("of blocks").isCloseTo(0.366, within(0.0005));
        assertThat(ideal.tokenShare()).as("of tokens").isCloseTo(0.3736, within(0.0001));
    }

    /** One token of a prompt is always prefilled: the one whose output is the first token. */
    private static long cachedWithoutEnd() {
        BlockPrefixes.Prompts prompts = new BlockPrefixes.Prompts();
        BlockPrefixes cache = new BlockPrefixes(BLOCK_TOKENS, prompts);
        long cached = 0;
        try (Trace trace = Trace.open(TRACE, TraceFormat.MOONCAKE, 1)) {
            while (trace.advance()) {
                int key = prompts.add(trace.blocks());
                int found = cache.take(key, trace.inputTokens(), trace.arrivalSeconds());
                cached += Math.min(found, trace.inputTokens() - 1);
            }
        }
        return cached;
    }

    private static CellReport run(String host, String replicas) throws IOException {
        Scenario scenario = Scenarios.shipped(
                "replay",
                "demand.replay.trace",
                TRACE.toAbsolutePath().toString(),
                "demand.replay.format",
                "mooncake",
                "pools.server.gpus",
                replicas,
                "deployments[0].prefixCache",
                "{of: blocks, block: 512 tokens, spareKv: false, host: " + host + "}");
        return Small.run(new Assembly(scenario, Scenarios.FOLDER).plan(), CellRunner.SEQUENTIAL)
                .total(0, 0);
    }

    private static double share(CellReport r) {
        double cached = r.tokens[0][CellReport.CACHED];
        return cached / (cached + r.tokens[0][CellReport.INPUT]);
    }

    @Test
    void aReplicaWithMemoryWithoutEndFindsWhatTheTraceHolds() throws IOException {
        CellReport ideal = run("1 T tokens", "8");
        assertThat(ideal.outcomes[0][Outcome.COMPLETED.ordinal()]).isEqualTo(12_031);
        assertThat(ideal.tokens[0][CellReport.CACHED]).isEqualTo(cachedWithoutEnd());
        double tight = share(run("10 M tokens", "8"));
        double apart = share(run("1 T tokens", "32"));
        System.out.printf(
                Locale.ROOT,
                "one replica %.4f of tokens, with 10 M tokens %.4f, four replicas %.4f%n",
                share(ideal),
                tight,
                apart);
        assertThat(tight).isLessThan(share(ideal)).isGreaterThan(0.25);
        assertThat(apart).as("each has a cache of its own").isLessThan(share(ideal));
    }

    @Test
    void lessMemoryFindsLess() {
        double below = 0;
        for (int thousands : new int[] {0, 1, 3, 10, 20, 50, 100, 150, 200}) {
            Hits hits = replay(thousands * 1000L);
            System.out.printf(
                    Locale.ROOT,
                    "%3d k blocks, %6.1f M tokens: %.4f of blocks, %.4f of tokens%n",
                    thousands,
                    thousands * 1e-3 * BLOCK_TOKENS,
                    hits.blockShare(),
                    hits.tokenShare());
            assertThat(hits.blockShare()).isGreaterThanOrEqualTo(below);
            assertThat(thousands > 0 || hits.blocks() == 0).isTrue();
            below = hits.blockShare();
        }
        assertThat(below).as("182,790 blocks in all").isEqualTo(literally().blockShare());
    }
}
