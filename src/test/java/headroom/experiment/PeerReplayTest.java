package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.cell.CellProbe;
import headroom.clients.Outcome;
import headroom.cluster.CellRunner;
import headroom.stat.LatencyHistogram;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.zip.GZIPInputStream;

/**
 * A peer's traces through the whole path, from a scenario's text to the numbers: one replica with
 * the peer's constants, against what the peer (BLIS, inference-sim f90a1e3) says of every request.
 *
 * <p>Means agree under any sensible rule. A request that just misses the start of a step waits for
 * the next, some per cent of a short request: so each request agrees only where the phase of the
 * steps is kept for the whole trace. The peer rounds each step down to whole microseconds, which
 * real time does not; constants less half a microsecond, the mean loss, keep the phase nearly
 * everywhere. How many requests differ by more than 1 % is thus exact, and held so.
 */
final class PeerReplayTest {
    private static final Path PEERS = Path.of("../shared/serving/peers");
    private static final double ARRIVAL_SECONDS = 15_563.2e-6;
    private static final double PER_TOKEN_SECONDS = 45.9e-6;
    private static final double COMPLETION_SECONDS = 777.3e-6;

    private static final String SCENARIO = """
            name: peer
            title: A trace of a peer on one replica
            start: 2026-01-01T00:00Z
            horizon: 1 h
            seed: 1
            cells: 1
            models:
              m:
                credits: {input: 1, output: 1}
                price: {input: $1/Mtoken, cachedInput: $1/Mtoken, output: $1/Mtoken}
            gpus:
              H100: {idlePower: 145 W, decodePower: 480 W, prefillPower: 690 W, hostPower: 380 W}
            sites: {lab: {powerLimit: 50 kW, pue: 1.2}}
            pools: {server: {site: lab, gpu: H100, gpus: 8}}
            deployments:
              - model: m
                pool: server
                replicaGpus: 8
                loadTime: 0 s
                maxSequences: 256
                tokenBudget: 2048
                kvCapacity: 1 T tokens
                stepTime: {%s}
                overheads: {arrival: 15563.2 us, completion: 777.3 us, perToken: 45.9 us}
            overload: {maxQueuePerReplica: 1000000}
            demand: {replay: {trace: %s.csv, format: vidur, model: m}}
            """;

    /** As published beside the traces, rounded to five digits. */
    private static final double[] GIVEN = {9653.7, 4.41684, 1.02985, 2.6310, 5.0379e-5, 0.0238070};

    /** One request as the peer saw it: what it generated, and how long it took. */
    private record Row(int outputTokens, double ttftSeconds, double e2eSeconds) {}

    /**
     * Unrounded, less half a microsecond a step: from the peer's published fit (defaults.yaml,
     * trained_physics_coefficients) and the shape of the model, 80 layers, width 8192, 8 KV heads
     * of 128, FFN 28672, bf16; 989.5 TFLOP/s and 3.35 TB/s on each of 8 GPUs [us].
     */
    private static double[] unrounded() {
        double layerWeights = 8192.0 * (2 * 8192 + 2 * 1024) + 3 * 8192.0 * 28672;
        double flopPerUs = 8 * 989.5e6;
        double bytesPerUs = 8 * 3.35e6;
        double readWeightsUs = 80 * layerWeights * 2 / bytesPerUs;
        double allReduceBytes = 2 * 80 * 8192.0 * 2 * 2 * 7 / 8;
        return new double[] {
            1.36252915 * readWeightsUs + 32.09546717 * 80 + 126.024825 - 0.5,
            4.41684444,
            0.752037 * allReduceBytes / 3.35e6,
            0.152128 * 80 * 2 * layerWeights / flopPerUs,
            0.152128 * 80 * 4 * 8192 / flopPerUs,
            1.94710771 * 80 * 2 * 1024 * 2 / bytesPerUs
        };
    }

    @ParameterizedTest
    @CsvSource({
        "conv_n2000_qps2, given, 54", "conv_n5000_qps4, given, 198",
        "conv_n2000_qps2, unrounded, 4", "conv_n5000_qps4, unrounded, 4"
    })
    void agreesWithThePeerRequestByRequest(String trace, String constants, int misses)
            throws IOException {
        assumeTrue(
                Files.exists(PEERS.resolve(trace + ".csv")),
                "skipped: the peer's traces are not in ../shared/serving");
        List<Row> peer = peer(trace);
        Course course = new Course();
        double[] us = constants.equals("given") ? GIVEN : unrounded();
        LatencyHistogram[] all = run(trace, us, course);
        double[] mine = course.e2eSeconds(peer);
        double[] errors = new double[mine.length];
        Arrays.setAll(errors, i -> Math.abs(mine[i] / peer.get(i).e2eSeconds() - 1));
        long beyond = Arrays.stream(errors).filter(e -> e > 0.01).count();
        double ttft = all[0].meanSeconds() / mean(peer, true) - 1;
        double e2e = Arrays.stream(mine).average().orElseThrow() / mean(peer, false) - 1;
        double tail = all[0].quantileSeconds(0.99) / p99(peer, Row::ttftSeconds) - 1;
        double tailE2e = p99(mine) / p99(peer, Row::e2eSeconds) - 1;
        System.out.printf(
                Locale.ROOT,
                "%s %s: mean TTFT %+.4f %%, mean E2E %+.4f %%, P99 TTFT %+.3f %%,"
                        + " P99 E2E %+.3f %%, worst E2E %.3f %%, %d of %d beyond 1 %%%n",
                trace,
                constants,
                100 * ttft,
                100 * e2e,
                100 * tail,
                100 * tailE2e,
                100 * Arrays.stream(errors).max().orElseThrow(),
                beyond,
                mine.length);
        assertThat(all[0].count()).isEqualTo(peer.size());
        assertThat(all[1].meanSeconds())
                .as("the report's own mean")
                .isCloseTo(Arrays.stream(mine).average().orElseThrow(), within(1e-9));
        assertThat(Math.abs(ttft)).isLessThan(0.005);
        assertThat(Math.abs(e2e)).isLessThan(0.005);
        assertThat(Math.abs(tail)).as("P99 of TTFT, the report's").isLessThan(0.01);
        assertThat(Math.abs(tailE2e)).as("P99 of E2E").isLessThan(0.01);
        assertThat(beyond).isEqualTo(misses);
        assertThat(Arrays.stream(errors).max().orElseThrow()).isLessThan(0.1);
    }

    /** TTFT and E2E of the run. */
    private static LatencyHistogram[] run(String trace, double[] us, CellProbe probe) {
        StringBuilder step = new StringBuilder();
        for (int i = 0; i < us.length; i++) {
            step.append(i == 0 ? "" : ", ")
                    .append("c" + i + ": " + new BigDecimal(us[i]).toPlainString() + " us");
        }
        String text = String.format(Locale.ROOT, SCENARIO, step, trace);
        Plan plan = new Assembly(Small.scenario(text), PEERS).plan();
        var record = new Replication(plan, 0, CellRunner.SEQUENTIAL, Replication.Progress.NONE)
                .run(cell -> probe)
                .record();
        return new LatencyHistogram[] {record.run().ttft[0], record.run().e2e[0]};
    }

    /** When each request came and went, in the order of the trace. */
    private static final class Course implements CellProbe {
        private final List<Double> issued = new ArrayList<>();
        private final List<Double> ended = new ArrayList<>();
        private final Map<Integer, Integer> numberOf = new HashMap<>();

        @Override
        public void issued(int tier, int user, int request, double timeSeconds) {
            numberOf.put(request, issued.size());
            issued.add(timeSeconds);
            ended.add(Double.NaN);
        }

        @Override
        public void ended(int tier, int request, Outcome outcome, double timeSeconds) {
            assertThat(outcome).isEqualTo(Outcome.COMPLETED);
            ended.set(numberOf.remove(request), timeSeconds);
        }

        @Override
        public void admitted(int tier, int user, int request, double timeSeconds) {}

        @Override
        public void refused(int tier, int user, int limit, double timeSeconds) {}

        @Override
        public void charged(int tier, int user, double credits, double factor, double now) {}

        double[] e2eSeconds(List<Row> rows) {
            assertThat(issued).hasSameSizeAs(rows);
            double[] seconds = new double[rows.size()];
            Arrays.setAll(
                    seconds,
                    i -> ended.get(i)
                            - issued.get(i)
                            + COMPLETION_SECONDS
                            + rows.get(i).outputTokens() * PER_TOKEN_SECONDS);
            assertThat(Arrays.stream(seconds).min().orElseThrow()).isGreaterThan(ARRIVAL_SECONDS);
            return seconds;
        }
    }

    private static double p99(List<Row> rows, ToDoubleFunction<Row> of) {
        return p99(rows.stream().mapToDouble(of).toArray());
    }

    /** The order statistic at rank ceil(0.99 n). */
    private static double p99(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(0.99 * sorted.length) - 1];
    }

    private static double mean(List<Row> rows, boolean ttft) {
        return rows.stream()
                .mapToDouble(r -> ttft ? r.ttftSeconds() : r.e2eSeconds())
                .average()
                .orElseThrow();
    }

    private static List<Row> peer(String trace) throws IOException {
        List<String> asked = Files.readAllLines(PEERS.resolve(trace + ".csv"));
        List<Row> rows = new ArrayList<>();
        Path truth = PEERS.resolve(trace + "_trained-physics_requests.csv.gz");
        try (var in = new GZIPInputStream(Files.newInputStream(truth));
                var reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] f = line.split(",", -1);
                String[] a = asked.get(rows.size() + 1).split(",", -1);
                rows.add(new Row(
                        Integer.parseInt(a[2].trim()),
                        Double.parseDouble(f[1]) / 1e6,
                        Double.parseDouble(f[2]) / 1e6));
            }
        }
        return rows;
    }
}
