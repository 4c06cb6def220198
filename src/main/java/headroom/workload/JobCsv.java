package headroom.workload;

import headroom.workload.JobTrace.Job;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads jobs from a table with the columns arrival, gpus and duration, and if there are any
 * estimate, group (or vc), user and priority. All but those needed may be empty.
 */
final class JobCsv {
    private static final List<String> NEEDED = List.of("arrival", "gpus", "duration");

    private JobCsv() {}

    static JobTrace read(Path path) {
        return JobTrace.of(CsvRows.read(path, NEEDED, JobCsv::job));
    }

    private static Job job(CsvRows row) {
        return new Job(
                row.seconds("arrival"),
                row.whole("gpus", 1),
                row.seconds("duration"),
                row.text("estimate").isEmpty() ? Double.NaN : row.seconds("estimate"),
                row.text(row.has("group") ? "group" : "vc"),
                row.text("user"),
                row.text("priority").isEmpty()
                        ? JobTrace.UNTOLD
                        : row.whole("priority", JobTrace.UNTOLD + 1));
    }
}
