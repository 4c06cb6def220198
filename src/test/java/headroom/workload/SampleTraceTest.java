package headroom.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

class SampleTraceTest {
    private static final Path FILE = Path.of("scenarios/traces/sample-conversation.csv.gz");
    private static final long SEED = 20_231_116;

    /** To write it again: mvn test -Dtest=SampleTraceTest -Dheadroom.regenerate=true. */
    @Test
    void theFileIsWhatTheGeneratorMakes() throws IOException {
        String csv = SampleTrace.csv(AliasTableTest.stream(SEED));
        if (Boolean.getBoolean("headroom.regenerate")) {
            Files.createDirectories(FILE.getParent());
            Files.write(FILE, SampleTrace.gzip(csv));
        }
        byte[] bytes = Files.readAllBytes(FILE);
        // The text is compared: compressors of different JVMs need not agree on the bytes.
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(csv);
        }
        assertThat(bytes).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
    }

    @Test
    void itReplaysAsAnHourOfChat() {
        int[] perMinute = new int[60];
        double inputTokens = 0;
        double outputTokens = 0;
        int requests = 0;
        try (Trace trace = Trace.open(FILE, TraceFormat.AZURE, 1)) {
            while (trace.advance()) {
                perMinute[(int) (trace.arrivalSeconds() / 60)]++;
                inputTokens += trace.inputTokens();
                outputTokens += trace.outputTokens();
                requests++;
            }
        }
        assertThat(requests).isEqualTo(SampleTrace.REQUESTS);
        // means of the law within five standard errors
        assertThat(inputTokens / requests).isCloseTo(1_155, within(69.0));
        assertThat(outputTokens / requests).isCloseTo(211, within(31.0));
        double mean = requests / 60.0;
        double variance = 0;
        for (int count : perMinute) {
            variance += (count - mean) * (count - mean) / 59;
        }
        // a Poisson process has 1; the recorded conversation trace has 16.4 at a higher rate
        assertThat(variance / mean).isBetween(3.0, 20.0);
    }
}
