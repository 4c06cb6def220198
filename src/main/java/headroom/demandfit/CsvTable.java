package headroom.demandfit;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import headroom.workload.TraceException;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A CSV file with a header, plain or gzip, read row by row; what is wrong is told at its line. */
final class CsvTable {
    private final Path path;
    private final String file;

    CsvTable(Path path) {
        this.path = path;
        this.file = path.toString();
    }

    void rows(List<String> columns, Consumer<NamedCsvRecord> each) throws IOException {
        long line = 1;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path));
                InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
                CsvReader<NamedCsvRecord> csv = CsvReader.builder()
                        .detectBomHeader(true)
                        // told with their line below
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofNamedCsvRecord(plain, StandardCharsets.UTF_8)) {
            boolean any = false;
            for (NamedCsvRecord row : csv) {
                any = true;
                if (line == 1) {
                    requireColumns(columns, row);
                }
                line = row.getStartingLineNumber();
                if (row.getFieldCount() != row.getHeader().size()) {
                    throw new TraceException(
                            file,
                            line,
                            row.getFieldCount() + " fields; the header names "
                                    + row.getHeader().size());
                }
                each.accept(row);
            }
            if (!any) {
                throw new TraceException(
                        file, 0, "no rows; expected the columns " + String.join(", ", columns));
            }
        } catch (CsvParseException e) {
            throw new TraceException(file, line, "after this line: " + e.getMessage());
        } catch (ZipException e) {
            throw new TraceException(file, 0, "not gzip, as its name says");
        } catch (EOFException | UncheckedIOException e) {
            throw new TraceException(file, line, "after this line: the file is cut off or damaged");
        }
    }

    private void requireColumns(List<String> columns, NamedCsvRecord row) {
        List<String> missing =
                columns.stream().filter(c -> !row.getHeader().contains(c)).toList();
        if (!missing.isEmpty()) {
            throw new TraceException(file, 1, "columns missing: " + String.join(", ", missing));
        }
    }

    /** A number of at least 0. */
    double number(NamedCsvRecord row, String column) {
        String text = row.getField(column);
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw wrong(row, column, "a number of at least 0");
        }
        return value;
    }

    /** That what stands in a column is not what is needed. */
    TraceException wrong(NamedCsvRecord row, String column, String needed) {
        return new TraceException(
                file,
                row.getStartingLineNumber(),
                column + " is '" + row.getField(column) + "'; " + needed + " is needed");
    }
}
