package headroom.policy;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.control.LendingPolicy;
import headroom.control.LendingView;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many of 1,000 GPUs are lent: rows of what is lent, spare, fewest and most spare, and what
 * each policy makes of them.
 */
final class LendingTest {
    /** Spare now, the fewest in ten minutes, the most in one. */
    private record Seen(double lentGpus, double spareGpus, double fewest, double most)
            implements LendingView {
        @Override
        public double poolGpus() {
            return 1000;
        }

        @Override
        public double leastSpareGpus(double lookbackSeconds) {
            assertThat(lookbackSeconds).isEqualTo(600);
            return fewest;
        }

        @Override
        public double mostSpareGpus(double lookbackSeconds) {
            assertThat(lookbackSeconds).isEqualTo(60);
            return most;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "300, 400, 350, 450, 400, 300, 300",
        "300, 400, 400, 400, 400, 300, 300",
        "300, 500, 450, 550, 500, 400, 350",
        "300, 200, 150, 350, 200, 100, 250",
        "300, 200, 200, 200, 200, 100, 100",
        "300, 390, 100, 390, 390, 290, 290",
        "0, -50, -50, -50, -50, -150, -150"
    })
    void eachLendsAsItSays(ArgumentsAccessor row) {
        Seen seen =
                new Seen(row.getDouble(0), row.getDouble(1), row.getDouble(2), row.getDouble(3));
        assertThat(new LendFree().lent(seen)).isEqualTo(row.getDouble(4));
        assertThat(new LendWithReserve(0.1).lent(seen)).isEqualTo(row.getDouble(5));
        LendingPolicy patient = new LendAfterQuiet(0.1, 600, 60);
        assertThat(patient.lent(seen)).isEqualTo(row.getDouble(6));
        assertThat(patient.lookbackSeconds()).isEqualTo(600);
    }
}
