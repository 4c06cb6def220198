package headroom.testing;

import headroom.experiment.Archive;
import headroom.measure.Reading;
import headroom.scenario.ResolvedYaml;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.study.Laboratory;
import headroom.study.StudyException;
import headroom.study.Trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs of this test run, so that two tests of equal scenarios run one. With the system property
 * {@code headroom.cache} they are kept in that folder for the next test run too, under a hash of
 * Headroom's own code; those that read a trace are not, since the file may change.
 */
final class RunCache {
    private final Map<String, Kept> all = new ConcurrentHashMap<>();

    /**
     * What a test asks for.
     *
     * @param file the scenario file
     * @param changes values replaced, by path
     * @param changedBy each change in words, with who asks for it
     */
    record Asked(Path file, Map<String, String> changes, List<String> changedBy) {}

    /** Replications of one scenario; whoever extends them holds its lock. */
    private static final class Kept {
        private List<Reading> readings = List.of();
    }

    /** The run asked for; replications 0: those of the scenario. */
    ScenarioRun run(Asked asked, int replications, int threads) throws IOException, StudyException {
        ScenarioFile.Parsed parsed = ScenarioFile.read(asked.file(), asked.changes());
        if (parsed.scenario().isEmpty()) {
            throw StudyException.ofScenario(parsed.render());
        }
        Scenario scenario = parsed.scenario().get();
        Laboratory laboratory = new Laboratory(
                asked.file(),
                asked.changes(),
                archive(scenario),
                threads,
                Laboratory.Progress.NONE);
        Trial fresh = laboratory.trial(Map.of());
        int wanted = replications > 0 ? replications : scenario.replications();
        Path folder = asked.file().toAbsolutePath().normalize().getParent();
        Kept kept =
                all.computeIfAbsent(fresh.simulation().fingerprint() + folder, key -> new Kept());
        synchronized (kept) {
            if (kept.readings.size() < wanted) {
                Trial known = new Trial(Map.of(), fresh.simulation(), kept.readings);
                kept.readings =
                        laboratory.extended(List.of(known), wanted).get(0).readings();
            }
            Trial trial = new Trial(Map.of(), fresh.simulation(), kept.readings.subList(0, wanted));
            return new ScenarioRun(asked, parsed, trial, threads);
        }
    }

    private static Archive archive(Scenario scenario) throws IOException {
        String folder = System.getProperty("headroom.cache", "");
        return folder.isEmpty() || ResolvedYaml.write(scenario).contains("trace:")
                ? Archive.NONE
                : Archive.in(Path.of(folder, CodeHash.ofHeadroom()));
    }
}
