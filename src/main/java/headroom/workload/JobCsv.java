package headroom.workload;

import com.google.common.collect.ImmutableMap;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import headroom.workload.JobTrace.Job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads jobs from a table with the columns arrival, gpus and duration, and if there are any
 * estimate, group (or vc), user and priority, in any order beside any others.
 *
 * <p>Times are in seconds, or in what the name of the column ends with: arrival_s, duration_min,
 * estimate_h, arrival_d. An estimate, a group or a user may be empty.
 */
final class JobCsv {
    private static final ImmutableMap<String, Double> UNITS =
            ImmutableMap.of("", 1.0, "_s", 1.0, "_min", 60.0, "_h", 3600.0, "_d", 86_400.0);
    private static final int NONE = -1;

    private final String file;
    private final TraceProblems problems;
    private final List<Job> jobs = new ArrayList<>();
    private long line;

    private JobCsv(String file) {
        this.file = file;
        this.problems = new TraceProblems(file);
    }

    /** Where a quantity stands, and what makes it seconds; at {@link #NONE} if nowhere. */
    private record Column(String name, int index, double factor) {
        boolean isThere() {
            return index != NONE;
        }
    }

    private record Columns(
            Column arrival,
            Column gpus,
            Column duration,
            Column estimate,
            Column group,
            Column user,
            Column priority) {}

    static JobTrace read(Path path) {
        JobCsv reader = new JobCsv(path.toString());
        try (CloseableIterator<CsvRecord> records = CsvReader.builder()
                .detectBomHeader(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(TraceInput.open(path), StandardCharsets.UTF_8)
                .iterator()) {
            reader.records(records);
        } catch (CsvParseException e) {
            reader.problems.add(reader.line + 1, "is no CSV here or below: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw TraceInput.unreadable(reader.file, reader.line, Trace.causeOf(e));
        } catch (IOException e) {
            throw TraceInput.unreadable(reader.file, reader.line, e);
        }
        reader.problems.raise();
        return JobTrace.of(reader.jobs);
    }

    private void records(CloseableIterator<CsvRecord> records) {
        if (!records.hasNext()) {
            throw new TraceException(
                    file, 0, "is empty; expected the header arrival,gpus,duration");
        }
        Columns columns = columns(records.next());
        while (records.hasNext()) {
            CsvRecord next = records.next();
            line = next.getStartingLineNumber();
            try {
                jobs.add(job(next, columns));
            } catch (TraceException e) {
                problems.add(e);
            }
        }
    }

    private Columns columns(CsvRecord header) {
        line = header.getStartingLineNumber();
        List<String> names = header.getFields().stream().map(String::strip).toList();
        Column arrival = timed("arrival", names);
        Column gpus = plain("gpus", names);
        Column duration = timed("duration", names);
        for (Column needed : List.of(arrival, gpus, duration)) {
            if (!needed.isThere()) {
                problems.add(
                        line,
                        "no column " + needed.name() + " in the header "
                                + TraceFields.shown(String.join(",", names))
                                + "; expected arrival,gpus,duration");
            }
        }
        problems.raise();
        Column group = plain("group", names);
        return new Columns(
                arrival,
                gpus,
                duration,
                timed("estimate", names),
                group.isThere() ? group : plain("vc", names),
                plain("user", names),
                plain("priority", names));
    }

    private static Column plain(String name, List<String> names) {
        return new Column(name, names.indexOf(name), 1);
    }

    private static Column timed(String name, List<String> names) {
        for (var unit : UNITS.entrySet()) {
            int index = names.indexOf(name + unit.getKey());
            if (index >= 0) {
                return new Column(name + unit.getKey(), index, unit.getValue());
            }
        }
        return new Column(name, NONE, 1);
    }

    private Job job(CsvRecord row, Columns columns) {
        return new Job(
                time(row, columns.arrival),
                whole(row, columns.gpus, 1),
                time(row, columns.duration),
                text(row, columns.estimate).isEmpty() ? Double.NaN : time(row, columns.estimate),
                text(row, columns.group),
                text(row, columns.user),
                columns.priority.isThere() ? whole(row, columns.priority, Integer.MIN_VALUE) : 0);
    }

    private static String text(CsvRecord row, Column column) {
        boolean there = column.isThere() && column.index < row.getFieldCount();
        return there ? row.getField(column.index).strip() : "";
    }

    private double time(CsvRecord row, Column column) {
        double value = TraceFields.number(text(row, column)) * column.factor;
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw wrong(row, column, "a time of at least 0, like 12.5");
        }
        return value;
    }

    private int whole(CsvRecord row, Column column, int least) {
        double value = TraceFields.number(text(row, column));
        if (!(value >= least && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
            throw wrong(
                    row,
                    column,
                    least == 1 ? "a whole number of at least 1" : "a whole number, like 2");
        }
        return (int) value;
    }

    private TraceException wrong(CsvRecord row, Column column, String expected) {
        String found = TraceFields.shown(text(row, column));
        return new TraceException(
                file, line, column.name + " is " + found + "; expected " + expected);
    }
}
