package headroom.demandfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.workload.TraceException;
import headroom.workload.TraceFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a trace of a few requests says, by hand. */
class RequestTraceTest {
    @TempDir
    private Path folder;

    private Recording read(List<Double> times, int longest) throws IOException {
        String rows = IntStream.range(0, times.size())
                .mapToObj(i -> times.get(i) + "," + (i == 0 ? longest : 100) + ",10\n")
                .collect(Collectors.joining());
        Path file = folder.resolve("t.csv");
        Files.writeString(file, "arrived_at,num_prefill_tokens,num_decode_tokens\n" + rows);
        return RequestTrace.read(file, TraceFormat.VIDUR, 1);
    }

    private static List<Double> every(double seconds, int requests) {
        return IntStream.range(0, requests).mapToObj(i -> i * seconds).toList();
    }

    /** Twenty-one requests have twenty gaps: the rate is one in a gap, whenever they begin. */
    @Test
    void theRateIsThatOfTheGaps() throws IOException {
        assertThat(read(every(2.7, 21), 100).ratePerSecond()).isCloseTo(1 / 2.7, within(1e-12));
        List<Double> late = every(2.7, 21).stream().map(t -> t + 1.7e9).toList();
        assertThat(read(late, 100).ratePerSecond()).isCloseTo(1 / 2.7, within(1e-6));
    }

    /** Of a clock of 5 s most gaps are of two ticks: its tick is not the median gap. */
    @Test
    void aTickIsFoundAlsoWhereMostGapsAreOfSeveral() throws IOException {
        double[] pattern = {0, 0, 10, 20, 30, 35};
        List<Double> times = IntStream.range(0, 120)
                .mapToObj(i -> 45 * (i / pattern.length) + pattern[i % pattern.length])
                .toList();
        Recording recording = read(times, 100);
        assertThat(recording.windowSeconds()).containsExactly(10.0, 60.0);
        assertThat(recording.notes())
                .contains(
                        "times are multiples of 5 s: each request is moved later by a uniform"
                                + " share of it",
                        "1 s is left out: the clock of the trace ticks every 5 s");
        // twenty rounds of 45 s, the last tick included: 120 requests in 895 s
        assertThat(recording.lengthSeconds()).isEqualTo(895);
        assertThat(recording.ratePerSecond()).isCloseTo(120 / 895.0, within(1e-12));
    }

    @Test
    void lengthsThatDoNotVaryHaveNoRankCorrelation() throws IOException {
        assertThat(read(every(3.1, 30), 100).notes()).noneMatch(n -> n.contains("correlation"));
    }

    @Test
    void whatNoScenarioTakesIsRefused() {
        assertThatThrownBy(() -> read(every(3.1, 30), 200_000_000))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("a request of 200000000 tokens; at most 100000000");
        // 29 gaps of 150 days
        assertThatThrownBy(() -> read(every(150 * 86_400.0, 30), 100))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("covers 4.35e+03 days; at most 3660 can be fitted");
        assertThatThrownBy(() -> read(every(1e300, 30), 100)).isInstanceOf(TraceException.class);
    }
}
