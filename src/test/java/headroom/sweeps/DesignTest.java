package headroom.sweeps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.study.StudyException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** At which points a sweep looks. */
final class DesignTest {
    private static List<Variation> variations(String... texts) throws StudyException {
        List<Variation> all = new java.util.ArrayList<>();
        for (String text : texts) {
            all.add(Variation.parse(text));
        }
        return all;
    }

    @Test
    void theLastVariableOfAGridChangesFastest() throws StudyException {
        List<Variation> both = variations("a=1:3:1", "b=x,y");
        Design grid = Design.parse("grid");
        assertThat(grid.count(both)).isEqualTo(6);
        assertThat(grid.points(both, 1))
                .extracting(Map::toString)
                .containsExactly(
                        "{a=1, b=x}",
                        "{a=1, b=y}",
                        "{a=2, b=x}",
                        "{a=2, b=y}",
                        "{a=3, b=x}",
                        "{a=3, b=y}");
    }

    @Test
    void oneAtATimeBeginsWithTheScenarioAsItIs() throws StudyException {
        List<Variation> both = variations("a=1:2:1", "b=0:9");
        Design design = Design.parse("one-at-a-time");
        assertThat(design.count(both)).isEqualTo(5);
        assertThat(design.points(both, 1))
                .containsExactly(
                        Map.of(),
                        Map.of("a", "1"),
                        Map.of("a", "2"),
                        Map.of("b", "0"),
                        Map.of("b", "9"));
    }

    @Test
    void aLatinHypercubeHasOnePointInEachPart() throws StudyException {
        List<Variation> all =
                variations("lin=1000 s:1000.1 s", "down=5:-5", "log=log:1:1000", "list=1:50:1");
        for (int n : new int[] {2, 7, 50, 333}) {
            for (long seed = 0; seed < 5; seed++) {
                List<Map<String, String>> points = Design.parse("lhs:" + n).points(all, seed);
                assertThat(points).hasSize(n);
                TreeSet<Integer> lin = new TreeSet<>();
                TreeSet<Integer> down = new TreeSet<>();
                TreeSet<Integer> log = new TreeSet<>();
                TreeMap<String, Integer> list = new TreeMap<>();
                for (Map<String, String> point : points) {
                    double seconds = Double.parseDouble(point.get("lin").replace(" s", ""));
                    lin.add((int) Math.floor((seconds - 1000) / (1000.1 - 1000) * n));
                    down.add(
                            (int) Math.floor((5 - Double.parseDouble(point.get("down"))) / 10 * n));
                    double power = Math.log10(Double.parseDouble(point.get("log"))) / 3;
                    log.add((int) Math.floor(power * n));
                    list.merge(point.get("list"), 1, Integer::sum);
                }
                assertThat(lin).hasSize(n).first().isEqualTo(0);
                assertThat(lin.last()).isEqualTo(n - 1);
                assertThat(down).hasSize(n);
                assertThat(log).hasSize(n);
                assertThat(list.values())
                        .allMatch(count -> count == (int) Math.floor(n / 50.0)
                                || count == (int) Math.ceil(n / 50.0));
            }
        }
    }

    @Test
    void aLatinHypercubeDependsOnSeedAndPathAlone() throws StudyException {
        Design design = Design.parse("lhs:20");
        List<Map<String, String>> both = design.points(variations("a=0:1", "b=0:1"), 7);
        List<Map<String, String>> alone = design.points(variations("b=0:1"), 7);
        for (int p = 0; p < 20; p++) {
            assertThat(alone.get(p).get("b")).isEqualTo(both.get(p).get("b"));
        }
        assertThat(both)
                .extracting(p -> p.get("a"))
                .isNotEqualTo(both.stream().map(p -> p.get("b")).toList());
        assertThat(design.points(variations("b=0:1"), 8)).isNotEqualTo(alone);
    }

    @Test
    void anUnknownDesign() {
        assertThatThrownBy(() -> Design.parse("gird")).hasMessageContaining("did you mean 'grid'?");
        assertThatThrownBy(() -> Design.parse("lhs:1")).hasMessageContaining("at least 2 points");
        assertThatThrownBy(() -> Design.parse("sobol")).hasMessageContaining("one-at-a-time");
    }
}
