package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import headroom.serving.Naive.Client;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * The naive replica against what a peer, BLIS (inference-sim f90a1e3), says of every request of two
 * traces on one server (Llama-2-70B on eight H100).
 *
 * <p>A request that just misses the start of a step waits for the next, 10 ms later, which is some
 * per cent of a short request. So means agree under any sensible rule, while each request agrees
 * only where the phase of the steps is kept for hundreds of seconds. That takes the peer's own
 * rule, found from its published source and its output and confirmed to the microsecond: times are
 * whole microseconds, a step rounded down; a decode step does not read the token generated last;
 * and the replica counts as free as soon as the step begins in which its last sequences complete.
 *
 * <p>Times here are microseconds throughout, so that whole ones are exact and ties are ties.
 */
class PeerTraceTest {
    private static final Path PEERS = Path.of("../shared/serving/peers");

    /** The coefficients as published beside the traces, rounded to five digits [us]. */
    private static final Params ROUNDED =
            params(9653.7, 4.41684, 1.02985, 2.6310, 5.0379e-5, 0.0238070);

    private static final Client CLIENT = new Client(15563.2, 45.9, 777.3);

    /** The peer keeps whole microseconds of its overheads too. */
    private static final Client WHOLE_CLIENT = new Client(15563, 45, 777);

    /** A duration rounded down loses half a microsecond on average. */
    private static final double MEAN_ROUNDING = 0.5;

    private record Row(double ttft, double e2e) {}

    private record Trace(String name, List<Job> asked, List<Row> peer) {}

    /** Relative errors against the peer; worst over requests of the absolute value. */
    private record Fit(
            double meanTtft, double meanE2e, double worstE2e, int e2eMisses, int ttftMisses) {}

    /**
     * The same coefficients unrounded, from the peer's published fit (inference-sim, Apache-2.0,
     * defaults.yaml, trained_physics_coefficients: prefill compute, weights, all-reduce, layer,
     * sequence, step and KV read) and the shape of the model: 80 layers, width 8192, 8 KV heads of
     * 128, FFN 28672, bf16; 989.5 TFLOP/s and 3.35 TB/s on each of 8 GPUs.
     */
    private static Params unrounded(double lessMicroseconds) {
        double layers = 80;
        double width = 8192;
        double kvWidth = 1024;
        double ffn = 28672;
        double gpus = 8;
        double flopPerUs = 989.5e6;
        double bytesPerUs = 3.35e6;
        double layerWeights = width * (2 * width + 2 * kvWidth) + 3 * width * ffn;
        double readWeightsUs = layers * layerWeights * 2 / gpus / bytesPerUs;
        double allReduceBytes = 2 * layers * width * 2 * 2 * (gpus - 1) / gpus;
        return params(
                1.36252915 * readWeightsUs + 32.09546717 * layers + 126.024825 - lessMicroseconds,
                4.41684444,
                0.752037 * allReduceBytes / bytesPerUs,
                0.152128 * layers * 2 * layerWeights / gpus / flopPerUs,
                0.152128 * layers * 4 * width / gpus / flopPerUs,
                1.94710771 * layers * 2 * kvWidth / gpus * 2 / bytesPerUs);
    }

    private static Params params(double... c) {
        return new Params(c[0], c[1], c[2], c[3], c[4], c[5], 256, 2048, Long.MAX_VALUE / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conv_n2000_qps2", "conv_n5000_qps4"})
    void meansAgreeUnderTheSpecifiedRule(String name) throws IOException {
        Trace trace = trace(name);
        Fit fit = fit("as specified", trace, ROUNDED, Rule.SPECIFIED, CLIENT);
        assertThat(Math.abs(fit.meanTtft())).isLessThan(0.005);
        assertThat(Math.abs(fit.meanE2e())).isLessThan(0.005);
        // Phase is lost: one request in 25 to 33 is off by more than 1 %, by one step at most.
        assertThat(fit.e2eMisses()).isLessThan(trace.asked().size() / 20);
        assertThat(fit.worstE2e()).isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conv_n2000_qps2", "conv_n5000_qps4"})
    void requestsAgreeUnderThePeersRule(String name) throws IOException {
        Trace trace = trace(name);
        Rule peers = new Rule(1, 1, true);
        Fit exact = fit("peer's rule, whole overheads", trace, unrounded(0), peers, WHOLE_CLIENT);
        assertThat(exact.worstE2e()).isLessThan(1e-9);
        assertThat(exact.ttftMisses()).isZero();
        Fit fit = fit("peer's rule", trace, unrounded(0), peers, CLIENT);
        assertThat(fit.worstE2e()).isLessThan(0.0001);
        assertThat(Math.abs(fit.meanTtft())).isLessThan(0.005);
        assertThat(Math.abs(fit.meanE2e())).isLessThan(0.005);
    }

    /** Each part of the peer's rule is needed; in real time, all but a few requests agree. */
    @ParameterizedTest
    @ValueSource(strings = {"conv_n2000_qps2", "conv_n5000_qps4"})
    void everyPartOfThePeersRuleMatters(String name) throws IOException {
        Trace trace = trace(name);
        Params exact = unrounded(0);
        Params mean = unrounded(MEAN_ROUNDING);
        fit("given, latest token not read", trace, ROUNDED, new Rule(0, 1, false), CLIENT);
        fit("given, whole us", trace, ROUNDED, new Rule(1, 0, false), CLIENT);
        fit("given, peer's rule", trace, ROUNDED, new Rule(1, 1, true), CLIENT);
        fit("unrounded, as specified", trace, exact, Rule.SPECIFIED, CLIENT);
        fit("unrounded, latest token not read", trace, exact, new Rule(0, 1, false), CLIENT);
        fit("unrounded, whole us", trace, exact, new Rule(1, 0, false), CLIENT);
        fit("unrounded, whole us, latest not read", trace, exact, new Rule(1, 1, false), CLIENT);
        fit("unrounded - 0.5 us", trace, mean, Rule.SPECIFIED, CLIENT);
        Rule real = new Rule(0, 1, false);
        Fit fit = fit("unrounded - 0.5 us, latest not read", trace, mean, real, CLIENT);
        assertThat(fit.e2eMisses()).isLessThanOrEqualTo(4);
        assertThat(fit.worstE2e()).isLessThan(0.02);
        fit("  and free in last step", trace, mean, new Rule(0, 1, true), CLIENT);
    }

    private static Fit fit(String what, Trace trace, Params params, Rule rule, Client client) {
        List<Job> entering = trace.asked().stream().map(client::entering).toList();
        if (rule.tickSeconds() > 0) {
            entering = entering.stream().map(PeerTraceTest::wholeMicrosecond).toList();
        }
        List<Outcome> outcomes =
                NaiveCluster.run(params, rule, entering, List.of()).outcomes();
        double ttft = 0;
        double e2e = 0;
        double peerTtft = 0;
        double peerE2e = 0;
        double worst = 0;
        int e2eMisses = 0;
        int ttftMisses = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            Row peer = trace.peer().get(i);
            double mineTtft = client.ttftSeconds(trace.asked().get(i), outcomes.get(i));
            double mineE2e = client.e2eSeconds(trace.asked().get(i), outcomes.get(i));
            ttft += mineTtft;
            e2e += mineE2e;
            peerTtft += peer.ttft();
            peerE2e += peer.e2e();
            double error = Math.abs(mineE2e / peer.e2e() - 1);
            worst = Math.max(worst, error);
            e2eMisses += error > 0.01 ? 1 : 0;
            ttftMisses += Math.abs(mineTtft / peer.ttft() - 1) > 0.01 ? 1 : 0;
        }
        Fit fit = new Fit(ttft / peerTtft - 1, e2e / peerE2e - 1, worst, e2eMisses, ttftMisses);
        System.out.printf(
                Locale.ROOT,
                "%s %-38s mean TTFT %+.4f %% mean E2E %+.4f %%; E2E worst %.4f %%,"
                        + " %d of %d beyond 1 %%; TTFT %d beyond%n",
                trace.name(),
                what,
                100 * fit.meanTtft(),
                100 * fit.meanE2e(),
                100 * fit.worstE2e(),
                fit.e2eMisses(),
                outcomes.size(),
                fit.ttftMisses());
        return fit;
    }

    private static Job wholeMicrosecond(Job j) {
        double at = Math.floor(j.arrivalSeconds());
        return new Job(at, j.cachedTokens(), j.newTokens(), j.outputTokens());
    }

    private static Trace trace(String name) throws IOException {
        Path asked = PEERS.resolve(name + ".csv");
        assumeTrue(Files.exists(asked), "skipped: the peer's traces are not in ../shared/serving");
        List<Job> jobs = new ArrayList<>();
        for (String line : Files.readAllLines(asked, StandardCharsets.UTF_8)) {
            if (Character.isDigit(line.charAt(0))) {
                String[] f = line.split(",", -1);
                double at = Math.rint(Double.parseDouble(f[0]) * 1e6);
                jobs.add(new Job(at, 0, Integer.parseInt(f[1]), Integer.parseInt(f[2])));
            }
        }
        List<Row> peer = new ArrayList<>();
        Path truth = PEERS.resolve(name + "_trained-physics_requests.csv.gz");
        try (var in = new GZIPInputStream(Files.newInputStream(truth));
                var reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] f = line.split(",", -1);
                assertThat(Integer.parseInt(f[0])).isEqualTo(peer.size());
                peer.add(new Row(Double.parseDouble(f[1]), Double.parseDouble(f[2])));
            }
        }
        assertThat(peer).hasSameSizeAs(jobs);
        return new Trace(name, jobs, peer);
    }
}
