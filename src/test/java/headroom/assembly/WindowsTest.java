package headroom.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.Phase;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is summed up by itself, of a week with a spike from 10:00 to 18:00 on its third day. */
final class WindowsTest {
    private static final Path FILE = Path.of("scenarios/small-addition.yaml");

    private static List<String> windows(Map<String, String> more) throws IOException {
        Map<String, String> values = new TreeMap<>(Map.of(
                "horizon", "7 d",
                "warmUp", "0 s",
                "demand.spikes[0].at", "2 d 10 h",
                "demand.spikes[0].rise", "2 h",
                "demand.spikes[0].plateau", "6 h"));
        values.putAll(more);
        var scenario = ScenarioFile.read(FILE, values).orThrow();
        return new Assembly(scenario, FILE.getParent())
                .plan().windows().stream().map(WindowsTest::inHours).toList();
    }

    private static String inHours(Phase phase) {
        return phase.name() + " " + Math.round(phase.fromSeconds() / 3600) + ".."
                + Math.round(phase.toSeconds() / 3600);
    }

    private static List<String> addedAt(String at) throws IOException {
        return windows(Map.of("additions[0].at", at));
    }

    @Test
    void capacityComesInTheSpikeWhichEndsForIt() throws IOException {
        assertThat(addedAt("2 d 14 h"))
                .containsExactly("normal 0..58", "spike 60..62", "after 64..168");
    }

    /** Days that follow a spike are none of it. */
    @Test
    void capacityComesLongAfterTheSpike() throws IOException {
        assertThat(addedAt("4 d")).containsExactly("normal 0..58", "spike 60..66", "after 98..168");
    }

    @Test
    void theSpikeComesAfterTheCapacity() throws IOException {
        assertThat(addedAt("1 d")).containsExactly("normal 0..24", "spike 60..66", "after 26..168");
        assertThat(addedAt("2 d 11 h"))
                .containsExactly("normal 0..58", "spike 60..66", "after 61..168");
    }

    /** The days are those of the run to which something is added. */
    @Test
    void nothingOfTheAdditionComes() throws IOException {
        assertThat(windows(Map.of("additions[0].at", "1 d", "capacityScale", "0")))
                .containsExactly("normal 0..24", "spike 60..66", "later 26..168");
        assertThat(windows(Map.of("additions", "[]")))
                .containsExactly("normal 0..58", "spike 60..66", "later 66..168");
    }

    /** Phases of one's own are in the order of time, cut to whole hours of the run. */
    @Test
    void phasesOfOnesOwn() throws IOException {
        assertThat(windows(Map.of(
                        "warmUp",
                        "90 min",
                        "phases",
                        "{end: {from: 6 d}, whole: {}, outage: {from: 50.5 h, until: 53.9 h}}")))
                .containsExactly("whole 2..168", "outage 51..53", "end 144..168");
    }

    /** What is after an addition ends where it leaves again; what follows is told by itself. */
    @Test
    void capacityLeavesAgain() throws IOException {
        assertThat(windows(Map.of("additions[0].at", "4 d", "additions[0].until", "6 d")))
                .containsExactly("normal 0..58", "spike 60..66", "after 98..144", "ended 144..168");
        assertThat(windows(Map.of(
                        "additions[0].at",
                        "4 d",
                        "additions[0].until",
                        "8630 min",
                        "warmUp",
                        "6 d")))
                .as("a warm-up after it, or into its hour")
                .containsExactly("ended 144..168");
    }
}
