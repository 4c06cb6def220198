package headroom.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.quota.AtLimit.Choice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.EnumMap;
import java.util.Map;

/** The ways out at a usage cap come in their shares. */
final class AtLimitTest {
    private static final double LEAST = 0x1.0p-53;

    @ParameterizedTest
    @CsvSource({"0.5,0.25,0.25", "0,0.75,0.25", "0.25,0,0.75", "0.75,0.25,0", "1,0,0", "0,0,1"})
    void sharesAreExactOnAGrid(double wait, double leave, double pay) {
        AtLimit limit = new AtLimit(wait, leave, pay);
        Map<Choice, Integer> counts = new EnumMap<>(Choice.class);
        int cells = 1 << 12;
        for (int i = 0; i < cells; i++) {
            counts.merge(limit.choose((i + 0.5) / cells), 1, Integer::sum);
        }
        assertThat(counts.getOrDefault(Choice.WAIT, 0)).isEqualTo((int) (wait * cells));
        assertThat(counts.getOrDefault(Choice.LEAVE, 0)).isEqualTo((int) (leave * cells));
        assertThat(counts.getOrDefault(Choice.PAY, 0)).isEqualTo((int) (pay * cells));
    }

    /** Shares may miss 1 by rounding; what has none is still never chosen. */
    @Test
    void aShareOfZeroIsNeverChosen() {
        double miss = 5e-10;
        double last = 1 - LEAST;
        assertThat(new AtLimit(1 - miss, 0, 0).choose(last)).isEqualTo(Choice.WAIT);
        assertThat(new AtLimit(0.5, 0.5 - miss, 0).choose(last)).isEqualTo(Choice.LEAVE);
        assertThat(new AtLimit(0.5, 0, 0.5 - miss).choose(last)).isEqualTo(Choice.PAY);
        assertThat(new AtLimit(0, 1, 0).choose(LEAST)).isEqualTo(Choice.LEAVE);
        assertThat(new AtLimit(0, 0, 1).choose(LEAST)).isEqualTo(Choice.PAY);
    }

    @ParameterizedTest
    @CsvSource({"0.5,0.25,0.2", "1.5,-0.5,0", "0.5,-0.25,0.75", "NaN,0.5,0.5", "0,0,0"})
    void refusesWhatAreNoShares(double wait, double leave, double pay) {
        assertThatThrownBy(() -> new AtLimit(wait, leave, pay))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
