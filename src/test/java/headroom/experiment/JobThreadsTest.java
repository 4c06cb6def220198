package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.scenario.Scenario;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Jobs on GPUs that serving lends: same scenario and seed, same bits on any number of threads. */
final class JobThreadsTest {
    private static Scenario small() throws IOException {
        return Scenarios.shipped(
                "train-and-serve", "horizon", "1 h", "warmUp", "0 s", "replications", "2");
    }

    @Test
    void oneTwoAndSevenThreadsGiveTheSameBits() throws IOException {
        String one = Scenarios.run(small(), 1).resultHash();
        assertThat(Scenarios.run(small(), 2).resultHash()).isEqualTo(one);
        assertThat(Scenarios.run(small(), 7).resultHash()).isEqualTo(one);
    }
}
