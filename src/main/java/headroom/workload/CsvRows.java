package headroom.workload;

import com.google.common.collect.ImmutableMap;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The rows of a table with a header, plain or gzip, one after the other; what is wrong is told for
 * all rows at once, with line and column.
 *
 * <p>Columns stand in any order beside any others. Times are in seconds, or in what the name of the
 * column ends with: arrival_s, duration_min, estimate_h, arrival_d.
 */
public final class CsvRows {
    private static final ImmutableMap<String, Double> UNITS =
            ImmutableMap.of("", 1.0, "_s", 1.0, "_min", 60.0, "_h", 3600.0, "_d", 86_400.0);

    private final String file;
    private final TraceProblems problems;
    private final Map<String, Column> columns = new TreeMap<>();
    private int headerFields;
    private long line;
    private @Nullable CsvRecord row;

    private CsvRows(String file) {
        this.file = file;
        this.problems = new TraceProblems(file);
    }

    /** Where a quantity stands, and what makes it seconds. */
    private record Column(String name, int index, double factor) {}

    /** What each row is read as; a {@link TraceException} tells what is wrong with the file. */
    public static <T> List<T> read(Path path, List<String> needed, Function<CsvRows, T> each) {
        CsvRows rows = new CsvRows(path.toString());
        List<T> all = new ArrayList<>();
        try (CloseableIterator<CsvRecord> records = CsvReader.builder()
                .detectBomHeader(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(TraceInput.open(path), StandardCharsets.UTF_8)
                .iterator()) {
            rows.header(records, needed);
            while (records.hasNext()) {
                rows.next(records.next(), each, all);
            }
        } catch (CsvParseException e) {
            rows.problems.add(rows.line + 1, "is no CSV here or below: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw TraceInput.unreadable(rows.file, rows.line, Trace.causeOf(e));
        } catch (IOException e) {
            throw TraceInput.unreadable(rows.file, rows.line, e);
        }
        rows.problems.raise();
        return all;
    }

    private void header(CloseableIterator<CsvRecord> records, List<String> needed) {
        String expected = "expected " + String.join(",", needed);
        if (!records.hasNext()) {
            throw new TraceException(
                    file, 0, "is empty; expected the header " + String.join(",", needed));
        }
        CsvRecord header = records.next();
        line = header.getStartingLineNumber();
        headerFields = header.getFieldCount();
        List<String> names = header.getFields().stream().map(String::strip).toList();
        UNITS.forEach((unit, factor) -> {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                if (name.endsWith(unit)) {
                    String of = name.substring(0, name.length() - unit.length());
                    columns.putIfAbsent(of, new Column(name, i, factor));
                }
            }
        });
        for (String name : needed) {
            if (!has(name)) {
                String shown = TraceFields.shown(String.join(",", names));
                problems.add(
                        line, "no column " + name + " in the header " + shown + "; " + expected);
            }
        }
        problems.raise();
    }

    private <T> void next(CsvRecord record, Function<CsvRows, T> each, List<T> all) {
        row = record;
        line = record.getStartingLineNumber();
        if (hasMore(record, headerFields)) {
            problems.add(line, more(record, headerFields));
            return;
        }
        try {
            all.add(each.apply(this));
        } catch (TraceException e) {
            problems.add(e);
        }
    }

    /** Whether a row says more than its header names; what is empty says nothing. */
    static boolean hasMore(CsvRecord record, int columns) {
        return record.getFields().stream().skip(columns).anyMatch(field -> !field.isBlank());
    }

    /** What to say of it. */
    static String more(CsvRecord record, int columns) {
        return "has " + record.getFieldCount() + " fields; expected " + columns
                + " as in the header, and quotes around what has a comma in it";
    }

    /** Line of the row. */
    public long line() {
        return line;
    }

    /** Whether there is such a column. */
    public boolean has(String name) {
        return columns.containsKey(name);
    }

    /** What stands there; empty where nothing does. */
    public String text(String name) {
        Column column = columns.get(name);
        return row == null || column == null || column.index >= row.getFieldCount()
                ? ""
                : row.getField(column.index).strip();
    }

    /** A time [s], at least 0. */
    public double seconds(String name) {
        Column column = columns.get(name);
        double value = column == null ? Double.NaN : TraceFields.number(text(name)) * column.factor;
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw wrong(name, "a time of at least 0, like 12.5");
        }
        return value;
    }

    /** A whole number, at least so much. */
    public int whole(String name, int least) {
        double value = TraceFields.number(text(name));
        if (!(value >= least && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
            throw wrong(
                    name,
                    least < 0 ? "a whole number, like 2" : "a whole number of at least " + least);
        }
        return (int) value;
    }

    /** That what stands in a column is not what it should be. */
    public TraceException wrong(String name, String expected) {
        Column column = columns.get(name);
        String found = TraceFields.shown(text(name));
        return new TraceException(
                file,
                line,
                (column == null ? name : column.name) + " is " + found + "; expected " + expected);
    }
}
