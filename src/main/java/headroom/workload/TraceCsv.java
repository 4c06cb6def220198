package headroom.workload;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads CSV traces with a header. Columns are found by name, in any order, and others are ignored;
 * empty lines are skipped.
 */
final class TraceCsv implements TraceReader {
    private final String file;
    private final TraceFormat format;
    private final CloseableIterator<CsvRecord> records;
    private final int columns;
    private final int timeColumn;
    private final int inputColumn;
    private final int outputColumn;
    private long lastLine;
    private boolean started;
    private long originNanos;

    TraceCsv(String file, TraceFormat format, InputStream in) {
        this.file = file;
        this.format = format;
        this.records = CsvReader.builder()
                .detectBomHeader(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(in, StandardCharsets.UTF_8)
                .iterator();
        if (!hasNext()) {
            throw new TraceException(file, 0, "is empty; expected the header " + expectedHeader());
        }
        CsvRecord header = records.next();
        lastLine = header.getStartingLineNumber();
        columns = header.getFieldCount();
        timeColumn = column(header, format.timeField);
        inputColumn = column(header, format.inputField);
        outputColumn = column(header, format.outputField);
    }

    @Override
    public boolean read(TraceRow row) {
        if (!hasNext()) {
            return false;
        }
        CsvRecord next = records.next();
        long line = next.getStartingLineNumber();
        lastLine = line;
        row.line = line;
        if (CsvRows.hasMore(next, columns)) {
            throw new TraceException(file, line, CsvRows.more(next, columns));
        }
        String time = field(next, timeColumn, format.timeField);
        if (format == TraceFormat.AZURE) {
            long nanos = TraceFields.timestampNanos(file, line, time);
            if (!started) {
                started = true;
                originNanos = nanos;
            }
            row.timeSeconds = (nanos - originNanos) / 1e9;
        } else {
            row.timeSeconds = TraceFields.seconds(file, line, format.timeField, time);
        }
        row.inputTokens = tokens(next, inputColumn, format.inputField);
        row.outputTokens = tokens(next, outputColumn, format.outputField);
        return true;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private int tokens(CsvRecord csvRecord, int column, String name) {
        return TraceFields.tokens(file, lastLine, name, field(csvRecord, column, name));
    }

    private boolean hasNext() {
        try {
            return records.hasNext();
        } catch (CsvParseException e) {
            throw new TraceException(
                    file, lastLine + 1, "is no CSV here or below: " + e.getMessage(), e);
        }
    }

    private String field(CsvRecord csvRecord, int column, String name) {
        if (column >= csvRecord.getFieldCount()) {
            throw new TraceException(
                    file,
                    lastLine,
                    "has " + csvRecord.getFieldCount() + " fields, so none for " + name
                            + "; expected one for each column of the header");
        }
        return csvRecord.getField(column);
    }

    private int column(CsvRecord header, String name) {
        int column = header.getFields().stream().map(String::strip).toList().indexOf(name);
        if (column < 0) {
            throw new TraceException(
                    file,
                    lastLine,
                    "no column " + name + " in the header "
                            + TraceFields.shown(String.join(",", header.getFields()))
                            + "; expected " + expectedHeader());
        }
        return column;
    }

    private String expectedHeader() {
        return format.timeField + "," + format.inputField + "," + format.outputField;
    }
}
