package headroom.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import headroom.analytic.BuiltIn;
import headroom.analytic.Efficiencies;
import headroom.analytic.ParallelLayout;
import headroom.analytic.Roofline;
import headroom.analytic.Roofline.Terms;
import headroom.analytic.Silicon.Precision;
import headroom.calibration.ClosedLoop.Around;
import headroom.calibration.ClosedLoop.Latency;

import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Closed loops of separate workers, in cases that can be worked out otherwise. */
class PairLoopTest {
    private static final Efficiencies SHARED = BuiltIn.efficiencies("vllm").orElseThrow();
    private static final Around AROUND = new Around(0.2, 0, 2);
    private static final Roofline.Weights FP8 = new Roofline.Weights(Precision.FP8, 2);
    private static final ParallelLayout FOUR = new ParallelLayout(4, 1, 1, 1);

    @TempDir
    private Path folder;

    private static Pair pair(int prompt, int output, int users, int prefill, int decode) {
        return new Pair(
                "r",
                "llama-3-1-70b",
                "h200-sxm",
                new Point.Engine("vllm", "1"),
                FP8,
                new Pair.Workers(prefill, 1, FOUR),
                new Pair.Workers(decode, users, FOUR),
                new Point.Load(prompt, output, users),
                1,
                1);
    }

    private static Terms terms(double n, double prompt, double context) {
        Roofline roofline = new Roofline(
                BuiltIn.shape("llama-3-1-70b").orElseThrow(),
                BuiltIn.silicon("h200-sxm").orElseThrow(),
                FOUR,
                FP8);
        return roofline.terms(SHARED, new Roofline.Expected(n, prompt, context, 8192));
    }

    private static double promptSeconds(int prompt, int chunks) {
        Terms t = terms(1, prompt, prompt);
        return chunks * t.c0()
                + (t.c2() + t.c3()) * prompt
                + t.c4() * prompt * prompt * (1 + 0.5 / chunks);
    }

    private static double stepSeconds(double n, int prompt, int output) {
        double context = prompt + 0.5 * output;
        Terms t = terms(n, prompt, context);
        return t.c0() + (t.c1() + t.c2()) * n + t.c5() * n * context;
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "8192, 1", "8193, 2", "20000, 3"})
    void oneUserWaitsForNobody(int prompt, int chunks) {
        Latency l = new PairLoop(pair(prompt, 300, 1, 1, 1)).latency(SHARED, AROUND);
        double step = stepSeconds(1, prompt, 300);
        assertThat(l.tpotSeconds()).isCloseTo(step, within(1e-12));
        double alone = 0.2 + promptSeconds(prompt, chunks) + 2 * step;
        assertThat(l.ttftSeconds()).isCloseTo(alone, within(1e-9));
    }

    /** As many prompts a second as the workers can prefill, whatever the users do. */
    @Test
    void manyUsersWaitForPrefill() {
        double prompt = promptSeconds(8000, 1);
        Latency l = new PairLoop(pair(8000, 400, 200, 2, 2)).latency(SHARED, AROUND);
        double engine = l.ttftSeconds() - 0.2 - 2 * l.tpotSeconds();
        double perSecond = 200 / (engine + 400 * l.tpotSeconds());
        assertThat(perSecond).isCloseTo(2 / prompt, within(1e-4 * 2 / prompt));
        // and the step is that of the sequences which so many a second leave at a worker
        double n = perSecond * 400 * l.tpotSeconds() / 2;
        assertThat(n).isGreaterThan(5);
        assertThat(l.tpotSeconds()).isCloseTo(stepSeconds(n, 8000, 400), within(1e-9));
    }

    @Test
    void manyUsersWaitForPlacesThatDecode() {
        PairLoop loop = new PairLoop(pair(4000, 4000, 3_000, 64, 1));
        double places = loop.places();
        Latency l = loop.latency(SHARED, AROUND);
        assertThat(places).isBetween(10.0, 1_000.0);
        assertThat(l.tpotSeconds()).isCloseTo(stepSeconds(places, 4000, 4000), within(1e-9));
        double engine = l.ttftSeconds() - 0.2 - 2 * l.tpotSeconds();
        double perSecond = 3_000 / (engine + 4000 * l.tpotSeconds());
        assertThat(perSecond * 4000 * l.tpotSeconds()).isCloseTo(places, within(1e-6 * places));
    }

    /** All begin at once: a share of the others' prompts is before one. */
    @Test
    void theFirstRoundWaitsEvenWhereNoOtherDoes() {
        Around burst = new Around(0.2, 0.05, 2);
        Pair light = pair(1000, 4000, 40, 2, 8);
        double without = new PairLoop(light).latency(SHARED, AROUND).ttftSeconds();
        double with = new PairLoop(light).latency(SHARED, burst).ttftSeconds();
        double first = 0.05 * 39 * promptSeconds(1000, 1) / 2;
        assertThat(first).isGreaterThan(0.01);
        assertThat(with - without).isBetween(0.8 * first, first);
    }

    /** Prompts that share steps share what each step costs anyway. */
    @Test
    void promptsAtOnceShareSteps() {
        Pair one = pair(1000, 200, 400, 1, 4);
        Pair.Workers four = new Pair.Workers(1, 4, FOUR);
        Pair shared = new Pair(
                one.id(),
                one.shape(),
                one.silicon(),
                one.engine(),
                one.weights(),
                four,
                one.decode(),
                one.load(),
                1,
                1);
        Latency l = new PairLoop(shared).latency(SHARED, AROUND);
        double engine = l.ttftSeconds() - 0.2 - 2 * l.tpotSeconds();
        double perSecond = 400 / (engine + 200 * l.tpotSeconds());
        double each = promptSeconds(1000, 1) - 0.75 * terms(1, 1000, 1000).c0();
        assertThat(perSecond).isCloseTo(1 / each, within(1e-4 / each));
    }

    /** The closed form of one server with a finite source (Erlang's engset of waiting). */
    @ParameterizedTest
    @CsvSource({"1, 0.5, 10", "5, 0.5, 10", "40, 0.5, 10", "40, 0.25, 3"})
    void oneWorkerIsTheMachineRepairman(int users, double service, double delay) {
        double term = 1;
        double sum = 1;
        for (int k = 1; k <= users; k++) {
            term *= (users - k + 1) * service / delay;
            sum += term;
        }
        assertThat(PairLoop.perSecond(users, service, delay))
                .isCloseTo((1 - 1 / sum) / service, within(1e-9));
    }

    private Path file(String rows) throws IOException {
        String header = "id,backend,backend_version,model_path,system,precision,mode,isl,osl,"
                + "batch_size,tp_size,attention_dp_size,moe_tp_size,moe_ep_size,"
                + "prefill_batch_size,prefill_num_workers,prefill_tp_size,"
                + "prefill_attention_dp_size,prefill_moe_ep_size,decode_batch_size,"
                + "decode_num_workers,decode_tp_size,"
                + "decode_attention_dp_size,decode_moe_ep_size,"
                + "silicon_ttft_ms,silicon_tpot_ms\n"
                + "a,vllm,1,meta-llama/Llama-3.1-70B,h200_sxm,fp8,agg,100,100,8,4,1,4,1,"
                + ",,,,,,,,,,10,10\n";
        return Files.writeString(folder.resolve("points.csv"), header + rows);
    }

    @Test
    void rowsOfWorkersAreRead() throws IOException {
        String deepseek = ",sglang,1,deepseek-ai/DeepSeek-R1,b200_sxm,fp8,disagg,1024,512,,,,,,";
        PointsFile.Content content = PointsFile.read(file("p" + deepseek
                + "3,3,4,2,8,16,2,1,32,32,300,20\n"
                + "q" + deepseek + ",,8,1,8,,,1,32,32,300,20\n"
                + "r" + deepseek + "1,1,1,1,1,1,1,1,1,1,300,20\n"));
        assertThat(content.points()).hasSize(1);
        assertThat(content.leftOut().values()).containsExactly(1, 1);
        assertThat(content.pairs()).singleElement().satisfies(p -> {
            assertThat(p.prefill())
                    .isEqualTo(new Pair.Workers(3, 6, new ParallelLayout(4, 2, 1, 8)));
            assertThat(p.decode())
                    .isEqualTo(new Pair.Workers(2, 512, new ParallelLayout(1, 32, 1, 32)));
            assertThat(p.load()).isEqualTo(new Point.Load(1024, 512, 16 * 32 * 2));
            assertThat(p.ttftSeconds()).isEqualTo(0.3);
        });
        Path wrong = file("p" + deepseek + "3,3,8,1,8,x,2,1,32,32,300,20\n");
        assertThatThrownBy(() -> PointsFile.read(wrong))
                .isInstanceOf(PointsException.class)
                .hasMessageContaining("points.csv:3: decode_batch_size is 'x'");
    }

    @Test
    void theReportTellsErrorsAndBias() {
        List<Pair> pairs = List.of(pair(1000, 300, 1, 1, 1), pair(1000, 300, 2, 1, 1));
        PairReport report =
                new PairReport(pairs, new Latency[] {new Latency(1.5, 0.9), new Latency(1.3, 0.7)});
        assertThat(report.markdown())
                .contains("| all | 2 | 40.0 % / 48.0 % | 1.40 | 20.0 % / 28.0 % | 0.80 |");
        assertThat(report.csv()).hasSize(3);
        assertThat(new PairReport(List.of(), new Latency[0]).markdown()).isEmpty();
    }

    /** What docs/step-time.md says of rows that no fit has seen. */
    @Test
    void furtherTokensOfMeasuredWorkersAreToldAsPromised() throws IOException {
        Path measured = Path.of("../shared/serving/silicon_points.csv.gz");
        assumeThat(measured).as("measured points").exists();
        double[] ratios = PointsFile.read(measured).pairs().stream()
                .mapToDouble(p -> {
                    Efficiencies e = BuiltIn.efficiencies(p.engine().backend()).orElseThrow();
                    return new PairLoop(p).latency(e, AROUND).tpotSeconds() / p.tpotSeconds();
                })
                .toArray();
        double[] errors = Arrays.stream(ratios).map(r -> Math.abs(r - 1)).toArray();
        assertThat(ratios).hasSize(134);
        assertThat(StatUtils.percentile(ratios, 50)).isBetween(0.98, 1.02);
        assertThat(StatUtils.percentile(errors, 50)).isBetween(0.2, 0.225);
    }
}
