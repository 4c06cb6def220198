package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.analytic.ErlangC;
import headroom.experiment.Simulation.Progress;
import headroom.measure.Measurement;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Scenarios of jobs alone, as users run them, against closed forms. */
class JobScenariosTest {
    private static final Path MMC = Path.of("scenarios/queueing/mmc.yaml");

    private static RunResult run(Path file, Map<String, String> overrides) throws IOException {
        return Simulation.of(ScenarioFile.read(file, overrides).orThrow(), Path.of(""))
                .run("test", 2, Progress.NONE);
    }

    private static Measurement number(RunResult run, String name, String statistic) {
        List<Measurement> found = run.summary().stream()
                .filter(m -> m.name().equals(name) && m.statistic().equals(statistic))
                .toList();
        assertThat(found).as(name + " " + statistic).hasSize(1);
        return found.get(0);
    }

    /** 2.5 half-widths of 95 %: of ten replications one experiment in 3000 is further off. */
    private static void meets(Measurement m, double exact) {
        assertThat(m.halfWidth()).as(m.name()).isLessThan(0.05 * exact);
        assertThat(Math.abs(m.value() - exact))
                .as(m + " against " + exact)
                .isLessThan(2.5 * m.halfWidth());
    }

    @Test
    void threeClerksMeetErlangC() throws IOException {
        RunResult run = run(MMC, Map.of("horizon", "50000 s"));
        ErlangC exact = new ErlangC(3, 2.4, 1);
        meets(number(run, "jobs.waited", "share"), exact.waitProbability());
        meets(number(run, "jobs.wait", "mean"), exact.meanWaitSeconds());
        meets(number(run, "jobs.wait", "p90"), exact.waitQuantileSeconds(0.9));
        meets(number(run, "jobs.waiting", "mean"), exact.meanQueue());
        meets(number(run, "jobs.utilisation", "mean"), exact.utilisation());
    }
}
