package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import headroom.measure.Measurement;
import headroom.page.SummaryFiles;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.SplittableRandom;

/** The summary read back from its files. */
class SummaryFilesTest {
    private final List<Measurement> summary = Runs.withAddition().summary();

    @Test
    void jsonReadsBackToTheSameNumbers() {
        JsonNode list = JsonMapper.shared().readTree(SummaryFiles.json(summary));

        assertThat(list.size()).isEqualTo(summary.size());
        for (int i = 0; i < summary.size(); i++) {
            Measurement each = summary.get(i);
            JsonNode object = list.get(i);
            assertThat(object.propertyNames())
                    .containsExactly(
                            "name",
                            "labels",
                            "statistic",
                            "unit",
                            "value",
                            "halfWidth",
                            "level",
                            "n");
            assertThat(object.get("name").asString()).isEqualTo(each.name());
            assertThat(object.get("statistic").asString()).isEqualTo(each.statistic());
            assertThat(object.get("unit").asString()).isEqualTo(each.unit());
            assertThat(number(object.get("value"))).isEqualTo(Double.valueOf(each.value()));
            assertThat(number(object.get("halfWidth"))).isEqualTo(Double.valueOf(each.halfWidth()));
            assertThat(object.get("level").asDouble()).isEqualTo(each.level());
            assertThat(object.get("n").asLong()).isEqualTo(each.n());
            assertThat(object.get("labels").size()).isEqualTo(each.labels().size());
            each.labels()
                    .forEach((key, value) ->
                            assertThat(object.get("labels").get(key).asString()).isEqualTo(value));
        }
    }

    @Test
    void csvReadsBackToTheSameNumbers() {
        List<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(SummaryFiles.csv(summary)).stream()
                        .toList();

        assertThat(rows).hasSameSizeAs(summary);
        assertThat(rows.get(0).getHeader())
                .startsWith("name", "statistic", "unit", "value", "halfWidth", "level", "n")
                .contains("phase", "tier", "pool", "site", "outcome", "model", "kind");
        for (int i = 0; i < summary.size(); i++) {
            Measurement each = summary.get(i);
            NamedCsvRecord row = rows.get(i);
            assertThat(row.getField("name")).isEqualTo(each.name());
            assertThat(number(row.getField("value"))).isEqualTo(Double.valueOf(each.value()));
            assertThat(number(row.getField("halfWidth")))
                    .isEqualTo(Double.valueOf(each.halfWidth()));
            for (String key : List.of("phase", "tier", "pool", "site", "outcome", "kind")) {
                assertThat(row.getField(key)).isEqualTo(each.labels().getOrDefault(key, ""));
            }
        }
    }

    @Test
    void aLabelNobodyKnowsGetsAColumnOfItsOwnAndQuotesWhereNeeded() {
        Measurement odd = Runs.number("x mean", "zone=a\"b", "1", 1);

        NamedCsvRecord row =
                CsvReader.builder().ofNamedCsvRecord(SummaryFiles.csv(List.of(odd))).stream()
                        .findFirst()
                        .orElseThrow();

        assertThat(row.getField("zone")).isEqualTo("a\"b");
    }

    @Test
    void numbersAreShortAndReadBackBitForBit() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(SummaryFiles.number(value))).isEqualTo(value);
            }
        }
        assertThat(SummaryFiles.number(0.002)).isEqualTo("0.002");
        // Double.toString of JDKs before 19 gives more digits, so files would differ by JDK.
        assertThat(SummaryFiles.number(8.41E21)).isEqualTo("8.41E21");
        assertThat(SummaryFiles.json(List.of(Runs.number("x mean", "", "1", 8.41E21))))
                .contains(": 8.41E21,");
        assertThat(SummaryFiles.compactJson(json -> json.writeNumber(8.41E21)))
                .isEqualTo("8.41E21");
        assertThat(SummaryFiles.number(Double.NaN)).isEmpty();
        assertThat(SummaryFiles.number(Double.POSITIVE_INFINITY)).isEmpty();
    }

    private static double number(JsonNode node) {
        return node.isNull() ? Double.NaN : node.asDouble();
    }

    private static double number(String field) {
        return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
    }
}
