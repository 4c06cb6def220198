package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.TimeSeries;
import headroom.page.Glossary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The short table and the rows that it shares with the HTML report. */
class TerminalTableTest {
    static List<RunResult> runs() {
        return List.of(
                Runs.withAddition(), Runs.withoutAddition(), Runs.withoutErrors(), Runs.empty());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void linesFitATerminalInAnyCharset(RunResult run) {
        String plain = TerminalTable.render(run, StandardCharsets.US_ASCII);

        assertThat(plain).matches("[\\x20-\\x7e\\n]+");
        assertThat(plain.lines()).allMatch(line -> line.length() <= 120);
        assertThat(TerminalTable.render(run, StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.length() <= 120)
                .noneMatch(line -> line.endsWith(" "));
    }

    @Test
    void numbersEndBelowTheirHeadings() {
        List<String> lines = TerminalTable.render(Runs.withAddition(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(lines.get(0)).matches(" +normal demand +spike, before addition +after addition");
        assertThat(lines).allMatch(line -> line.length() == lines.get(0).length());
        int end = lines.get(0).indexOf("normal demand") + "normal demand".length();
        assertThat(lines.subList(1, lines.size()))
                .allMatch(line -> line.charAt(end - 1) != ' ' && line.charAt(end) == ' ');
        assertThat(lines.get(1)).startsWith("Usage caps ").contains("0.42 ± 0.03");
    }

    /** What is said of requests refused is beside those, and nowhere else. */
    @Test
    void theoryStandsBesideWhatItIsOf() {
        List<Measurement> summary = List.of(
                Runs.number("requests mean", "phase=run,outcome=completed", "1/s", 7, 0.5),
                Runs.number("requests mean", "phase=run,outcome=overloaded", "1/s", 3, 0.5),
                Runs.number("load.expected max", "model=chat", "1", 0.5),
                Runs.number(
                        "requests.theory mean",
                        "phase=run,outcome=overloaded,model=M/M/1/1",
                        "1/s",
                        4));
        List<Phase> run = List.of(new Phase("run", 0, 3600));
        TimeSeries none = new TimeSeries(Runs.START, 3600, List.of());
        List<String> lines = TerminalTable.render(
                        Runs.run("loss", run, summary, none), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(lines.get(0)).endsWith("theory (M/M/1/1)");
        assertThat(lines.get(1)).startsWith("Completed").endsWith(" –");
        assertThat(lines.get(2))
                .startsWith("Shed when overloaded")
                .endsWith("4.00 (2.0 half-widths off)");
    }

    @Test
    void phasesThatDoNotFitAreAnnouncedNotSquashed() {
        List<Phase> phases = new ArrayList<>();
        List<Measurement> summary = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            phases.add(new Phase("a_long_phase_" + i, i, i + 1));
            summary.add(Runs.number("ttft p99", "phase=a_long_phase_" + i, "s", 3, 0.2));
        }
        TimeSeries none = new TimeSeries(Runs.START, 3600, List.of());

        String table =
                TerminalTable.render(Runs.run("x", phases, summary, none), StandardCharsets.UTF_8);

        assertThat(table.lines()).allMatch(line -> line.length() <= 120);
        assertThat(table).contains("a long phase 3").doesNotContain("a long phase 8");
        assertThat(table).endsWith("\nFurther columns are in report.html.\n");
    }

    @Test
    void rowsAreThoseOfTheReport() {
        RunResult run = Runs.withAddition();
        List<BeforeAfter.Row> full = BeforeAfter.of(run).rows();
        BeforeAfter brief = BeforeAfter.of(run).brief();

        assertThat(full).extracting(BeforeAfter.Row::label).doesNotHaveDuplicates();
        assertThat(full)
                .extracting(BeforeAfter.Row::label)
                .containsAll(brief.rows().stream().map(BeforeAfter.Row::label).toList());
        assertThat(brief.columns()).hasSize(3);
        assertThat(brief.rows())
                .filteredOn(row -> row.label().startsWith("Cost"))
                .singleElement()
                .satisfies(row -> assertThat(row.text(0)).isEqualTo(row.text(1)));
        assertThat(BeforeAfter.of(run).columns()).hasSize(4);
        assertThat(full)
                .filteredOn(row -> row.label().equals("Energy · memphis"))
                .singleElement()
                .satisfies(row -> assertThat(row.text(0)).isEqualTo("–"))
                .satisfies(row -> assertThat(row.text(3)).isEqualTo("2,240 ± 20"));
    }

    @Test
    void everyExplainedRowHasItsEntryInTheGlossary() {
        for (List<RowSpec> specs : List.of(RowSpec.ALL, RowSpec.BY_TIER)) {
            for (RowSpec spec : specs) {
                if (!spec.term().isEmpty()) {
                    assertThat(Glossary.entry(spec.term()).text()).isNotBlank();
                }
            }
        }
    }

    @Test
    void aSumStandsForItsTiersAndTiersForAMissingSum() {
        Measurement sum = Runs.number("ttft p99", "phase=spike", "s", 9, 1);
        Measurement pro = Runs.number("ttft p99", "phase=spike,tier=pro", "s", 8, 1);
        Measurement model = Runs.number("ttft p99", "phase=spike,tier=pro,model=m", "s", 7, 1);

        assertThat(labels(sum, pro, model)).containsExactly("Time to first token, p99");
        assertThat(labels(pro, model)).containsExactly("Time to first token, p99 · pro");
    }

    @Test
    void theScaleOfARowIsOneForAllItsPhases() {
        BeforeAfter table = BeforeAfter.of(run(
                Runs.number("ttft p99", "phase=normal", "s", 0.4, 0.02),
                Runs.number("ttft p99", "phase=spike", "s", 9, 1)));

        assertThat(table.rows()).singleElement().satisfies(row -> {
            assertThat(row.scale().unit()).isEqualTo("s");
            assertThat(row.text(0)).isEqualTo("0.40 ± 0.02");
            assertThat(row.text(1)).isEqualTo("9.0 ± 1.0");
        });
    }

    /** Power in units of people. */
    @Test
    void serversThatBreakAndPowerOfJobsHaveRows() {
        String at = "phase=spike,station=n";
        String table = TerminalTable.render(
                run(
                        Runs.number("jobs.up mean", at, "1", 8.66, 0.1),
                        Runs.number("jobs.until.too.few mean", at, "s", 2e5, 7200),
                        Runs.number("jobs.power mean", at, "W", 43_846, 40)),
                StandardCharsets.UTF_8);

        assertThat(table)
                .containsPattern("Servers up · n +– +8.66 ± 0.10")
                .containsPattern("Until too few are up, mean · n +h +– +56 ± 2")
                .containsPattern("Power of jobs, mean · n +kW +– +43.85 ± 0.04");
    }

    @Test
    void whatWentWrongHasARowOnlyWhereItHappened() {
        String table = TerminalTable.render(
                run(
                        Runs.number("requests mean", "phase=spike,outcome=timed_out", "1/s", 2, 1),
                        Runs.number("requests mean", "phase=spike,outcome=lost", "1/s", 0, 0),
                        Runs.number("power.above total", "phase=spike,site=memphis", "s", 90, 5)),
                StandardCharsets.UTF_8);

        assertThat(table).contains("Timed out", "2.0 ± 1.0", "Time above the limit · memphis");
        assertThat(table).doesNotContain("Lost");
        assertThat(labels(
                        Runs.number("preemptions mean", "phase=spike,pool=a", "1/s", 3, 1),
                        Runs.number("preemptions mean", "phase=spike,pool=b", "1/s", 0, 0)))
                .containsExactly("Preemptions · a");
    }

    private static List<String> labels(Measurement... summary) {
        return BeforeAfter.of(run(summary)).rows().stream()
                .map(BeforeAfter.Row::label)
                .toList();
    }

    private static RunResult run(Measurement... summary) {
        List<Phase> phases = List.of(new Phase("normal", 0, 5), new Phase("spike", 5, 10));
        TimeSeries none = new TimeSeries(Runs.START, 3600, List.of());
        return Runs.run("x", phases, List.of(summary), none);
    }
}
