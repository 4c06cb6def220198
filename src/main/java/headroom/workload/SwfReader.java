package headroom.workload;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMultiset;

import headroom.workload.JobTrace.Job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the Standard Workload Format, version 2.2, of the Parallel Workloads Archive: 18 numbers a
 * line, -1 where unknown, after comments that begin with a semicolon.
 *
 * <p>All fields are checked; a trace keeps arrival, processors (those requested where known, else
 * those allocated), run time, requested time, group and user. A job without processors or run time
 * is left out and counted. Source: Chapin and others 1999, "Benchmarks and standards for the
 * evaluation of parallel job schedulers", JSSPP, LNCS 1659.
 */
final class SwfReader {
    private static final ImmutableList<String> FIELDS = ImmutableList.of(
            "job number",
            "submit time",
            "wait time",
            "run time",
            "allocated processors",
            "average CPU time",
            "used memory",
            "requested processors",
            "requested time",
            "requested memory",
            "status",
            "user",
            "group",
            "executable",
            "queue",
            "partition",
            "preceding job",
            "think time");
    private static final int SUBMIT = 1;
    private static final int RUN = 3;
    private static final int ALLOCATED = 4;
    private static final int REQUESTED = 7;
    private static final int REQUESTED_TIME = 8;
    private static final int USER = 11;
    private static final int GROUP = 12;
    private static final Splitter BLANKS = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

    private final String file;
    private final TraceProblems problems;
    private final List<Job> jobs = new ArrayList<>();
    private final double[] row = new double[FIELDS.size()];
    private final ImmutableMultiset.Builder<String> skipped = ImmutableMultiset.builder();
    private long line;

    private SwfReader(String file) {
        this.file = file;
        this.problems = new TraceProblems(file);
    }

    static JobTrace read(Path path) {
        SwfReader reader = new SwfReader(path.toString());
        // any byte is a character of this charset, and comments may hold any
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(TraceInput.open(path), StandardCharsets.ISO_8859_1))) {
            String text = in.readLine();
            while (text != null) {
                reader.line++;
                reader.line(text.strip());
                text = in.readLine();
            }
        } catch (IOException e) {
            throw TraceInput.unreadable(reader.file, reader.line, e);
        }
        reader.problems.raise();
        return JobTrace.of(reader.jobs, reader.skipped.build());
    }

    private void line(String text) {
        if (text.isEmpty() || text.startsWith(";")) {
            return;
        }
        List<String> values = BLANKS.splitToList(text);
        if (values.size() != FIELDS.size()) {
            problems.add(line, "has " + values.size() + " fields; expected " + FIELDS.size());
            return;
        }
        boolean whole = true;
        for (int i = 0; i < row.length; i++) {
            row[i] = TraceFields.number(values.get(i));
            boolean known = row[i] >= -1;
            whole &= known;
            if (!known) {
                problems.add(
                        line,
                        "field " + (i + 1) + ", " + FIELDS.get(i) + ", is "
                                + TraceFields.shown(values.get(i))
                                + "; expected a number, or -1 where unknown");
            }
        }
        if (whole) {
            job(values);
        }
    }

    private void job(List<String> values) {
        double processors = row[REQUESTED] > 0 ? row[REQUESTED] : row[ALLOCATED];
        if (row[SUBMIT] < 0) {
            problems.add(line, "submit time is unknown; expected seconds of at least 0");
        } else if (processors != Math.rint(processors) || processors > Integer.MAX_VALUE) {
            problems.add(line, "has " + processors + " processors; expected a whole number");
        } else if (processors <= 0 || row[RUN] < 0) {
            skipped.add(name(values, GROUP));
        } else {
            jobs.add(new Job(
                    row[SUBMIT],
                    (int) processors,
                    row[RUN],
                    row[REQUESTED_TIME] > 0 ? row[REQUESTED_TIME] : Double.NaN,
                    name(values, GROUP),
                    name(values, USER),
                    JobTrace.UNTOLD));
        }
    }

    private String name(List<String> values, int field) {
        return row[field] < 0 ? "" : values.get(field);
    }
}
