package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Assembly;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.scenario.Scenario;
import headroom.theory.Theory;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What theory says of instants, printed beside what is simulated, is what the validation cases say:
 * exactly where rates change in steps, and within the bias that the cases state for the steps of a
 * sinusoid where they swing.
 */
final class InstantTheoryTest {
    static Stream<QueueingCase> cases() {
        return QueueingCase.all("job").stream()
                .filter(each -> each.id().matches("(MTGI|MTMC|MM1T)-0\\d"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theoryKnowsTheCase(QueueingCase each) throws IOException {
        Scenario scenario = each.scenario(1, 1);
        Phase run = new Phase("run", scenario.warmUpSeconds(), scenario.horizonSeconds());
        List<Measurement> theory =
                Theory.of(scenario, List.of(run), stream -> Assembly.curve(scenario, stream));
        int compared = 0;
        for (QueueingCase.Metric metric : each.metrics()) {
            String[] words = metric.how().replace("root ", "").split("[ =]");
            if (words.length < 4 || !words[2].equals("at")) {
                continue;
            }
            double said = theory.stream()
                    .filter(m -> m.name().equals(words[0] + Theory.SUFFIX))
                    .filter(m -> m.statistic().equals(words[1]))
                    .filter(m -> words[3].equals(m.labels().get("at")))
                    .mapToDouble(Measurement::value)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("nothing of " + metric.how()));
            double allowed = (metric.bias() + 1e-9) * metric.exact();
            assertThat(said).as(metric.name()).isCloseTo(metric.exact(), within(allowed));
            compared++;
        }
        assertThat(compared).isGreaterThan(5);
    }
}
