package headroom.cli;

import headroom.comparisons.SavedReplications;
import headroom.experiment.Archive;
import headroom.metrics.Catalogue;
import headroom.page.ResultFolder;
import headroom.scenario.ResolvedYaml;
import headroom.scenario.Scenario;
import headroom.study.Laboratory;
import headroom.study.Side;
import headroom.study.StudyException;
import headroom.study.Trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of the things that a comparison is of: a scenario to be run, or a run that was saved.
 *
 * @param name what it is called
 * @param scenario name of its scenario
 * @param resolved its scenario with every value
 * @param catalogue the numbers it will have
 * @param replications what its replications say
 */
record Compared(
        String name,
        String scenario,
        String resolved,
        Catalogue catalogue,
        Replications replications) {

    /** Runs replications, or has them already. */
    @FunctionalInterface
    interface Replications {
        /** What they say; those that are run are kept in an archive. */
        Side in(Archive archive) throws IOException, StudyException;
    }

    /** What a path names, with values replaced. */
    static Compared of(Path path, Map<String, String> with, StudyOptions options)
            throws IOException, StudyException {
        if (!Files.isDirectory(path)) {
            return ofScenario(path, with, options);
        }
        if (!with.isEmpty()) {
            throw StudyException.ofUsage(
                    "--with needs a scenario file as the baseline; " + path + " is a saved run");
        }
        Side side = SavedReplications.read(path);
        String scenario = side.name().substring(0, side.name().indexOf('/'));
        String resolved = Files.readString(path.resolve("scenario.resolved.yaml"));
        return new Compared(side.name(), scenario, resolved, side.catalogue(), archive -> side);
    }

    private static Compared ofScenario(Path file, Map<String, String> with, StudyOptions options)
            throws IOException, StudyException {
        Trial trial = laboratory(file, options, Archive.NONE).trial(with);
        Scenario scenario = trial.simulation().scenario();
        int replications =
                options.replications < 0 ? scenario.studyReplications() : options.replications;
        List<String> changes = new ArrayList<>();
        new TreeMap<>(with).forEach((path, value) -> changes.add(path + "=" + value));
        String name =
                scenario.name() + (with.isEmpty() ? "" : " with " + String.join(", ", changes));
        return new Compared(
                name,
                ResultFolder.canName(scenario.name()) ? scenario.name() : "compare",
                ResolvedYaml.write(scenario),
                trial.simulation().catalogue(),
                archive -> Side.of(
                        name,
                        laboratory(file, options, archive)
                                .extended(List.of(trial), replications)
                                .get(0)));
    }

    private static Laboratory laboratory(Path file, StudyOptions options, Archive archive) {
        return new Laboratory(
                file, options.overrides, archive, options.threads, options.progress());
    }

    /** The same, those of equal names numbered. */
    static List<Compared> numbered(List<Compared> all) {
        List<Compared> numbered = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Compared each = all.get(i);
            boolean alone = all.stream().filter(e -> e.name.equals(each.name)).count() == 1;
            String name = alone ? each.name : each.name + " (" + (i + 1) + ")";
            numbered.add(new Compared(
                    name, each.scenario, each.resolved, each.catalogue, each.replications));
        }
        return numbered;
    }

    /** What its replications say, under its name. */
    Side side(Archive archive) throws IOException, StudyException {
        return replications.in(archive).named(name);
    }
}
