package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.measure.Series;
import headroom.measure.TimeSeries;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The records of a result: sorted, unchangeable, of one length. */
class RunResultTest {
    private static final double[] TWO = {1, 2};

    @Test
    void limitsAreSortedAndApartFromWhatTheyCameFrom() {
        Map<String, Double> limits = new LinkedHashMap<>();
        limits.put("powerLimitMw.b", 2.0);
        limits.put("powerLimitMw.a", 1.0);
        List<String> assumptions = new ArrayList<>(List.of("pue 1.2 (assumed)"));
        TimeSeries none = new TimeSeries(Instant.EPOCH, 3600, List.of());
        RunResult result = new RunResult(
                "s",
                "t",
                "r",
                Instant.EPOCH,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                "h",
                List.of(),
                List.of(),
                List.of(),
                none,
                limits,
                assumptions,
                List.of());
        limits.clear();
        assumptions.clear();

        assertThat(result.limits().keySet()).containsExactly("powerLimitMw.a", "powerLimitMw.b");
        assertThat(result.assumptions()).hasSize(1);
    }

    @Test
    void lengthsMustAgree() {
        Series two = new Series("a", new TreeMap<>(), "1", TWO, TWO);
        Series one = new Series("b", new TreeMap<>(), "1", new double[1], new double[1]);

        assertThatThrownBy(() -> new Series("a", new TreeMap<>(), "1", TWO, new double[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeSeries(Instant.EPOCH, 3600, List.of(two, one)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("b{}");
    }
}
