package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** What failures take off, against a calculation by hand. */
final class FailuresByHandTest {
    @Test
    void failuresTakeTheirShare() {
        Outlook failing = Explained.text(
                Explained.PLAIN,
                "failures",
                "[{name: f, rate: 0.0125 /h, nodeGpus: 1, repair: {median: 1 h, mean: 1.0001 h}}]");
        // eight GPUs fail every ten hours, for one hour
        assertThat(failing.supply.up(0)).isCloseTo(1 / 1.1, within(1e-3));
        assertThat(failing.fleet.at(0, 0).capacity())
                .isCloseTo(
                        Explained.text(Explained.PLAIN).fleet.at(0, 0).capacity() / 1.1,
                        within(0.02));
        // and so do the sixteen of a rack, half of which it has
        Outlook racks = Explained.text(
                Explained.PLAIN,
                "failures",
                "[{name: f, rate: 0.1 /h, nodeGpus: 16, together: true,"
                        + " repair: {median: 1 h, mean: 1.0001 h}}]");
        assertThat(racks.supply.up(0)).isCloseTo(1 / 1.1, within(1e-3));
    }

    /** Half of four nodes serves, half is of jobs: all fail every ten hours, for one hour. */
    @Test
    void faultsOfNodesTakeTheirShareOfWhatServes() {
        String[] half = {
            "pools.p.gpus",
            "32",
            "pools.p.nodes",
            "{gpus: 8, faults: [{name: f, rate: 0.1 /h, repair: 1 h}]}",
            "deployments[0].share",
            "50 %",
            "jobs.stations.train",
            "{pools: [p]}",
            "jobs.streams",
            "[{name: tune, at: train, rate: 2 /h, size: 30 min, gangs: [{gpus: 8}]}]"
        };
        assertThat(Explained.text(Explained.PLAIN, half).supply.up(0))
                .isCloseTo(1 / 1.1, within(1e-9));
        String[] struck = Arrays.copyOf(half, half.length + 2);
        struck[half.length] = "failures";
        struck[half.length + 1] = "[{name: none, rate: 0 /h, repair: 1 h}]";
        assertThat(Explained.text(Explained.PLAIN, struck).supply.up(0)).isEqualTo(1);
    }
}
