package headroom.report;

import headroom.experiment.RunResult;
import headroom.page.ResultFolder;
import headroom.page.SavedFolder;
import headroom.page.SummaryFiles;
import headroom.page.TimeSeriesCsv;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of one run as files. All bytes depend on the result alone, except wall time, threads
 * and JVM in the manifest.
 */
public final class RunFolder {
    private final ResultFolder folder;
    private final String scenario;
    private final String runId;

    private RunFolder(ResultFolder folder, String scenario, String runId) {
        this.folder = folder;
        this.scenario = scenario;
        this.runId = runId;
    }

    /**
     * The folder of a run, asked for before simulating, so that a refusal costs nobody a run.
     *
     * @throws FileAlreadyExistsException if something is there already or is being written
     */
    public static RunFolder of(Path results, String scenario, String runId) throws IOException {
        return new RunFolder(ResultFolder.of(results, scenario, runId), scenario, runId);
    }

    /** A folder that is held already, to be written when the run is done. */
    public static RunFolder in(ResultFolder folder, String scenario, String runId) {
        return new RunFolder(folder, scenario, runId);
    }

    /** Where the run is, or will be once it is written. */
    public Path path() {
        return folder.path();
    }

    /**
     * Writes the whole folder.
     *
     * @param result what the run found
     * @param resolvedScenario text of {@code scenario.resolved.yaml}
     * @param verdict the answer in sentences, as {@link Verdict#of} words it
     * @param charts pictures by their names, or none
     * @return the folder
     * @throws FileAlreadyExistsException if something is there already or is being written
     */
    public Path write(
            RunResult result,
            String resolvedScenario,
            List<String> verdict,
            Map<String, byte[]> charts)
            throws IOException {
        if (!scenario.equals(result.scenario()) || !runId.equals(result.runId())) {
            throw new IllegalArgumentException("result of " + result.scenario() + "/"
                    + result.runId() + " given to the folder " + folder.path());
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("scenario.resolved.yaml", resolvedScenario);
        files.put("summary.json", SummaryFiles.json(result.summary()));
        files.put("summary.csv", SummaryFiles.csv(result.summary()));
        if (!result.readings().isEmpty()) {
            files.put("replications.csv", SummaryFiles.replicationsCsv(result.readings()));
        }
        if (!result.occupancy().isEmpty()) {
            files.put("occupancy.csv", SummaryFiles.csv(result.occupancy()));
        }
        files.put("timeseries.csv", TimeSeriesCsv.csv(result.series()));
        files.putAll(pages(result, verdict));
        files.put("manifest.json", Manifest.json(result, files, verdict));
        return folder.publish(charts, files);
    }

    /** What people look at; it is made from the other files alone. */
    private static Map<String, String> pages(RunResult result, List<String> verdict) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("report.html", HtmlReport.render(result, verdict));
        pages.put("overview.svg", OverviewSvg.render(result));
        return pages;
    }

    /**
     * Makes the pages of a finished run again from what it saved, byte by byte as they were.
     *
     * @return the run, as far as reports show it
     * @throws IOException with every reason why it cannot be done
     */
    public static RunResult rebuild(SavedFolder saved) throws IOException {
        RunResult result = SavedRun.read(saved);
        ResultFolder.replace(saved.path(), pages(result, SavedRun.answer(saved)));
        return result;
    }
}
