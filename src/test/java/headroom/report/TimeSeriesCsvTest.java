package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import headroom.measure.Series;
import headroom.measure.TimeSeries;
import headroom.page.SummaryFiles;
import headroom.page.TimeSeriesCsv;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The course of a run read back from its file. */
class TimeSeriesCsvTest {
    private static final double NONE = Double.NaN;

    private final TimeSeries series = Runs.withAddition().series();
    private final List<NamedCsvRecord> rows =
            CsvReader.builder().ofNamedCsvRecord(TimeSeriesCsv.csv(series)).stream()
                    .toList();

    @Test
    void rowsAreStepsWithTheirTime() {
        assertThat(rows).hasSize(Runs.HOURS);
        assertThat(rows.get(0).getField("time")).isEqualTo("2026-04-27T00:00:00Z");
        assertThat(rows.get(0).getField("hour")).isEqualTo("0.0");
        assertThat(rows.get(335).getField("time")).isEqualTo("2026-05-10T23:00:00Z");
        assertThat(rows.get(335).getField("hour")).isEqualTo("335.0");
    }

    @Test
    void everySeriesReadsBackFromTheColumnOfItsNameAndLabels() {
        assertThat(rows.get(0).getHeader())
                .startsWith("time", "hour", "offered", "offered.hw")
                .contains("outcome.pro.completed", "outcome.pro.completed.hw", "power.memphis")
                .doesNotContain("capacity.hw", "replicas.elsewhere.hw");
        for (TimeSeriesCsv.Column column : TimeSeriesCsv.columns(series)) {
            for (int step = 0; step < Runs.HOURS; step++) {
                String field = rows.get(step).getField(column.name());
                double read = field.isEmpty() ? NONE : Double.parseDouble(field);
                assertThat(read).isEqualTo(Double.valueOf(column.values()[step]));
            }
        }
        Series offered = series.columns().get(0);
        assertThat(rows.get(7).getField("offered"))
                .isEqualTo(SummaryFiles.number(offered.values()[7]));
        assertThat(rows.get(7).getField("offered.hw"))
                .isEqualTo(SummaryFiles.number(offered.halfWidths()[7]));
        assertThat(rows.get(40).getField("ttft.p99")).as("an unobserved hour").isEmpty();
    }

    @Test
    void stepsNeedNotBeHours() {
        Series one = column("offered", Map.of());
        TimeSeries halves = new TimeSeries(Runs.START, 1800.5, List.of(one));

        assertThat(TimeSeriesCsv.csv(halves).lines())
                .containsExactly(
                        "time,hour,offered",
                        "2026-04-27T00:00:00Z,0.0,1.0",
                        "2026-04-27T00:30:00.500Z,0.5001388888888889,2.0");
    }

    @Test
    void twoSeriesOfOneColumnAreRefused() {
        Series first = column("a", Map.of("tier", "b.c"));
        Series second = column("a.b", Map.of("tier", "c"));

        assertThatThrownBy(() ->
                        TimeSeriesCsv.csv(new TimeSeries(Runs.START, 3600, List.of(first, second))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.b.c");
    }

    private static Series column(String name, Map<String, String> labels) {
        double[] none = {NONE, NONE};
        return new Series(name, new TreeMap<>(labels), "1/s", new double[] {1, 2}, none);
    }
}
