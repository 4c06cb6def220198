package headroom.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** How problems are worded and drawn. */
class ProblemsTest {
    @Test
    void countsEdits() {
        assertThat(Problems.edits("powerLimit", "powerLimit")).isZero();
        assertThat(Problems.edits("powrLimit", "powerLimit")).isEqualTo(1);
        assertThat(Problems.edits("powreLimit", "powerLimit"))
                .as("a swap is one")
                .isEqualTo(1);
        assertThat(Problems.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(Problems.edits("", "abc")).isEqualTo(3);
    }

    @Test
    void suggestsOnlyWhatIsNear() {
        List<String> names = List.of("memphis", "others");
        assertThat(Problems.suggest("Memfis", names)).isEqualTo("did you mean 'memphis'?");
        assertThat(Problems.suggest("berlin", names)).isEqualTo("known: memphis, others");
        assertThat(Problems.suggest("x", List.of())).isEqualTo("there are none");
        assertThat(Problems.nearest("ab", List.of("ac", "ad")))
                .as("first among equals")
                .hasValue("ac");
        assertThat(Problems.nearest("a", List.of("b", "A"))).hasValue("A");
        assertThat(Problems.nearest("a", List.of("b"))).isEmpty();
        assertThat(Problems.nearest("Monday", List.of("tue", "mon"))).hasValue("mon");
        assertThat(Problems.nearest("h100", List.of("h200-sxm", "h100-sxm"))).hasValue("h100-sxm");
        assertThat(Problems.nearest("pre", List.of("preempt", "preload"))).isEmpty();
    }

    @Test
    void drawsTheLineWithACaret() {
        Problem problem = problem(5, "a: \t\u20ac7");
        assertThat(problem.render())
                .isEqualTo(
                        "f.yaml:3:5: error: wrong\n  3 | a:  \u20ac7\n          ^^\n    right\n");
    }

    @Test
    void cutsLongLinesAroundTheCaret() {
        Problem problem = problem(301, "x".repeat(300) + "Y7" + "z".repeat(300));
        String[] lines = problem.render().split("\n", -1);
        assertThat(lines[1].length()).isLessThan(120);
        assertThat(lines[1].substring(lines[2].indexOf('^')).substring(0, 2)).isEqualTo("Y7");
    }

    @Test
    void showsNoControlCharacters() {
        String text = problem(1, "\u001b[31m\u202Ered\u0000").render();
        assertThat(text.chars().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
        assertThat(text).doesNotContain("\u202E");
        assertThat(Problems.quote("a\u001b" + "b".repeat(99)))
                .startsWith("'a\uFFFDb")
                .hasSize(45);
    }

    private static Problem problem(int column, String line) {
        return new Problem(Problem.Severity.ERROR, "f.yaml", 3, column, 2, "wrong", line, "right");
    }
}
