package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
}
