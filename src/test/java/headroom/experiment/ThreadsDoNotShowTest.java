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
            "368a93e37847f0dc2b2739d54ee40b1dcb1da820431837b0e6556ebee2b8db37";
}
