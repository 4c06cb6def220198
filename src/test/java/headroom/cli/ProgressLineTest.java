package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What is told of a run while it lasts. */
class ProgressLineTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void theSecondRunHasALabelAndAClockOfItsOwn() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ProgressLine line = new ProgressLine(out, false, true, "requests", clock::get);
        clock.set(100 * SECOND);
        line.at(0.5, 86_400, 1000);
        line.at(0.51, 1728, 20);
        clock.set(110 * SECOND);
        line.at(0.75, 43_200, 500);

        assertThat(List.of(bytes.toString(StandardCharsets.UTF_8).split("\\R")))
                .containsExactly(
                        "100 %  simulated  1.00 d  1,000 requests  10 requests/s  0 s left",
                        "clairvoyant  50 %  simulated  0.50 d  500 requests  50 requests/s  10 s"
                                + " left");
    }

    @Test
    void aLineIsNoWiderThanATerminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ProgressLine line = new ProgressLine(out, false, true, "requests", clock::get);
        clock.set(1_000 * SECOND);
        line.at(0.45, 86_400, 121_000_000);
        line.at(0.75, 365 * 86_400.0, 12_345_678_901L);
        assertThat(lines(bytes))
                .hasSize(2)
                .allMatch(each -> each.length() < 80)
                .first()
                .asString()
                .isEqualTo(" 90 %  simulated  1.00 d  121,000,000 requests  121,000 requests/s"
                        + "  111 s left");
        assertThat(lines(bytes).get(1))
                .startsWith("clairvoyant  50 %")
                .endsWith("12,345,678,901 requests  0 s left");
    }

    @Test
    void nothingIsLeftAtTheEndAndNotLess() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ProgressLine line = new ProgressLine(out, false, false, "jobs", clock::get);
        clock.set(100 * SECOND);
        line.at(1 + 1e-15, 86_400, 1000);
        assertThat(lines(bytes)).singleElement().asString().endsWith("jobs/s  0 s left");
    }

    @Test
    void timeHasTheUnitOfTheWhole() {
        assertThat(shown(0.5, 43_200)).contains("simulated  0.50 d");
        assertThat(shown(0.5, 43_000)).contains("simulated 11.94 h");
        assertThat(shown(0.25, 500)).contains("simulated   500 s");
    }

    private static String shown(double share, double seconds) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new ProgressLine(out, false, false, "jobs", () -> 0).at(share, seconds, 1);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aStudyTellsAtWhichValueItIs() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        StudyOptions.StudyProgress progress = new StudyOptions.StudyProgress(out, false);
        progress.begins(List.of(Map.of("jobs.stations.desk.servers", "5")));
        progress.at(3, 10);
        progress.begins(List.of(Map.of("a.b", "1"), Map.of("a.b", "2")));
        progress.at(5, 10);
        progress.begins(List.of(Map.of("a.b", "x".repeat(100))));
        progress.at(7, 10);
        progress.begins(List.of(Map.of()));
        progress.at(10, 10);
        assertThat(lines(bytes))
                .contains(
                        "3 of 10 replications  at servers=5",
                        "5 of 10 replications  at b=1, b=2",
                        "10 of 10 replications")
                .allMatch(each -> each.length() < 80)
                .hasSize(4);
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return List.of(bytes.toString(StandardCharsets.UTF_8).split("\\R"));
    }
}
