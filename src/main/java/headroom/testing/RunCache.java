package headroom.testing;

import headroom.experiment.Archive;
import headroom.experiment.Simulation;
import headroom.measure.Reading;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.study.Expectations;
import headroom.study.Laboratory;
import headroom.study.StudyException;
import headroom.study.Trial;
import headroom.yaml.Problem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Runs of this test run, so that two tests of equal scenarios run one. With the system property
 * {@code headroom.cache} they are kept in that folder for the next test run too. The fingerprint
 * covers traces and Headroom's own classes, so that nothing stale is taken.
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

    /** What is known of one scenario; whoever adds to it holds its lock. */
    private static final class Kept {
        /** With its warm-up found. */
        private @Nullable Simulation simulation;

        private List<Reading> readings = List.of();
    }

    /** The run asked for; replications 0: as many as its scenario asks for. */
    ScenarioRun run(Asked asked, int replications, int threads) throws IOException, StudyException {
        ScenarioFile.Parsed parsed = ScenarioFile.read(asked.file(), asked.changes());
        if (parsed.scenario().isEmpty()) {
            throw StudyException.ofScenario(parsed.render());
        }
        Scenario scenario = parsed.scenario().get();
        Path folder = ScenarioFile.folder(asked.file()).toAbsolutePath().normalize();
        Simulation cold = Simulation.cold(scenario, folder);
        refuseUnknown(parsed, cold);
        String key = cold.fingerprint() + scenario.warmUpFrom() + folder;
        Kept kept = all.computeIfAbsent(key, none -> new Kept());
        synchronized (kept) {
            // equal runs may still differ in name or precision
            Simulation simulation = (kept.simulation == null ? cold : kept.simulation)
                    .alike(scenario, folder, threads, archive());
            kept.simulation = simulation;
            Laboratory laboratory = new Laboratory(
                    asked.file(), asked.changes(), archive(), threads, Laboratory.Progress.NONE);
            int wanted = replications;
            if (replications == 0) {
                for (int more = simulation.more(List.of()); more > 0; ) {
                    wanted += more;
                    more = simulation.more(extended(kept, laboratory, wanted));
                }
            }
            List<Reading> readings = extended(kept, laboratory, wanted);
            return new ScenarioRun(
                    asked, parsed, new Trial(Map.of(), simulation, readings), threads);
        }
    }

    /** As many replications, those that are missing run now. */
    private static List<Reading> extended(Kept kept, Laboratory laboratory, int wanted) {
        if (kept.readings.size() < wanted) {
            Simulation simulation = Objects.requireNonNull(kept.simulation);
            Trial known = new Trial(Map.of(), simulation, kept.readings);
            kept.readings = laboratory.extended(List.of(known), wanted).get(0).readings();
        }
        return kept.readings.subList(0, wanted);
    }

    private static void refuseUnknown(ScenarioFile.Parsed parsed, Simulation cold)
            throws StudyException {
        List<Problem> wrong = Expectations.asked(parsed, cold);
        if (!wrong.isEmpty()) {
            throw StudyException.ofScenario(
                    wrong.stream().map(Problem::render).collect(Collectors.joining()));
        }
    }

    private static Archive archive() {
        String folder = System.getProperty("headroom.cache", "");
        return folder.isEmpty() ? Archive.NONE : Archive.in(Path.of(folder));
    }
}
