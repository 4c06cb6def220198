package headroom.control;

import static headroom.control.ControlView.Measure.TTFT_P99;
import static headroom.control.ControlView.Measure.UTILISATION;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HistoryTest {
    private static History measured() {
        History history = new History(6);
        double[] ttft = {50, Double.NaN, 4, 7};
        double[] utilisation = {0.9, 0.2, Double.NaN, 0.4};
        for (int i = 0; i < ttft.length; i++) {
            history.add(new History.Hour(3600.0 * (i + 1), ttft[i], utilisation[i], 10, 1));
        }
        return history;
    }

    @Test
    void theWorstOfTheHoursAskedForCountsAndOthersDoNot() {
        History history = measured();
        assertThat(new History(6).worst(TTFT_P99, -3, 0)).isNaN();
        assertThat(history.worst(TTFT_P99, 0, 4)).isEqualTo(50);
        assertThat(history.worst(TTFT_P99, 1, 4)).isEqualTo(7);
        assertThat(history.worst(TTFT_P99, 3, 4)).isEqualTo(7);
        assertThat(history.worst(TTFT_P99, 1, 3)).isEqualTo(4);
        assertThat(history.worst(TTFT_P99, 1, 2)).isNaN();
        assertThat(history.worst(UTILISATION, 1, 4)).isEqualTo(0.4);
        assertThat(history.worst(UTILISATION, -96, 4)).isEqualTo(0.9);
    }

    @Test
    void anHourCountsFromItsEndOn() {
        History history = measured();
        assertThat(history.endedBy(3599)).isZero();
        assertThat(history.endedBy(3600)).isEqualTo(1);
        assertThat(history.endedBy(14_399)).isEqualTo(3);
        assertThat(history.endedBy(1e9)).isEqualTo(4);
    }
}
