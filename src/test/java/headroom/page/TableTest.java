package headroom.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class TableTest {
    private static final Table TABLE = new Table(
            "values",
            List.of("what", "value"),
            List.of(List.of("a|b", "1 ± 2"), List.of("c", "3")));

    @Test
    void columnsAlign() {
        assertThat(TABLE.lines()).containsExactly("what  value", "a|b   1 ± 2", "c         3");
    }

    @Test
    void markdownAndCsvEscapeWhatWouldEndACell() {
        assertThat(TABLE.markdown())
                .isEqualTo("| what | value |\n|---|---:|\n| a\\|b | 1 ± 2 |\n| c | 3 |\n");
        assertThat(new Table("", List.of("x"), List.of(List.of("a,b"))).csv())
                .isEqualTo("x\n\"a,b\"\n");
    }

    @Test
    void rowsHaveAsManyCellsAsThereAreHeads() {
        List<List<String>> rows = List.of(List.of("1", "2"));
        assertThatThrownBy(() -> new Table("", List.of("x"), rows))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
