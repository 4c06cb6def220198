package headroom.search;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.analytic.ErlangC;
import headroom.experiment.Archive;
import headroom.measure.MetricKey;
import headroom.metrics.Objective.Relation;
import headroom.study.Laboratory;
import headroom.study.Trial;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The search over the engine itself, where the answer is known. */
final class ErlangAnswerTest {
    private static final MetricKey WAITED = new MetricKey(
            "jobs.waited", new TreeMap<>(Map.of("phase", "run", "station", "desk")), "share");

    @TempDir
    Path folder;

    private Laboratory laboratory(int seed, String size) throws Exception {
        Path file = folder.resolve("mmc.yaml");
        Files.writeString(file, """
                name: mmc
                title: How many servers keep the share that waits within 20 %?
                start: 2026-01-01
                horizon: 220 s
                warmUp: 20 s
                seed: 1
                replications: 4
                jobs:
                  stations: {desk: {servers: 106}}
                  streams: [{name: callers, at: desk, rate: 95 /s, size: SIZE}]
                """.replace("SIZE", size));
        Map<String, String> values = Map.of("seed", String.valueOf(seed));
        return new Laboratory(file, values, Archive.NONE, 2, Laboratory.Progress.NONE);
    }

    private Solution solve(int seed) throws Exception {
        SearchGrid grid = FakeRuns.least("jobs.stations.desk.servers in 98:125");
        Laboratory laboratory = laboratory(seed, "{law: exponential, mean: 1 s}");
        Target target = new Target("waited <= 0.2", "waited", Relation.AT_MOST, 0.2, "share");
        return Solve.solve(
                FakeRuns.question(grid, 4, 200, target),
                new LaboratorySampler(laboratory, grid, List.of(WAITED)));
    }

    @Test
    void isFoundWithEverySeed() throws Exception {
        for (int seed = 1; seed <= 3; seed++) {
            Solution found = solve(seed);
            // 98 servers come first
            assertThat(found.answer()).isEqualTo(106 - 98);
            assertThat(found.ends()).isEqualTo(new Solution.Ends(8, 8, true));
            assertThat(found.findings()).isEmpty();
            Solution.Evaluated at = found.at(found.answer());
            assertThat(at.isCorrected()).isTrue();
            assertThat(at.reductions().get(0)).isGreaterThan(4);
            Standing standing = at.standings().get(0);
            double exact = new ErlangC(106, 95, 1).waitProbability();
            assertThat(Math.abs(standing.value() - exact))
                    .isLessThan(4.5 * Math.sqrt(standing.variance()));
        }
    }

    /** What else a replication says does not change by its steps being counted. */
    @Test
    void followingChangesNothingElse() throws Exception {
        for (String size : List.of("{law: exponential, mean: 1 s}", "1 s")) {
            Laboratory laboratory = laboratory(5, size);
            Trial plain = laboratory.trial(Map.of());
            Trial followed = new Trial(Map.of(), plain.simulation().following(), List.of());
            List<Trial> both = laboratory.extended(List.of(plain, followed), 1);
            assertThat(both.get(1).readings().get(0).summary())
                    .containsAll(both.get(0).readings().get(0).summary())
                    .hasSizeGreaterThan(both.get(0).readings().get(0).summary().size());
            assertThat(both.get(1).values(WAITED)).isEqualTo(both.get(0).values(WAITED));
            assertThat(followed.simulation().fingerprint())
                    .isNotEqualTo(plain.simulation().fingerprint());
        }
    }
}
