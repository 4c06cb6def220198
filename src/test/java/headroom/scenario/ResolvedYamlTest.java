package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The resolved text says everything, and reads back as the same scenario. */
class ResolvedYamlTest {
    @ParameterizedTest
    @MethodSource("headroom.scenario.Shipped#files")
    void shippedScenariosReadBack(Path file) throws IOException {
        readsBack(ScenarioFile.read(file).orThrow());
    }

    @Test
    void everyKeyReadsBack() throws IOException {
        readsBack(ScenarioFile.parse("f", Shipped.everyKey()).orThrow());
    }

    @Test
    void defaultsReadBack() throws IOException {
        readsBack(ScenarioFile.parse("f", Shipped.requiredKeys()).orThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a \\ b # c: {d}'",
                "\"tab \\u00a0 \\u2028 \\u202e \\U0001F600 end \"",
                "'- null ~ 1.5 %'",
                "'  blanks  '",
            })
    void titlesReadBack(String title) throws IOException {
        Map<String, String> override = Map.of("title", title);
        readsBack(ScenarioFile.parse("f", Shipped.requiredKeys(), override).orThrow());
    }

    private static void readsBack(Scenario scenario) {
        String text = ResolvedYaml.write(scenario);
        Scenario again = ScenarioFile.parse("resolved", text).orThrow();
        assertThat(again).isEqualTo(scenario);
        assertThat(ResolvedYaml.write(again)).isEqualTo(text);
        assertThat(text.chars()).allMatch(c -> c < 0x7F || Character.isLetterOrDigit(c));
    }

    @Test
    void saysWhatWasLeftUnsaidInOneUnitEach() throws IOException {
        String text = ResolvedYaml.write(
                ScenarioFile.parse("f", Shipped.requiredKeys()).orThrow());
        List<String> lines = text.lines().map(String::strip).toList();
        assertThat(lines)
                .contains(
                        "horizon: 86400 s",
                        "warmUp: 0 s",
                        "epoch: 10 s",
                        "powerLimit: 1000000 W",
                        "actuationDelay: 40 s",
                        "cachedInput: 0",
                        "clockExponent: 3",
                        "maxQueuePerReplica: 64",
                        "rateLimits: {}",
                        "wait: 1",
                        "leave: 0",
                        "think: 60 s",
                        "cacheLifetime: 300 s",
                        "profile: flat",
                        "controllers: {}");
    }
}
