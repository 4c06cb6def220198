package headroom.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.MetricKey;
import headroom.study.Comparison.Difference;
import headroom.study.Comparison.Verdict;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Differences over paired replications, by hand and by counting how often they are wrong. */
class ComparisonTest {
    private static final MetricKey TTFT = key("ttft", "p99", "run");

    private static MetricKey key(String name, String statistic, String phase) {
        return new MetricKey(name, new TreeMap<>(Map.of("phase", phase)), statistic);
    }

    private static Side side(String name, MetricKey key, double... values) {
        Side.Rows rows = new Side.Rows(values.length);
        for (int r = 0; r < values.length; r++) {
            rows.add(r, key, "s", values[r]);
        }
        return rows.side(name, 1, 3600);
    }

    private static Difference only(Side a, Side b) {
        return Comparison.of(a, List.of(b), a.catalogue().keys()).differences().get(0);
    }

    @Test
    void aDifferenceByHand() {
        Side a = side("a", TTFT, 10, 14, 12, 16);
        Side b = side("b", TTFT, 8, 11, 10, 13);
        Difference d = only(a, b);
        // differences -2, -3, -2, -3: mean -2.5, s = 1/sqrt(3), t(3) = 3.182446
        assertThat(d.paired().difference().value()).isEqualTo(-2.5);
        assertThat(d.paired().difference().halfWidth())
                .isCloseTo(3.182446 / Math.sqrt(3) / 2, within(1e-6));
        // variances 20/3 and 13/3 against 1/3
        assertThat(d.paired().varianceRatio()).isCloseTo(33, within(1e-9));
        assertThat(d.verdict()).isEqualTo(Verdict.LOWER);
        assertThat(d.betterness()).isEqualTo(1);
        assertThat(only(b, a).verdict()).isEqualTo(Verdict.HIGHER);
        assertThat(only(b, a).betterness()).isEqualTo(-1);
    }

    @Test
    void moreCapsAreBetterAndOfUtilisationNothingIsSaid() {
        for (String name : List.of("caps.scale", "utilisation")) {
            MetricKey key = key(name, "mean", "run");
            assertThat(only(side("a", key, 1, 1.1, 1.2), side("b", key, 2, 2.1, 2.21))
                            .betterness())
                    .isEqualTo(name.equals("caps.scale") ? 1 : 0);
        }
    }

    @Test
    void afterAnAdditionIsLaterWithoutOneAndWhatOneLacksIsLeftOut() {
        MetricKey after = key("ttft", "p99", "after");
        MetricKey spike = key("ttft", "p99", "spike");
        Side a = side("a", after, 1, 2, 3);
        Side b = side("b", key("ttft", "p99", "later"), 2, 3, 5);
        Comparison c = Comparison.of(a, List.of(b), List.of(after, spike));
        assertThat(c.differences()).hasSize(1);
        assertThat(c.differences().get(0).after().value()).isCloseTo(10 / 3.0, within(1e-12));
        assertThat(c.leftOut()).containsExactly(spike);
        Side other = side("b", spike, 1, 2, 3);
        assertThat(Comparison.of(a, List.of(other), List.of(after)).leftOut())
                .containsExactly(after);
    }

    @Test
    void whatCannotBeTold() {
        Side a = side("a", TTFT, 1, 2, 3);
        assertThat(only(a, side("b", TTFT, 1, 2, 3)).verdict()).isEqualTo(Verdict.SAME);
        assertThat(only(a, side("b", TTFT, 2, 1, 3.5)).verdict()).isEqualTo(Verdict.UNTOLD);
        assertThat(only(a, side("b", TTFT, 2)).verdict()).isEqualTo(Verdict.UNKNOWN);
        Side other = new Side("b", 2, 7200, 2, a.numbers(), a.units());
        assertThat(Comparison.of(a, List.of(other), List.of(TTFT)).warnings())
                .hasSize(3)
                .anyMatch(each -> each.contains("seed 2"))
                .anyMatch(each -> each.contains("for 2 h"))
                .anyMatch(each -> each.contains("the first 2 of each"));
    }

    /** Ten numbers without a difference: a study in which any is told is wrong. */
    @Test
    void ofAllVerdictsTogetherAnyIsWrongInFivePercent() {
        SplittableRandom random = new SplittableRandom(7);
        int wrong = 0;
        for (int study = 0; study < 2000; study++) {
            Side.Rows a = new Side.Rows(8);
            Side.Rows b = new Side.Rows(8);
            for (int k = 0; k < 10; k++) {
                for (int r = 0; r < 8; r++) {
                    double common = random.nextDouble();
                    a.add(r, key("n" + k, "mean", "run"), "s", common + normal(random));
                    b.add(r, key("n" + k, "mean", "run"), "s", common + normal(random));
                }
            }
            Side left = a.side("a", 1, 1);
            Comparison c = Comparison.of(
                    left, List.of(b.side("b", 1, 1)), left.catalogue().keys());
            wrong += c.differences().stream().anyMatch(d -> d.verdict() != Verdict.UNTOLD) ? 1 : 0;
        }
        // binomial(2000, 0.05) within 4.9 standard deviations
        assertThat(wrong).isBetween(52, 148);
    }

    private static double normal(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
