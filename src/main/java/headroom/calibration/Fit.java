package headroom.calibration;

import headroom.calibration.ClosedLoop.Latency;
import headroom.calibration.ClosedLoop.Setting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A whole fit: efficiencies from measured points, their errors, and the report. */
public final class Fit {
    private final PointsFile.Content content;
    private final List<Setting> settings;
    private final Parameters parameters;
    private final SharedFit shared;
    private final Factors factors;
    private final List<Pair> pairs;

    private Fit(PointsFile.Content content) {
        this.content = content;
        settings = content.points().stream().map(Setting::of).toList();
        parameters = new Parameters(List.copyOf(new TreeSet<>(
                content.points().stream().map(p -> p.engine().backend()).toList())));
        shared = SharedFit.of(parameters, settings);
        factors = Factors.of(shared, settings);
        // of an engine that no other row tells of, nothing is known
        pairs = content.pairs().stream()
                .filter(p -> parameters.backends().contains(p.engine().backend()))
                .toList();
    }

    /** Fits to all points of a file. */
    public static Fit to(PointsFile.Content content) {
        return new Fit(content);
    }

    /** The table of efficiencies, as it is shipped. */
    public String efficienciesCsv() {
        return EfficienciesTable.csv(parameters, shared.values());
    }

    /** Predicted by the fit that has seen everything, factors included. */
    Latency[] fitted() {
        return settings.stream().map(factors::latency).toArray(Latency[]::new);
    }

    /** Predicted by the shared efficiencies alone. */
    Latency[] sharedOnly() {
        return settings.stream().map(shared::latency).toArray(Latency[]::new);
    }

    /** Runs of separate workers, predicted by the shared efficiencies, which know none of them. */
    PairReport pairs() {
        return new PairReport(pairs, pairs.stream().map(shared::latency).toArray(Latency[]::new));
    }

    /**
     * Cross-validates and writes report.md, points.csv, pairs.csv, efficiencies.csv,
     * parameters.csv and factors.csv into a folder.
     *
     * @param kernels lines on kernel tables to put into the report; may be empty
     */
    public void write(Path folder, Plan plan, List<String> kernels, Consumer<String> progress)
            throws IOException {
        Files.createDirectories(folder);
        CrossValidation validation = new CrossValidation(parameters, settings);
        progress.accept("cross-validation by rows");
        Latency[] byRows = validation.byRows(plan.folds(), plan.seed());
        progress.accept("cross-validation by models");
        Latency[] byModels = validation.byModels();
        progress.accept("closed loops on the simulated replica");
        Latency[] replica = new Latency[settings.size()];
        for (int i = 0; i < replica.length; i++) {
            replica[i] = ReplicaLoop.latency(settings.get(i), factors, plan.seed());
        }
        FitReport report = new FitReport(
                content,
                new FitReport.Predictions(sharedOnly(), fitted(), byRows, byModels, replica));
        List<String> markdown = new ArrayList<>(report.markdown(plan));
        PairReport ofPairs = pairs();
        markdown.addAll(ofPairs.markdown());
        markdown.addAll(kernels);
        write(folder, "report.md", markdown);
        write(folder, "points.csv", report.csv());
        write(folder, "pairs.csv", ofPairs.csv());
        write(folder, "efficiencies.csv", efficienciesCsv().lines().toList());
        write(folder, "parameters.csv", EfficienciesTable.values(parameters, shared.values()));
        write(folder, "factors.csv", factors.csv());
    }

    private static void write(Path folder, String name, List<String> lines) throws IOException {
        Files.writeString(
                folder.resolve(name), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }

    /**
     * How to validate.
     *
     * @param folds parts of the rows, each left out once
     * @param seed which rows fall into which part, and the lengths drawn in closed loops
     */
    public record Plan(int folds, long seed) {}
}
