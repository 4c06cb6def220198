package headroom.comparisons;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.scenario.ResolvedYaml;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** In which keys scenarios differ, from what is saved of them. */
final class ScenarioChangesTest {
    private static final Path FILE = Path.of("scenarios/spike.yaml");

    private static String resolved(Map<String, String> changes) throws IOException {
        return ResolvedYaml.write(ScenarioFile.read(FILE, changes).orThrow());
    }

    private static ScenarioChanges changes(String... resolved) {
        List<String> names = IntStream.range(0, resolved.length)
                .mapToObj(i -> "" + (char) ('A' + i))
                .toList();
        return new ScenarioChanges(names, List.of(resolved));
    }

    @Test
    void eachKeyThatIsNotTheSameInAllHasARow() throws IOException {
        String plain = resolved(Map.of());
        String other =
                resolved(Map.of("seed", "77", "demand.tiers[pro].users", "4321", "name", "other"));
        String third = resolved(Map.of("seed", "77", "demand.spikes", "[]"));
        ScenarioChanges changes = changes(plain, other, third);
        assertThat(changes.table().heads()).containsExactly("key", "A", "B", "C");
        assertThat(changes.table().rows())
                .anySatisfy(row -> assertThat(row).startsWith("seed").endsWith("77", "77"))
                .anySatisfy(row ->
                        assertThat(row).startsWith("demand.tiers[pro].users").contains("4321"))
                .anySatisfy(row -> assertThat(row).startsWith("demand.spikes").endsWith("[]"))
                .noneMatch(row -> row.get(0).equals("name"))
                .noneMatch(row -> row.get(0).equals("horizon"));
        assertThat(changes.table().rows())
                .as("each in its place, and absent where it is not")
                .anySatisfy(row -> assertThat(row)
                        .startsWith("demand.spikes[surge].height")
                        .endsWith("none"));
        assertThat(changes.note()).isEmpty();
    }

    @Test
    void theSameIsSaid() throws IOException {
        String plain = resolved(Map.of());
        assertThat(changes(plain, plain).table().rows()).isEmpty();
        assertThat(changes(plain, plain).note()).isEqualTo("The scenarios are the same.");
    }

    @Test
    void moreThanTenAreCounted() {
        StringBuilder one = new StringBuilder();
        StringBuilder two = new StringBuilder();
        for (int i = 0; i < 13; i++) {
            one.append("k" + i + ": 1\n");
            two.append("k" + i + ": 2\n");
        }
        ScenarioChanges changes = changes(one.toString(), two.toString());
        assertThat(changes.table().rows()).hasSize(10).contains(List.of("k9", "1", "2"));
        assertThat(changes.note()).isEqualTo("And 3 more keys.");
    }
}
