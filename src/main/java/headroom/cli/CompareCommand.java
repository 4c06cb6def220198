package headroom.cli;

import headroom.comparisons.ComparisonFiles;
import headroom.comparisons.ComparisonWords;
import headroom.comparisons.ScenarioChanges;
import headroom.experiment.Archive;
import headroom.experiment.Assumptions;
import headroom.measure.MetricKey;
import headroom.metrics.Catalogue;
import headroom.page.JsonTree;
import headroom.page.ResultFolder;
import headroom.study.Comparison;
import headroom.study.Headline;
import headroom.study.Side;
import headroom.study.StudyException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Compares scenarios, or runs that were saved, on the same random numbers. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compares scenarios or saved runs with the first of them, replication by replication on"
                    + " the same random numbers, and says in words what differs.",
            ""
        },
        footer = {
            "",
            "Example: headroom compare scenarios/spike.yaml \\",
            "    --with demand.spikeScale=2 --replications 4"
        })
final class CompareCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(
            paramLabel = "FILE|RUN",
            arity = "1..*",
            description = "scenario files or folders of runs; the first is the baseline")
    private List<Path> inputs = List.of();

    @Option(
            names = "--with",
            paramLabel = "PATH=VALUE",
            description = "compares the first scenario with itself with this value too, such as"
                    + " \"demand.spikeScale=2\"; several values hold together")
    private Map<String, String> with = new LinkedHashMap<>();

    @Option(
            names = "--show",
            paramLabel = "NUMBER",
            description = "a number such as 'p99(ttft, tier=max)'; without a phase: every phase."
                    + " Default: the headline numbers")
    private List<String> show = List.of();

    @Option(names = "--all", description = "every number")
    private boolean everything;

    @Mixin
    private StudyOptions options = new StudyOptions();

    @Override
    public Integer call() throws IOException, StudyException {
        CommandLine line = spec.commandLine();
        String id = options.check(line, "compare");
        if (inputs.size() + (with.isEmpty() ? 0 : 1) < 2) {
            throw new CommandLine.ParameterException(
                    line, "nothing to compare with: name a second scenario or run, or use --with");
        }
        if (everything && !show.isEmpty()) {
            throw new CommandLine.ParameterException(line, "--all and --show exclude each other");
        }
        return compare(line, id);
    }

    private int compare(CommandLine line, String id) throws IOException, StudyException {
        List<Compared> all = compared();
        Catalogue catalogue = all.get(0).catalogue();
        List<MetricKey> keys = everything
                ? catalogue.keys()
                : show.isEmpty() ? Headline.of(catalogue) : Headline.selected(catalogue, show);
        if (keys.stream().noneMatch(key -> isOfAll(key, all))) {
            throw StudyException.ofUsage("there is no number that all have: "
                    + String.join(" and ", all.stream().map(Compared::name).toList())
                    + " measure different things");
        }
        requireCommonPhase(all);
        try (ResultFolder folder = options.folder(all.get(0).scenario(), id)) {
            options.tell(id);
            Archive archive = Archive.in(folder.kept());
            List<Side> sides = new ArrayList<>();
            for (Compared each : all) {
                sides.add(each.side(archive));
            }
            Comparison comparison =
                    Comparison.of(sides.get(0), sides.subList(1, sides.size()), keys);
            ScenarioChanges changes = new ScenarioChanges(
                    all.stream().map(Compared::name).toList(),
                    all.stream().map(Compared::resolved).toList());
            ComparisonFiles files = new ComparisonFiles(comparison, changes, assumptions());
            Path written =
                    folder.publish(options.charts(files.page(id)), files.all(id, options.threads));
            print(line.getOut(), comparison, files);
            line.getOut().println("report: " + written.resolve("report.html"));
        }
        return ExitCode.OK;
    }

    /** Numbers are of phases: without one that all have nothing can be compared. */
    private static void requireCommonPhase(List<Compared> all) throws StudyException {
        Map<String, Set<String>> phases = new LinkedHashMap<>();
        for (Compared each : all) {
            phases.put(
                    each.name(),
                    each.catalogue().keys().stream()
                            .map(key -> key.labels().getOrDefault("phase", ""))
                            .filter(phase -> !phase.isEmpty())
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        boolean common = phases.values().iterator().next().stream()
                .anyMatch(phase -> phases.values().stream().allMatch(own -> own.stream()
                        .anyMatch(other -> Comparison.isSamePhase(phase, other))));
        if (!common && phases.values().stream().noneMatch(Set::isEmpty)) {
            throw StudyException.ofUsage(
                    "there is no number that all have, as their phases differ: "
                            + phases.entrySet().stream()
                                    .map(own -> own.getKey() + " has "
                                            + String.join(" and ", own.getValue()))
                                    .collect(Collectors.joining(", "))
                            + "; give all of them the same 'phases'");
        }
    }

    /** Whether all have a number, the phase apart, by whose name others are matched. */
    private static boolean isOfAll(MetricKey key, List<Compared> all) {
        return all.stream().allMatch(each -> each.catalogue().keys().stream()
                .anyMatch(own ->
                        own.name().equals(key.name()) && own.statistic().equals(key.statistic())));
    }

    /** All that is compared, each under a name of its own; all problems at once. */
    private List<Compared> compared() throws IOException, StudyException {
        List<Compared> all = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < inputs.size() + (with.isEmpty() ? 0 : 1); i++) {
            boolean changed = i == inputs.size();
            try {
                all.add(Compared.of(
                        inputs.get(changed ? 0 : i), changed ? with : Map.of(), options));
            } catch (StudyException e) {
                if (!e.isOfScenario()) {
                    throw e;
                }
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw StudyException.ofScenario(String.join("\n", problems));
        }
        return Compared.numbered(all);
    }

    private List<String> assumptions() throws IOException {
        Set<String> assumptions = new LinkedHashSet<>();
        for (Path each : inputs) {
            if (Files.isRegularFile(each)) {
                assumptions.addAll(Assumptions.in(Files.readString(each)));
            } else {
                JsonTree manifest = JsonTree.parse(Files.readString(each.resolve("manifest.json")));
                manifest.at("assumptions").list().forEach(a -> assumptions.add(a.text()));
            }
        }
        return List.copyOf(assumptions);
    }

    private static void print(PrintWriter out, Comparison comparison, ComparisonFiles files) {
        out.println();
        new ComparisonWords(comparison).sentences().forEach(out::println);
        out.println();
        files.table().lines().forEach(out::println);
        out.println();
        out.println(files.note());
    }
}
