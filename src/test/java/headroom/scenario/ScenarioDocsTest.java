package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import headroom.yaml.Key;
import headroom.yaml.Quantity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The schema and the reference are those of the records.
 *
 * <p>To write both again: {@code mvn -q test -Dtest=ScenarioDocsTest -Dheadroom.regenerate=true}.
 */
class ScenarioDocsTest {
    private static final Path SCHEMA = Path.of("scenarios/scenario.schema.json");
    private static final Path REFERENCE = Path.of("docs/scenario.md");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void schemaIsCurrent() throws IOException {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        keepCurrent(
                SCHEMA,
                JSON.writer().with(printer).writeValueAsString(SchemaWriter.schema()) + "\n");
    }

    @Test
    void referenceIsCurrent() throws IOException {
        keepCurrent(REFERENCE, ReferenceWriter.reference());
    }

    private static void keepCurrent(Path file, String text) throws IOException {
        if (Boolean.getBoolean("headroom.regenerate")) {
            Files.writeString(file, text);
        }
        assertThat(file).as("regenerate it").content().isEqualTo(text);
    }

    @Test
    void everyKeyIsDocumentedAndEveryRangeIsOne() {
        List<Class<?>> sections = new ArrayList<>(List.of(Scenario.class));
        for (int i = 0; i < sections.size(); i++) {
            for (RecordComponent component : sections.get(i).getRecordComponents()) {
                Key key = component.getAnnotation(Key.class);
                assertThat(key).as(sections.get(i) + "." + component.getName()).isNotNull();
                assertThat(key.doc()).as(key.name()).endsWith(".").hasSizeGreaterThan(8);
                assertThat(key.name()).matches("[a-z][A-Za-z0-9]*");
                if (!key.range().isEmpty() && key.unit() != Quantity.OUTER) {
                    Quantity.Range range = Quantity.Range.of(key.range(), key.unit());
                    assertThat(range.low()).as(key.name()).isLessThan(range.high());
                }
                Shipped.sectionsOf(component.getGenericType()).stream()
                        .filter(type -> !sections.contains(type))
                        .forEach(sections::add);
            }
        }
        assertThat(sections).hasSize(100);
    }

    @ParameterizedTest
    @MethodSource("headroom.scenario.Shipped#files")
    void schemaAcceptsShippedScenariosAndWhatTheyResolveTo(Path file) throws IOException {
        assertThat(errors(Files.readString(file))).isEmpty();
        Scenario scenario = ScenarioFile.read(file).orThrow();
        assertThat(errors(ResolvedYaml.write(scenario))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "horizon: 14 d -> horizon: 14",
                "horizon: 14 d -> horizon: 14 W",
                "pue: 1.2 -> pue: 0.9",
                "kind: chat -> kind: talk",
                "cells: 10 -> cells: 10\nextra: 1",
                "warmUp: 1 d -> warmup: 1 d",
                "seed: 20_260_506 -> ",
                "price: $20/month -> price: 20",
                "name: every-key -> name: Every key",
                "routing: {policy: session-affinity, -> routing: {policy: 2,",
            })
    void schemaRefusesWhatTheParserRefuses(String change) throws IOException {
        String[] halves = change.split(" -> ", -1);
        String text = Shipped.everyKey();
        assertThat(text).contains(halves[0]);
        String changed = text.replace(halves[0], halves[1]);
        assertThat(errors(changed)).isNotEmpty();
        assertThat(ScenarioFile.parse("changed", changed).scenario()).isEmpty();
    }

    private static List<Error> errors(String yaml) {
        Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        JsonNode node = JSON.valueToTree(tree);
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JSON.writeValueAsString(SchemaWriter.schema()));
        return schema.validate(node);
    }

    @Test
    void schemaHasTheKeysOfTheScenario() {
        Map<?, ?> properties = (Map<?, ?>) SchemaWriter.schema().get("properties");
        assertThat(properties).hasSize(Scenario.class.getRecordComponents().length);
    }
}
