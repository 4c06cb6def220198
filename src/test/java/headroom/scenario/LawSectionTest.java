package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.demand.LawSection;
import headroom.variates.Law;
import headroom.yaml.Document;
import headroom.yaml.Document.Entry;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Source;
import headroom.yaml.Key;
import headroom.yaml.Problem;
import headroom.yaml.Problems;
import headroom.yaml.Quantity;
import headroom.yaml.Scalars.Spec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

/** Laws as a file says them, under a key that is a duration. */
class LawSectionTest {
    private static final Spec DURATION =
            new Spec("service", Quantity.DURATION, "[0 s, 3660 d]", Key.Form.PLAIN);

    private final Problems problems = new Problems();

    private Optional<LawSection> bind(String law) {
        String text = "service: " + law;
        Source source = Source.of("test", false, text);
        Mapping root = (Mapping) Document.read(source, text, problems).orElseThrow();
        Entry service = root.find("service").orElseThrow();
        return new Binder(root, problems).bind(LawSection.class, DURATION, service.value());
    }

    private List<String> told(String law) {
        assertThat(bind(law)).isEmpty();
        return problems.inOrder().stream().map(Problem::message).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{law: exponential, mean: 5 min} | 300 | 1",
                "{law: fixed, mean: 5 min} | 300 | 0",
                "5 min | 300 | 0",
                "{law: erlang, stages: 4, mean: 2 s} | 2 | 0.25",
                "{law: hyperexponential, mean: 1 h, cv2: 9} | 3600 | 9",
                "{law: uniform, from: 0 s, to: 6 s} | 3 | 0.333333333333",
                "{law: lognormal, mean: 10 s, cv2: 2} | 10 | 2",
                "{law: lognormal, median: 4 s, sigma: 1} | 6.5948850828 | 1.71828182846",
                "{law: pareto, alpha: 2, from: 1 s, to: 3 s} | 1.5 | 0.0986122886681",
                "{law: weibull, mean: 7 s, shape: 0.5} | 7 | 5",
                "{law: gamma, mean: 7 s, cv2: 3} | 7 | 3",
            })
    void lawsAreWhatTheySay(String text, double mean, double squaredCv) {
        Law law = bind(text).orElseThrow().law();
        assertThat(law.mean()).isCloseTo(mean, within(1e-9 * mean));
        assertThat(law.squaredCv()).isCloseTo(squaredCv, within(1e-9));
        assertThat(law.quantile(0.999)).isLessThan(60 * mean);
    }

    @Test
    void branchesHaveSharesAndMeans() {
        String text = "{law: hyperexponential,"
                + " branches: [{share: 75 %, mean: 2 s}, {share: 25 %, mean: 1 min}]}";
        Law law = bind(text).orElseThrow().law();
        assertThat(law.mean()).isCloseTo(16.5, within(1e-12));
        double squares = 2 * (0.75 * 4 + 0.25 * 3600);
        assertThat(law.squaredCv()).isCloseTo(squares / (16.5 * 16.5) - 1, within(1e-12));
    }

    @Test
    void aBareValueIsTheSameAsAFixedOne() {
        assertThat(bind("5 min")).isEqualTo(bind("{law: fixed, mean: 300 s}"));
        assertThat(bind("5 min").orElseThrow().value()).hasValue(300);
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        assertThat(told("{law: erlang, mean: 0 s, cv2: 2, sigma: 1}"))
                .containsExactlyInAnyOrder(
                        ": missing key 'stages', needed by law erlang",
                        "cv2: is not for law erlang",
                        "sigma: is not for law erlang",
                        "mean: must be above 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{law: exponential} | key 'mean', needed by law exponential",
                "{law: lognormal, median: 3 s, cv2: 1} | missing key 'mean'",
                "{law: lognormal, median: 3 s} | key 'sigma', needed by law lognormal",
                "{law: hyperexponential, mean: 1 s, cv2: 0.5} | take erlang or gamma",
                "{law: gamma, mean: 1 s, cv2: 200} | from 0.0001 to 100",
                "{law: erlang, mean: 1 s, stages: 2.5} | must be a whole number",
                "{law: uniform, from: 5 s, to: 5 s} | to: must be above from",
                "{law: pareto, alpha: 1, from: 0 s, to: 5 s} | from: must be above 0",
                "{law: hyperexponential, branches: [{share: 50 %, mean: 1 s}]} | sum to 100 %",
                "{law: hyperexponential, branches: [{share: 1, mean: 0 s}]} | [0].mean: must",
                "{law: fixed, mean: 3} | has no unit",
                "{law: normal, mean: 3 s} | normal",
                "3 | has no unit",
            })
    void mistakesAreTold(String text, String part) {
        assertThat(told(text)).anySatisfy(message -> assertThat(message).contains(part));
    }
}
