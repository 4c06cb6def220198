package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.scenario.Scenario;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Same scenario and seed: same bits, on any number of threads. */
final class ThreadsDoNotShowTest {
    private static Scenario small(String seed) throws IOException {
        return Scenarios.shipped(
                "spike",
                "horizon",
                "8 h",
                "warmUp",
                "0 s",
                "sample",
                "5/15",
                "replications",
                "3",
                "seed",
                seed);
    }

    @Test
    void oneTwoAndSevenThreadsGiveTheSameBits() throws IOException {
        String one = Scenarios.run(small("1"), 1).resultHash();
        assertThat(Scenarios.run(small("1"), 2).resultHash()).isEqualTo(one);
        assertThat(Scenarios.run(small("1"), 7).resultHash()).isEqualTo(one);
        assertThat(Scenarios.run(small("2"), 2).resultHash()).isNotEqualTo(one);
    }

    /** Pinned: must be equal on every JDK, interpreted or compiled. */
    @Test
    void theBitsAreThoseOfEveryJdk() throws IOException {
        assertThat(Scenarios.run(small("1"), 2).resultHash()).isEqualTo(PINNED);
    }

    private static final String PINNED =
            "8c3c23f4192f04ba1789c9dae7bf198b93ce6f74f3196b5230a09743806cb010";
}
