package headroom.study;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.Measurement;
import headroom.metrics.Catalogue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which numbers are compared where nothing is asked for. */
class HeadlineTest {
    private static Measurement number(String name, String statistic, Map<String, String> labels) {
        return new Measurement(
                name, new TreeMap<>(labels), statistic, "1", Double.NaN, Double.NaN, 0.95, 2);
    }

    /** Numbers of jobs are those of a station; those of one of its streams are no headline. */
    @Test
    void jobsHaveTheirHeadlinesAtEachStation() {
        Map<String, String> desk = Map.of("phase", "run", "station", "desk");
        Map<String, String> stream = Map.of("phase", "run", "station", "desk", "stream", "a");
        Catalogue catalogue = Catalogue.of(List.of(
                number("ttft", "p99", Map.of("phase", "run")),
                number("ttft", "p99", Map.of("phase", "run", "tier", "pro")),
                number("jobs.wait", "mean", desk),
                number("jobs.wait", "mean", stream),
                number("jobs.wait", "mean", Map.of("phase", "run", "station", "lab")),
                number("jobs.refused", "mean", desk)));
        assertThat(Headline.of(catalogue))
                .extracting(Object::toString)
                .containsExactly(
                        "p99(ttft, phase=run)",
                        "mean(jobs.wait, phase=run, station=desk)",
                        "mean(jobs.wait, phase=run, station=lab)");
    }
}
