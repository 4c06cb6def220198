package headroom.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.study.StudyException;

import org.junit.jupiter.api.Test;

import java.util.Optional;

final class SearchGridTest {
    private static final Optional<String> NONE = Optional.empty();

    private static SearchGrid grid(String text) throws StudyException {
        return SearchGrid.parse(text, true, NONE, NONE);
    }

    @Test
    void wholeEndsMakeWholeNumbers() throws StudyException {
        SearchGrid grid = grid("jobs.stations.desk.servers in 95:130");
        assertThat(grid.size()).isEqualTo(36);
        assertThat(grid.text(0)).isEqualTo("95");
        assertThat(grid.text(35)).isEqualTo("130");
        assertThat(grid.path()).isEqualTo("jobs.stations.desk.servers");
        SearchGrid tens = SearchGrid.parse("k in 100:135", false, Optional.of("10"), NONE);
        assertThat(tens.size()).isEqualTo(4);
        assertThat(tens.text(0)).isEqualTo("130");
        assertThat(tens.text(3)).isEqualTo("100");
    }

    @Test
    void otherValuesAreAsFineAsTheTolerance() throws StudyException {
        SearchGrid grid = grid("demand.spikeScale in 0.5:2.5");
        assertThat(grid.size()).isEqualTo(101);
        assertThat(grid.text(1)).isEqualTo("0.52");
        assertThat(grid.text(100)).isEqualTo("2.5");
        SearchGrid fine = SearchGrid.parse("k in 1:2", true, NONE, Optional.of("0.25"));
        assertThat(fine.size()).isEqualTo(5);
        assertThat(fine.number(1.5)).isEqualTo(1.375);
    }

    /** A tolerance of 0.18 makes six parts of a sixth: the last ends at 1, not at 1.0000002. */
    @Test
    void theLastValueIsTheEndItself() throws StudyException {
        SearchGrid share = SearchGrid.parse("x in 0:1", false, NONE, Optional.of("0.18"));
        assertThat(share.size()).isEqualTo(7);
        assertThat(share.text(0)).isEqualTo("1");
        assertThat(share.text(5)).isEqualTo("0.1666667");
        assertThat(share.text(6)).isEqualTo("0");
        SearchGrid thirds = SearchGrid.parse("x in 0.5:2.5 s", true, NONE, Optional.of("0.7 s"));
        assertThat(thirds.text(2)).isEqualTo("1.833333 s");
        assertThat(thirds.text(3)).isEqualTo("2.5 s");
    }

    @Test
    void unitsStandAtTheUpperEndOrAtBoth() throws StudyException {
        assertThat(grid("sites.plant.powerLimit in 1:3 MW").text(2)).isEqualTo("3 MW");
        assertThat(grid("sites.plant.powerLimit in 1 MW:3 MW").text(0)).isEqualTo("1 MW");
        assertThat(grid("x in $5:$20").text(1)).isEqualTo("$6");
        assertThat(grid("x in 10:20 /s").text(1)).isEqualTo("11 /s");
    }

    @Test
    void whatIsNoRangeIsRefusedWithWhatWouldBeRight() {
        for (String wrong :
                new String[] {"k", "k in 3", "k in 5:3", "k in a:b", "k in 1 MW:2 kW", "in 1:2"}) {
            assertThatThrownBy(() -> grid(wrong))
                    .as(wrong)
                    .isInstanceOf(StudyException.class)
                    .hasMessageMatching("(?s).*(write|need).*");
        }
        assertThatThrownBy(() ->
                        SearchGrid.parse("k in 1:2", true, Optional.of("1"), Optional.of("1")))
                .isInstanceOf(StudyException.class);
    }

    @Test
    void budgetsCountReplicationsOrRequests() throws StudyException {
        assertThat(SearchBudget.parse("400").replications()).isEqualTo(400);
        assertThat(SearchBudget.parse("400 replications").replications()).isEqualTo(400);
        assertThat(SearchBudget.parse("2.5 M requests").requests()).isEqualTo(2.5e6);
        assertThat(SearchBudget.parse("1 B jobs").requests()).isEqualTo(1e9);
        assertThatThrownBy(() -> SearchBudget.parse("3 hours")).isInstanceOf(StudyException.class);
    }
}
