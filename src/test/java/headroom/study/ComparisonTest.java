package headroom.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.MetricKey;
import headroom.measure.Phase;
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
        Side.Rows rows = new Side.Rows(values.length, List.of());
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

    /** $30 for 400 tokens/s in an hour, not the mean of $10 for 100 and $20 for 300. */
    @Test
    void whatATokenCostsIsComparedAsARunTellsIt() {
        MetricKey key = key("cost.per.token", "ratio", "run");
        Side.Rows rows = new Side.Rows(2, List.of(new Phase("run", 0, 3600)));
        for (int r = 0; r < 2; r++) {
            rows.add(r, labelled("tokens", "mean", "output"), "token/s", 100 + 200 * r);
            rows.add(r, labelled("cost", "total", "energy"), "$", 10 + 10 * r);
            rows.add(r, key, "$/Mtoken", Double.NaN);
        }
        double[] each = rows.side("a", 1, 3600).numbers().get(key);
        assertThat((each[0] + each[1]) / 2).isCloseTo(30 / 400.0 / 3600 * 1e6, within(1e-9));
    }

    private static MetricKey labelled(String name, String statistic, String kind) {
        return new MetricKey(name, new TreeMap<>(Map.of("phase", "run", "kind", kind)), statistic);
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

    private static Side during(String name, Phase phase, MetricKey key) {
        Side.Rows rows = new Side.Rows(2, List.of(phase));
        rows.add(0, key, "s", 1);
        rows.add(1, key, "s", 2.5);
        return rows.side(name, 1, 3600);
    }

    @Test
    void phasesOfOtherDaysAreNotCompared() {
        MetricKey normal = key("ttft", "p99", "normal");
        Side a = during("a", new Phase("normal", 0, 58 * 3600), normal);
        Side same = during("b", new Phase("normal", 0, 58 * 3600), normal);
        Side shorter = during("c", new Phase("normal", 0, 39 * 3600), normal);
        assertThat(Comparison.of(a, List.of(same), List.of(normal)).differences())
                .hasSize(1);
        Comparison c = Comparison.of(a, List.of(same, shorter), List.of(normal));
        assertThat(c.differences()).isEmpty();
        assertThat(c.leftOut()).isEmpty();
        assertThat(c.warnings())
                .containsExactly("Phase normal is hours 0 to 58 in a and hours 0 to 39 in c:"
                        + " different times, so its numbers are left out");
        // a longer run of the same queue tells the same
        Side run = during("d", new Phase("run", 0, 7200), TTFT);
        Side longer = during("e", new Phase("run", 0, 72_000), TTFT);
        assertThat(Comparison.of(run, List.of(longer), List.of(TTFT)).differences())
                .hasSize(1);
    }

    /** 8.9 h and 9.4 h are not 9 h both. */
    @Test
    void partsOfAnHourAreTold() {
        MetricKey normal = key("ttft", "p99", "normal");
        Side a = during("a", new Phase("normal", 0, 8.9 * 3600), normal);
        Side b = during("b", new Phase("normal", 0, 9.4 * 3600), normal);
        assertThat(Comparison.of(a, List.of(b), List.of(normal)).warnings())
                .containsExactly("Phase normal is hours 0 to 8.9 in a and hours 0 to 9.4 in b:"
                        + " different times, so its numbers are left out");
        Side.Rows rows = new Side.Rows(2, List.of());
        Side hour = rows.side("mmc with horizon=6000 s", 1, 6000);
        Side half = rows.side("mmc", 1, 3000);
        assertThat(Comparison.of(half, List.of(hour), List.of()).warnings())
                .containsExactly("mmc with horizon=6000 s runs for 1 h 40 min, mmc for 50 min:"
                        + " their numbers are of different times");
        assertThat(List.of(Phase.clock(0), Phase.clock(45.5), Phase.clock(7200), Phase.clock(90)))
                .containsExactly("0 s", "45.5 s", "2 h", "1 min 30 s");
    }

    @Test
    void whatIsLaterOnOtherDaysIsNotWhatIsAfter() {
        MetricKey after = key("ttft", "p99", "after");
        MetricKey later = key("ttft", "p99", "later");
        Side a = during("a", new Phase("after", 7200, 72_000), after);
        Side b = during("b", new Phase("later", 7200, 72_000), later);
        Side c = during("c", new Phase("later", 36_000, 72_000), later);
        assertThat(Comparison.of(a, List.of(b), List.of(after)).differences()).hasSize(1);
        assertThat(Comparison.of(a, List.of(c), List.of(after)).differences()).isEmpty();
        assertThat(Comparison.of(c, List.of(a), List.of(later)).warnings())
                .containsExactly("Phase later is hours 10 to 20 in c and hours 2 to 20 in a:"
                        + " different times, so its numbers are left out");
    }

    @Test
    void whatCannotBeTold() {
        Side a = side("a", TTFT, 1, 2, 3);
        assertThat(only(a, side("b", TTFT, 1, 2, 3)).verdict()).isEqualTo(Verdict.SAME);
        assertThat(only(a, side("b", TTFT, 2, 1, 3.5)).verdict()).isEqualTo(Verdict.UNTOLD);
        assertThat(only(a, side("b", TTFT, 2)).verdict()).isEqualTo(Verdict.UNKNOWN);
        Side other = new Side("b", 2, 7200, List.of(), 2, a.numbers(), a.units());
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
            Side.Rows a = new Side.Rows(8, List.of());
            Side.Rows b = new Side.Rows(8, List.of());
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

    @Test
    void whatATokenCostsIsPlain() {
        MetricKey key = new MetricKey("cost.per.token", new TreeMap<>(), "ratio");
        assertThat(Better.of(key)).isEqualTo(Better.LESS);
    }
}
