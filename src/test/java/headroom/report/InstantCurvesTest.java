package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.TimeSeries;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was there at instants: in the order of time, each station by itself, and never below 0. */
final class InstantCurvesTest {
    private static final Phase ALL = new Phase("run", 0, 4 * 3600);

    private static Measurement at(
            String instant, String station, String name, String statistic, double value) {
        Map<String, String> labels = Map.of("phase", "run", "at", instant, "station", station);
        return new Measurement(name, new TreeMap<>(labels), statistic, "1", value, 0.25, 0.95, 10);
    }

    private static List<Measurement> looks(String instant, String station, double there) {
        return List.of(
                at(instant, station, "jobs.number.at", "mean", there),
                at(instant, station, "jobs.number.at", "sd", 1000),
                at(instant, station, "jobs.waiting.at", "mean", 0.125),
                at(instant, station, "jobs.empty.at", "share", 0.75),
                at(instant, station, "jobs.full.at", "share", 0.5));
    }

    private static RunResult run(List<Measurement> summary) {
        TimeSeries course = new TimeSeries(Runs.START, 3600, List.of());
        return Runs.run("looks", List.of(ALL), summary, course);
    }

    @Test
    void instantsStandInTheOrderOfTimeAndStationsApart() {
        List<Measurement> all = new ArrayList<>(looks("10800", "desk", 30));
        all.addAll(looks("900", "desk", 20));
        all.addAll(looks("9000", "desk", 25));
        all.addAll(looks("2.5", "gate", 7));
        String page = HtmlReport.render(run(all), List.of("Yes."));
        String section = page.substring(page.indexOf("<section id=\"instants\""));
        section = section.substring(0, section.indexOf("</section>"));
        assertThat(section)
                .containsSubsequence(
                        "<h3>desk</h3>",
                        "Time, h",
                        ">0.25</th><td class=\"n\">20.0 ± 0.2</td><td class=\"n\">0.12 ± 0.25",
                        ">2.5</th><td class=\"n\">25.0",
                        ">3</th><td class=\"n\">30.0",
                        "50 ± 20",
                        "<h3>gate</h3>",
                        "Time, s",
                        ">2.5</th><td class=\"n\">7.0")
                .doesNotContain("1,000");
        assertThat(section.split("<svg", -1)).hasSize(3);
        assertThat(section).doesNotContain(">-");
        assertThat(page).contains("<a href=\"#instants\">");
    }

    @Test
    void whereNobodyLookedThereIsNothing() {
        assertThat(HtmlReport.render(run(List.of()), List.of("Yes."))).doesNotContain("instants");
    }
}
