package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every shipped scenario has something said of it, and no table holds what is no number. */
final class EveryScenarioIsExplainedTest {
    @TestFactory
    List<DynamicTest> everyShippedScenario() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("scenarios"))) {
            List<Path> all =
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
            assertThat(all).hasSizeGreaterThan(60);
            return all.stream()
                    .map(f -> DynamicTest.dynamicTest(f.toString(), () -> explain(f)))
                    .toList();
        }
    }

    private static void explain(Path file) throws IOException {
        Explanation explanation =
                Explanation.of(ScenarioFile.read(file, Map.of()).orThrow(), file.getParent());
        assertThat(explanation.words()).isNotEmpty();
        List<Table> tables = explanation.tables();
        assertThat(tables).hasSizeGreaterThanOrEqualTo(2);
        for (Table table : tables) {
            assertThat(Table.plain(table)).startsWith(table.title()).doesNotContain("NaN");
        }
        explanation.expected().forEach(m -> {
            assertThat(m.value()).as(m.toString()).isNotNaN().isNotNegative();
            assertThat(m.name()).endsWith(".expected");
        });
    }
}
