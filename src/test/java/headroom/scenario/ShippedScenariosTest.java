package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.supply.PoolSection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The scenarios that come with the project. */
class ShippedScenariosTest {
    @ParameterizedTest
    @MethodSource("headroom.scenario.Shipped#files")
    void readWithoutProblemsAndNameTheirSchema(Path file) throws IOException {
        // parsed as text, so that a trace that is not there does not matter
        String text = Files.readString(file);
        ScenarioFile.Parsed parsed = ScenarioFile.parse(file.toString(), text);
        assertThat(parsed.render()).isEmpty();
        assertThat(parsed.orThrow().name() + ".yaml")
                .isEqualTo(file.getFileName().toString());
        String up = "../".repeat(file.getNameCount() - 2);
        assertThat(text)
                .startsWith("# yaml-language-server: $schema=" + up + "scenario.schema.json\n");
    }

    /** One comparison stands on two files: nothing but the addition may differ. */
    @Test
    void withoutColossusDiffersOnlyInTheAddition() throws IOException {
        Scenario with = read("colossus-1", Map.of("capacityScale", "0"));
        Map<String, String> names = Map.of("name", with.name(), "title", with.title());
        assertThat(read("without-colossus", names)).isEqualTo(with);
    }

    @Test
    void colossusIsTheSiteThatWasAnnounced() throws IOException {
        Scenario scenario = read("colossus-1", Map.of());
        long arriving = scenario.additions().stream()
                .mapToLong(PoolSection.AdditionSection::gpus)
                .sum();
        assertThat(arriving).isEqualTo(220_000);
        List<String> pools = scenario.additions().stream()
                .map(PoolSection.AdditionSection::pool)
                .toList();
        assertThat(pools)
                .allSatisfy(pool -> assertThat(scenario.pool(pool).site()).isEqualTo("memphis"));
        assertThat(scenario.site("memphis").powerLimitWatts()).isEqualTo(300e6);
    }

    private static Scenario read(String name, Map<String, String> overrides) throws IOException {
        String text = Files.readString(Path.of("scenarios", name + ".yaml"));
        return ScenarioFile.parse(name, text, overrides).orThrow();
    }
}
