package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

/**
 * Power of nodes that are repaired, by hand: a GPU draws 400 W idle with its host, 250 W more for a
 * job, times a PUE of 1.5.
 */
final class RepairedNodesTest {
    private static final String TEXT = """
            name: repaired
            title: Two nodes of eight
            start: 2026-01-01
            horizon: 7 h
            seed: 1
            gpus: {g: {idlePower: 100 W, decodePower: 400 W, prefillPower: 600 W, hostPower: 300 W,
              trainingPower: 50 %, repairPower: 100 %}}
            sites: {s: {powerLimit: 1 MW, pue: 1.5}}
            pools: {p: {site: s, gpu: g, gpus: 16, nodes: {gpus: 8}}}
            jobs:
              stations: {all: {pools: [p]}}
              streams:
                - {name: one, at: all, present: 1, size: 365 d, gangs: [{gpus: 8}]}
            """;

    private static double[] watts(String share, String... more) {
        String[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = "gpus.g.repairPower";
        all[more.length + 1] = share;
        double[] power = Scenarios.hours(Scenarios.run(Small.scenario(TEXT, all), 1), "power");
        return Arrays.stream(power).map(megawatts -> 1e6 * megawatts).toArray();
    }

    /** One node at work, the other out for two and a half hours. */
    @ParameterizedTest
    @CsvSource({"100 %, 4800", "25 %, 1200", "0 %, 0"})
    void aNodeThatIsOutDrawsItsShare(String share, double outWatts) {
        double[] watts =
                watts(share, "pools.p.nodes.outages", "[{node: 1, from: 2 h, until: 4.5 h}]");
        double busy = 1.5 * (8 * 400 + 8 * 250);
        double[] expected = new double[7];
        Arrays.fill(expected, busy + 4800);
        expected[2] = busy + outWatts;
        expected[3] = busy + outWatts;
        expected[4] = busy + 0.5 * (outWatts + 4800);
        assertThat(watts).containsExactly(expected, within(1e-6));
    }

    /**
     * Both fail after two hours, for four; a job holds its GPUs until somebody notices, half an
     * hour later. While the site is down, from half past three to a quarter past four, nothing
     * draws power, and that is no power that repaired nodes save.
     */
    @Test
    void nodesThatFailDrawTheirShareWhileTheirSiteIsUp() {
        double[] watts = watts(
                "50 %",
                "pools.p.nodes.faults",
                "[{name: f, life: 2 h, detection: 30 min, repair: 3.5 h}]",
                "sites.s.outages",
                "[{from: 3.5 h, until: 4.25 h}]");
        double idle = 1.5 * 16 * 400;
        double job = 1.5 * 8 * 250;
        double out = 0.5 * idle;
        // the node without a job is out at once
        double unseen = 0.75 * idle + job;
        double[] expected = {
            idle + job, idle + job, 0.5 * (unseen + out), 0.5 * out, 0.75 * out, out, idle + job
        };
        assertThat(watts).containsExactly(expected, within(1e-6));
    }
}
