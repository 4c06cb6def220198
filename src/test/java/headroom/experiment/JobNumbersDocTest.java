package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.MetricKey;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/jobs.md says what every number of jobs is that a shipped study has, and names no other. */
final class JobNumbersDocTest {
    private static final Path DOCUMENT = Path.of("docs/jobs.md");
    private static final Pattern NAME = Pattern.compile("`(jobs\\.[\\w.]+)`");
    private static final String LEVELS = "\\.(exactly|atLeast)$";

    @Test
    void everyNumberIsThere() throws IOException {
        TreeSet<String> told = new TreeSet<>();
        for (Path file : files()) {
            var scenario = ScenarioFile.read(file, Map.of()).orThrow();
            if (scenario.jobs().isPresent()) {
                Simulation.of(scenario, file.getParent()).catalogue().keys().stream()
                        .map(MetricKey::name)
                        .filter(name -> name.startsWith("jobs.") && !name.endsWith(".expected"))
                        .forEach(told::add);
            }
        }
        String text = Files.readString(DOCUMENT);
        TreeSet<String> said = NAME.matcher(text)
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        told.removeIf(name -> said.contains(name.replaceAll(LEVELS, "")));
        assertThat(told).as("not in " + DOCUMENT).isEmpty();
        assertThat(said).contains("jobs.wait", "jobs.utilisation", "jobs.orbit", "jobs.use");
    }

    private static Iterable<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("scenarios"))) {
            return all.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
