package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HistoryTest {
    @Test
    void theWorstOfTheLastHoursCountsAndOlderOnesDoNot() {
        History history = new History(6);
        assertThat(history.worstTtftP99Seconds(3)).isNaN();
        history.add(50, 0.9);
        history.add(Double.NaN, 0.2);
        history.add(4, Double.NaN);
        history.add(7, 0.4);
        assertThat(history.worstTtftP99Seconds(4)).isEqualTo(50);
        assertThat(history.worstTtftP99Seconds(3)).isEqualTo(7);
        assertThat(history.worstTtftP99Seconds(1)).isEqualTo(7);
        assertThat(history.worstUtilisation(3)).isEqualTo(0.4);
        assertThat(history.worstUtilisation(4)).isEqualTo(0.9);
        assertThat(history.worstUtilisation(100)).isEqualTo(0.9);
    }
}
