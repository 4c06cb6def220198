package headroom.experiment;

import static headroom.experiment.ByHand.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users do at limits, worked out request by request. */
final class AtLimitsByHandTest {
    private static final double DAY = 86_400;

    private static String requests(String name, int most, String kind, String choice) {
        return "{name: " + name + ", requests: " + most + ", " + kind + ", atLimit: {" + choice
                + ": 100 %}}";
    }

    /**
     * One user asks every ten minutes. Ten requests fill two hours, two more go slowly, and from
     * then on the day decides: at its cap the user leaves, whatever it did at the other.
     */
    @ParameterizedTest
    @CsvSource({"10, 12", "11, 13", "20, 24"})
    void theSlowLaneIsThatOfTheCapAtWhichItWasChosen(int day, long served) {
        String limits = "limits: ["
                + requests("hours", 10, "kind: first-use, window: 2 h", "slow")
                + ", "
                + requests("day", day, "kind: calendar, period: day, zone: UTC", "leave")
                + "]";
        ByHand run = ByHand.run(closed("t", 1, limits));
        assertThat(run.perSecond("t", "completed") * DAY).isCloseTo(served, within(1e-6));
    }
}
