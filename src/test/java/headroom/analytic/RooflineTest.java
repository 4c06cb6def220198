package headroom.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.analytic.Efficiencies.Overheads;
import headroom.analytic.Roofline.Expected;
import headroom.analytic.Roofline.Terms;
import headroom.analytic.Roofline.Weights;
import headroom.analytic.Silicon.Precision;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Terms against numbers worked out by hand, and against a published set of coefficients. */
class RooflineTest {
    private static final Overheads FREE = new Overheads(0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final Efficiencies PERFECT = new Efficiencies(1, 1, 1, 1, 1, 1, 1, 1, FREE);

    /** 1 GB/s and 10/100/1000 GFLOP/s, so that seconds are sizes. */
    private static final Silicon UNIT = new Silicon(1e6, 1e9, 1e10, 1e11, 1e12, 1e9);

    private static ModelShape.Attention plain(int heads, int kvHeads) {
        return new ModelShape.Attention(heads, kvHeads, 10, 4, 0, 0, 0, 0, 0, 0, 2);
    }

    private static final ModelShape DENSE =
            new ModelShape(4, 4, 100, plain(10, 2), 300, 0, 0, 0, 0, 1000);
    private static final ModelShape EXPERTS =
            new ModelShape(4, 1, 100, plain(10, 2), 300, 8, 2, 1, 50, 1000);

    private static Roofline of(ModelShape shape, ParallelLayout layout, Precision precision) {
        return new Roofline(shape, UNIT, layout, new Weights(precision, 2));
    }

    @Test
    void sizesByHand() {
        // 4 layers x 100 x 10 x (2 x 10 + 2 x 2)
        assertThat(DENSE.attentionWeights()).isEqualTo(96_000);
        assertThat(DENSE.denseWeights()).isEqualTo(4 * 3 * 100 * 300);
        assertThat(DENSE.kvElements()).isEqualTo(2 * 4 * 2 * 10);
        assertThat(DENSE.pairFlops()).isEqualTo(4 * 4 * 10 * 10);
        assertThat(EXPERTS.denseWeights()).isEqualTo(3 * 100 * 300 + 3 * 3 * 100 * 50);
        assertThat(EXPERTS.expertWeights()).isEqualTo(3 * 3 * 100 * 50);
        assertThat(EXPERTS.weights()).isEqualTo(96_000 + 135_000 + 8 * 45_000 + 2 * 100_000);
    }

    @Test
    void publishedSizes() {
        List<String> names = List.of(
                "llama-3-1-8b",
                "llama-3-1-70b",
                "qwen3-32b",
                "qwen3-235b-a22b",
                "gpt-oss-120b",
                "deepseek-r1",
                "kimi-k2-5",
                "minimax-m2-5");
        double[] billions = {8.03, 70.6, 32.8, 235, 117, 671, 1026, 229};
        for (int i = 0; i < billions.length; i++) {
            ModelShape shape = BuiltIn.shape(names.get(i)).orElseThrow();
            assertThat(shape.weights() / 1e9)
                    .as(names.get(i))
                    .isCloseTo(billions[i], Percentage.withPercentage(2));
        }
        ModelShape deepseek = BuiltIn.shape("deepseek-r1").orElseThrow();
        // 37 billion active, with the tables of inputs and outputs; 70 kB of context in 16 bits
        assertThat(deepseek.activeWeights() + 2 * deepseek.headWeights())
                .isCloseTo(37.6e9, Percentage.withPercentage(3));
        assertThat(2 * deepseek.kvElements()).isEqualTo(61 * 576 * 2);
    }

    @Test
    void denseTermsByHand() {
        Roofline roofline = of(DENSE, new ParallelLayout(2, 1, 1, 1), Precision.FP8);
        Terms t = roofline.terms(PERFECT, new Expected(8, 100, 100, 50));
        // attention and dense 1 byte, output layer 2 bytes, all over two GPUs
        assertThat(t.c0()).isCloseTo((96e3 + 360e3 + 2 * 100e3) / 2 / 1e9, within(1e-18));
        double flops = 2 * (96e3 + 360e3) / 2;
        assertThat(t.c1()).isCloseTo(flops / 1e11, within(1e-18));
        // twice 2 x 200 bytes x 1/2 a layer
        assertThat(t.c2()).isCloseTo(4 * 2 * 2 * 200 * 0.5 / 1e9, within(1e-18));
        assertThat(t.c3()).isCloseTo(flops / 1e11, within(1e-18));
        // two chunks: A = S^2 (1 + 1/4) for S^2/2 pairs
        assertThat(t.c4()).isCloseTo(1600 / 2.0 * 0.5 / 1.25 / 1e10, within(1e-20));
        assertThat(t.c5()).isCloseTo(160 * 2 / 2.0 / 1e9, within(1e-18));
    }

    @Test
    void sharesAndFixedCostsByHand() {
        Overheads fixed = new Overheads(1, 2, 3, 5, 7, 11, 13, 17, 19);
        Efficiencies e = new Efficiencies(0.5, 0.25, 0.2, 0.1, 3, 0.4, 0.8, 0.16, fixed);
        ParallelLayout two = new ParallelLayout(2, 1, 1, 1);
        Roofline roofline = of(EXPERTS, two, Precision.FP8);
        Terms best = roofline.terms(PERFECT, new Expected(8, 100, 100, 200));
        Terms t = roofline.terms(e, new Expected(8, 100, 100, 200));
        double plain = (96e3 + 135e3 + 200e3) / 2 / 1e9;
        double expert = 45e3 / 2 / 1e9;
        double touched = 8 * (1 - Math.pow(0.75, 8));
        double slope = -8 * Math.log(0.75) * Math.pow(0.75, 8);
        double read = touched - 8 * slope;
        assertThat(best.c0()).isCloseTo(plain + read * expert, within(1e-15));
        assertThat(t.c0())
                .isCloseTo(
                        plain / 0.5 + read * expert / 0.125 + 4 * (3 + 5 + 7) + 1, within(1e-12));
        double flops = 2 * (96e3 + 135e3 + 2 * 45e3) / 2 / 1e11;
        assertThat(t.c1()).isCloseTo(2 + slope * expert / 0.125 + flops / 0.4, within(1e-12));
        assertThat(t.c2()).isCloseTo(best.c2() / 0.16, within(1e-15));
        double once = 4 * 19 + (8 - touched) * expert / 0.125;
        assertThat(t.c3()).isCloseTo(3 * flops / 0.1 + once / 100, within(1e-12));
        assertThat(t.c4()).isCloseTo(best.c4() / 0.8, within(1e-18));
        assertThat(t.c5()).isCloseTo(best.c5() / 0.2, within(1e-15));
    }

    @Test
    void theTangentNeverReadsTooFewExperts() {
        Roofline roofline = of(EXPERTS, new ParallelLayout(1, 1, 1, 1), Precision.FP8);
        assertThat(roofline.expertExcess(8, 8)).isZero();
        for (int b = 1; b < 64; b++) {
            assertThat(roofline.expertExcess(8, b)).isGreaterThanOrEqualTo(0);
        }
        // 8 x (1 - 0.75^2) with two tokens
        assertThat(EXPERTS.touchedExperts(2)).isCloseTo(3.5, within(1e-12));
    }

    @Test
    void copiesOfTheAttentionShareItsRequests() {
        Terms one = of(DENSE, new ParallelLayout(1, 1, 1, 1), Precision.BF16)
                .terms(PERFECT, new Expected(8, 100, 100, 200));
        Terms two = of(DENSE, new ParallelLayout(1, 2, 1, 1), Precision.BF16)
                .terms(PERFECT, new Expected(8, 100, 100, 200));
        assertThat(two.c5()).isEqualTo(one.c5() / 2);
        assertThat(two.c3()).isEqualTo(one.c3() / 2);
        // attention is read whole, the rest by halves
        assertThat(one.c0() - two.c0()).isCloseTo((360e3 + 100e3) * 2 / 2 / 1e9, within(1e-15));
    }

    @Test
    void stagesShareWhatGrowsWithTheBatch() {
        Terms one = of(DENSE, new ParallelLayout(1, 1, 1, 1), Precision.BF16)
                .terms(PERFECT, new Expected(8, 100, 100, 200));
        Terms two = of(DENSE, new ParallelLayout(1, 1, 2, 1), Precision.BF16)
                .terms(PERFECT, new Expected(8, 100, 100, 200));
        assertThat(two.c0()).isEqualTo(one.c0());
        assertThat(two.c1()).isEqualTo(one.c1() / 2);
        assertThat(two.c3()).isEqualTo(one.c3() / 2);
        assertThat(two.c5()).isEqualTo(one.c5() / 2);
    }

    @Test
    void memoryLeftAfterWeights() {
        Roofline roofline = of(DENSE, new ParallelLayout(2, 1, 1, 1), Precision.FP8);
        assertThat(roofline.weightBytesPerGpu()).isEqualTo((96e3 + 360e3 + 400e3) / 2);
        // two KV heads over two GPUs: 160 bytes of a token on each
        assertThat(roofline.kvCapacityTokens(0.9)).isEqualTo(Math.floor((9e5 - 428e3) / 160));
        Roofline small = of(DENSE, new ParallelLayout(1, 1, 1, 1), Precision.BF16);
        assertThat(small.kvCapacityTokens(0.9)).isZero();
    }

    /**
     * The coefficients behind BLIS' output for Llama-2-70B in 16 bits on eight H100: its terms
     * divided by its own shares give back what roofline alone says.
     */
    @Test
    void llama2OnEightH100() {
        ModelShape shape = BuiltIn.shape("llama-2-70b").orElseThrow();
        Silicon h100 = BuiltIn.silicon("h100-sxm").orElseThrow();
        Roofline roofline = new Roofline(
                shape, h100, new ParallelLayout(8, 1, 1, 1), new Weights(Precision.BF16, 2));
        Terms t = roofline.terms(PERFECT, new Expected(32, 1000, 1000, 2048));
        // "weights read 5108 us"; BLIS leaves the output layer out
        double head = shape.headWeights() * 2 / 8 / 3.35e12;
        assertThat(t.c0() - head).isCloseTo(5108e-6, Percentage.withPercentage(0.2));
        // KV read 0.0238070 us/token: half the bandwidth
        assertThat(t.c5() / 0.0238070e-6).isCloseTo(0.514, within(0.001));
        // prefill: 17 us a token at the peak. The published 2.6310 us is 6.6 times below: a step of
        // 2,048 tokens takes 17 ms by its coefficients, 36 ms at full use of all units
        assertThat(t.c3()).isCloseTo(2 * 68.7e9 / 8 / 989e12, Percentage.withPercentage(1));
        assertThat(t.c3() / 2.6310e-6).isCloseTo(6.58, within(0.01));
        // all-reduce: 80 layers x 2 x 2 x 16 kB x 7/8 at 450 GB/s; published 1.02985 us
        assertThat(t.c2()).isCloseTo(80 * 4 * 16384 * 0.875 / 450e9, within(1e-12));
    }

    @Test
    void sizesThatNoModelHas() {
        assertThatThrownBy(() -> new ModelShape(4, 3, 100, plain(1, 1), 1, 0, 0, 0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ParallelLayout(2, 1, 1, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everythingBuiltInCanBeComputed() {
        ModelShape shape = BuiltIn.shape("llama-3-1-70b").orElseThrow();
        ParallelLayout eight = new ParallelLayout(8, 1, 1, 1);
        for (String engine : List.of("vllm", "sglang", "trtllm")) {
            Efficiencies fitted = BuiltIn.efficiencies(engine).orElseThrow();
            for (String chip : BuiltIn.silicon()) {
                Silicon silicon = BuiltIn.silicon(chip).orElseThrow();
                for (Precision precision : Precision.values()) {
                    Roofline roofline =
                            new Roofline(shape, silicon, eight, new Weights(precision, 2));
                    // slower than the bandwidth alone, and by no more than its overheads
                    Expected one = new Expected(1, 1000, 1000, 8192);
                    double ratio = roofline.terms(fitted, one).c0()
                            / roofline.terms(PERFECT, one).c0();
                    assertThat(ratio).as(chip + engine + precision).isBetween(1.05, 15.0);
                }
            }
        }
        assertThat(BuiltIn.efficiencies("none")).isEmpty();
        assertThat(BuiltIn.shapes()).hasSize(14);
        for (String name : BuiltIn.shapes()) {
            assertThat(BuiltIn.shape(name).orElseThrow().weights()).isGreaterThan(1e9);
        }
        assertThat(BuiltIn.shape("none")).isEmpty();
    }
}
