package headroom.study;

import headroom.experiment.Archive;
import headroom.experiment.Simulation;
import headroom.measure.Reading;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Runs a scenario file with values replaced, many replications side by side. What was run is kept
 * in an archive and not run again. Results depend on no thread.
 */
public final class Laboratory {
    private final Subject subject;
    private final Archive archive;
    private final int threads;
    private final Progress progress;

    /**
     * A laboratory for a scenario.
     *
     * @param file the scenario file
     * @param base values that are replaced in all trials, by path
     * @param archive where replications are kept
     * @param threads threads that run replications and their cells
     * @param progress hears how far it is
     */
    public Laboratory(
            Path file, Map<String, String> base, Archive archive, int threads, Progress progress) {
        this(new Subject(file, base), archive, threads, progress);
    }

    private Laboratory(Subject subject, Archive archive, int threads, Progress progress) {
        this.subject = subject;
        this.archive = archive;
        this.threads = threads;
        this.progress = progress;
    }

    /** The same, that keeps what is run from now on in an archive. */
    public Laboratory keeping(Archive other) {
        return new Laboratory(subject, other, threads, progress);
    }

    /** Hears how far a laboratory is; calls come from several threads. */
    @FunctionalInterface
    public interface Progress {
        /** Nobody listens. */
        Progress NONE = (done, all) -> {};

        /** Replications are about to be run at these points: what is replaced at each, by path. */
        default void begins(List<Map<String, String>> points) {}

        /** So many of the replications that were asked for at once are done. */
        void at(double done, int all);
    }

    /**
     * A trial without a replication yet: the scenario is read and checked.
     *
     * @throws StudyException with all problems if it is not valid with these values
     */
    public Trial trial(Map<String, String> changes) throws IOException, StudyException {
        ScenarioFile.Parsed parsed = subject.with(changes);
        if (parsed.scenario().isEmpty()) {
            throw StudyException.ofScenario(parsed.render());
        }
        Simulation simulation = subject.simulation(parsed.scenario().get(), threads, archive);
        return new Trial(changes, simulation, List.of());
    }

    /** Trials of several changes, each with its first replications run. */
    public List<Trial> trials(List<Map<String, String>> changes, int replications)
            throws IOException, StudyException {
        List<Trial> trials = new ArrayList<>();
        for (Map<String, String> each : changes) {
            trials.add(trial(each));
        }
        return extended(trials, replications);
    }

    /** A trial with as many replications as its scenario asks for, by their number or precision. */
    public Trial asked(Trial trial) {
        Trial run = trial;
        for (int more = more(run); more > 0; more = more(run)) {
            run = extended(List.of(run), run.readings().size() + more).get(0);
        }
        return run;
    }

    private static int more(Trial trial) {
        return trial.simulation().more(trial.readings());
    }

    /** Trials with their replications up to a number, those that are missing run now. */
    public List<Trial> extended(List<Trial> trials, int replications) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            int all = trials.stream()
                    .mapToInt(
                            trial -> Math.max(0, replications - trial.readings().size()))
                    .sum();
            progress.begins(trials.stream()
                    .filter(trial -> trial.readings().size() < replications)
                    .map(Trial::changes)
                    .toList());
            Done done = new Done(all);
            List<List<ForkJoinTask<Reading>>> tasks = new ArrayList<>();
            for (Trial trial : trials) {
                List<ForkJoinTask<Reading>> own = new ArrayList<>();
                for (int r = trial.readings().size(); r < replications; r++) {
                    int number = r;
                    own.add(pool.submit(() -> reading(trial.simulation(), number, done)));
                }
                tasks.add(own);
            }
            List<Trial> extended = new ArrayList<>();
            for (int t = 0; t < trials.size(); t++) {
                List<Reading> readings = new ArrayList<>(trials.get(t).readings());
                tasks.get(t).forEach(task -> readings.add(task.join()));
                extended.add(
                        new Trial(trials.get(t).changes(), trials.get(t).simulation(), readings));
            }
            return extended;
        } finally {
            pool.shutdownNow();
        }
    }

    private Reading reading(Simulation simulation, int replication, Done done) {
        double[] before = new double[1];
        Simulation.Progress shares = (share, seconds, ended) -> {
            done.add(share - before[0]);
            before[0] = share;
        };
        Reading reading = archive.findOr(
                simulation.fingerprint(),
                replication,
                () -> simulation.reading(replication, shares));
        done.add(1 - before[0]);
        return reading;
    }

    /** The scenario that is studied, and its warm-up, which is found once for all trials. */
    private static final class Subject {
        private final Path file;
        private final Map<String, String> base;
        private @Nullable Simulation first;

        Subject(Path file, Map<String, String> base) {
            this.file = file;
            this.base = new LinkedHashMap<>(base);
        }

        ScenarioFile.Parsed with(Map<String, String> changes) throws IOException {
            Map<String, String> all = new LinkedHashMap<>(base);
            all.putAll(changes);
            return ScenarioFile.read(file, all);
        }

        /** Where the scenario as it is cannot be run, the first trial stands for it. */
        synchronized Simulation simulation(Scenario scenario, int threads, Archive archive)
                throws IOException {
            Path folder = ScenarioFile.folder(file);
            if (scenario.warmUpFrom().isEmpty()) {
                return Simulation.cold(scenario, folder);
            }
            if (first == null) {
                Scenario plain = with(Map.of()).scenario().orElse(scenario);
                first = Simulation.of(plain, folder, threads, archive);
            }
            return first.alike(scenario, folder, threads, archive);
        }
    }

    /** Adds up the shares of replications that run side by side. */
    private final class Done {
        private final int all;
        private double sum;

        Done(int all) {
            this.all = all;
        }

        synchronized void add(double share) {
            sum += share;
            progress.at(sum, all);
        }
    }
}
