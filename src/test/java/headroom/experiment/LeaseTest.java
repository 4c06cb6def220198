package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Phase;
import headroom.report.Verdict;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** What the shipped lease costs and does, by hand. */
final class LeaseTest {
    private static final double OWN = 8 * 2;
    private static final double LEASED = 12 * 2.8;

    private static RunResult run;

    @BeforeAll
    static void simulate() throws IOException {
        run = Scenarios.run(Scenarios.shipped("lease", "replications", "1"), 2);
    }

    private static double value(String selector) {
        return run.number(selector).value();
    }

    /** Own GPUs cost all the time, leased ones from Tuesday to Friday, also while they are down. */
    @Test
    void gpusCostWhileTheyAreThere() {
        String cost = "total(cost, kind=gpus, phase=";
        assertThat(value(cost + "before)")).isCloseTo(12 * OWN, within(1e-6));
        assertThat(value(cost + "outage)")).isCloseTo(6 * (OWN + LEASED), within(1e-6));
        assertThat(value(cost + "after-lease)")).isCloseTo(23 * OWN, within(1e-6));
        assertThat(value(cost + "whole)")).isCloseTo(108 * OWN + 72 * LEASED, within(1e-6));
    }

    @Test
    void theSiteOfTheLeaseDrawsPowerWhileItIsThereAndUp() {
        String energy = "total(energy, site=away, phase=";
        assertThat(value(energy + "before)")).isZero();
        assertThat(value(energy + "lease)")).isPositive();
        assertThat(value(energy + "outage)")).isZero();
        assertThat(value(energy + "recovery)")).isPositive();
        assertThat(value(energy + "after-lease)")).isLessThan(1e-6);
    }

    /** With several the first that leaves ends what all share, the last begins what follows. */
    @Test
    void withoutPhasesOfItsOwnWhatFollowsIsTold() throws IOException {
        List<Phase> phases = Simulation.of(
                        Scenarios.shipped("lease", "phases", "{}"), Scenarios.FOLDER)
                .phases();
        assertThat(phases).extracting(Phase::name).containsExactly("normal", "after", "ended");
        List<Phase> twice = Simulation.of(
                        Scenarios.shipped(
                                "lease",
                                "phases",
                                "{}",
                                "additions",
                                "[{at: 20 h, pool: leased, gpus: 12, until: 30 h},"
                                        + " {at: 40 h, pool: leased, gpus: 12, until: 3030 min},"
                                        + " {at: 60 h, pool: leased, gpus: 12}]"),
                        Scenarios.FOLDER)
                .phases();
        assertThat(twice).extracting(Phase::name).containsExactly("normal", "ended");
        assertThat(twice.get(1).fromSeconds()).isEqualTo(51 * 3600.0);
    }

    /** Six hours, all of a phase of their own. */
    @Test
    void theOutageIsTold() {
        assertThat(value("total(site.down, site=away, phase=outage)")).isEqualTo(6 * 3600);
        assertThat(value("total(site.down, site=away, phase=lease)")).isZero();
        assertThat(value("total(site.down, site=away, phase=whole)")).isEqualTo(6 * 3600);
        assertThat(Verdict.of(run))
                .contains("The site away was down for 6.00 h in the phase whole and 6.00 h in the"
                        + " phase outage.");
    }

    @Test
    void firstTokensAreLateWithoutIt() {
        String p99 = "p99(ttft, phase=";
        for (String phase : new String[] {"before)", "outage)", "after-lease)"}) {
            assertThat(value(p99 + phase)).as(phase).isGreaterThan(1);
        }
        assertThat(value(p99 + "lease)")).isLessThan(0.5);
    }
}
