package headroom.comparisons;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.MetricKey;
import headroom.study.Comparison;
import headroom.study.Side;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A comparison is told in as many words as it needs, and in no more than are read. */
class ComparisonWordsTest {
    /** So many numbers in so many replications; from the second number on b is higher by 2. */
    private static List<String> told(int numbers, int replications) {
        Side.Rows a = new Side.Rows(replications, List.of());
        Side.Rows b = new Side.Rows(replications, List.of());
        for (int k = 0; k < numbers; k++) {
            Map<String, String> labels = Map.of("phase", "run", "tier", "t" + k);
            MetricKey key = new MetricKey("ttft", new TreeMap<>(labels), "p99");
            for (int r = 0; r < replications; r++) {
                double noise = 1e-3 * ((r * 7 + k) % 5);
                a.add(r, key, "s", 10 + r);
                b.add(r, key, "s", (k == 0 ? 10 : 12) + r + (k == 0 ? (r % 2) - 0.5 : noise));
            }
        }
        Side left = a.side("a", 1, 60);
        List<Side> right = List.of(b.side("b", 1, 60));
        return new ComparisonWords(Comparison.of(left, right, left.catalogue().keys())).sentences();
    }

    @Test
    void oneDifferenceIsToldWithItsInterval() {
        assertThat(told(2, 6))
                .hasSize(4)
                .startsWith(
                        "1 of 2 numbers differ from a at an error probability of 5 % for all of"
                                + " them together.",
                        "Intervals are 95 % and hold all 2 at once.")
                .contains("p99(ttft, phase=run, tier=t1): b is worse, higher by 2.002 s,"
                        + " 95 % interval [2.000, 2.004]")
                .last()
                .asString()
                .contains("t0): no difference of b can be told: at most");
    }

    @Test
    void ofManyThoseThatDifferComeFirstAndTheRestIsCounted() {
        List<String> told = told(40, 6);
        assertThat(told).hasSize(2 + 25 + 1).last().isEqualTo("The table tells 15 more.");
        assertThat(told.subList(2, 27)).allMatch(s -> s.contains("higher by"));
        assertThat(told(25, 6)).noneMatch(s -> s.contains("more."));
    }

    @Test
    void oneReplicationTellsNothingAndSaysWhatWould() {
        assertThat(told(40, 1)).singleElement().asString().contains("--replications 8");
    }

    /** Forty numbers that are the same and one that may not be: it stands first. */
    @Test
    void whatIsTheSameIsToldInOneSentence() {
        Side.Rows a = new Side.Rows(2, List.of());
        Side.Rows b = new Side.Rows(2, List.of());
        for (int k = 0; k <= 40; k++) {
            Map<String, String> labels = Map.of("phase", "run", "tier", "t" + k);
            MetricKey key = new MetricKey("ttft", new TreeMap<>(labels), "p99");
            for (int r = 0; r < 2; r++) {
                a.add(r, key, "s", 10 + r);
                b.add(r, key, "s", 10 + r + (k == 40 ? 1 + r : 0));
            }
        }
        Side left = a.side("a", 1, 60);
        List<Side> right = List.of(b.side("b", 1, 60));
        List<String> told = new ComparisonWords(
                        Comparison.of(left, right, left.catalogue().keys()))
                .sentences();
        assertThat(told).hasSize(5);
        assertThat(told.get(2)).contains("t40): no difference of b can be told");
        assertThat(told.get(3))
                .isEqualTo("40 numbers of b are the same in each of 2 replications, such as"
                        + " p99(ttft, phase=run, tier=t0).");
        assertThat(told.get(4)).contains("--replications 8").contains("--show");
    }

    @Test
    void aBoundTooSmallToReadIsNotToldAsNothing() {
        MetricKey key = new MetricKey("requests", new TreeMap<>(Map.of("phase", "run")), "mean");
        Side.Rows a = new Side.Rows(4, List.of());
        Side.Rows b = new Side.Rows(4, List.of());
        for (int r = 0; r < 4; r++) {
            a.add(r, key, "1/s", 4.8 + r);
            b.add(r, key, "1/s", 4.8 + r + 1e-7 * (r % 2));
        }
        Side left = a.side("a", 1, 60);
        assertThat(new ComparisonWords(Comparison.of(
                                left,
                                List.of(b.side("b", 1, 60)),
                                left.catalogue().keys()))
                        .sentences())
                .anyMatch(each -> each.endsWith("can be told: at most <0.0001 /s either way"));
    }
}
