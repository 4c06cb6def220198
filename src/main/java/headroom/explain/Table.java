package headroom.explain;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A table of words and numbers.
 *
 * @param title what it is of
 * @param columns headings, with the units of numbers
 * @param rows cells, each a string or a double; NaN where there is none
 * @param notes what must be known to read it: formulas, domains and sources
 */
public record Table(
        String title, List<String> columns, List<List<Object>> rows, List<String> notes) {
    private static final int NOTE_WIDTH = 100;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final List<String> LETTERS = List.of("k", "M", "G", "T");

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /** Rows are added one by one. */
    static final class Rows {
        private final String title;
        private final List<String> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        Rows(String title, String... columns) {
            this.title = title;
            this.columns = List.of(columns);
        }

        void add(Object... cells) {
            if (cells.length != columns.size()) {
                throw new IllegalArgumentException(title + ": " + Arrays.toString(cells));
            }
            rows.add(List.of(cells));
        }

        Table with(String... notes) {
            return new Table(title, columns, rows, List.of(notes));
        }
    }

    /** A cell for people. */
    static String shown(Object cell) {
        return cell instanceof Double number ? number(number) : cell.toString();
    }

    /** Three digits and a letter for thousands: k, M, G; commas below ten thousand. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        double size = Math.abs(value);
        if (size > 0 && size < 0.001) {
            return "<0.001";
        }
        String letter = "";
        double shown = value;
        for (int i = 0; i < LETTERS.size() && Math.abs(shown) >= 99_950; i++) {
            shown /= 1000;
            letter = " " + LETTERS.get(i);
        }
        double rest = Math.abs(shown);
        int digits = rest >= 99.95 || rest == 0 ? 0 : rest >= 9.995 ? 1 : rest >= 0.9995 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", shown) + letter;
    }

    /** The first column to the left, and whatever holds words; numbers to the right. */
    boolean isOfWords(int column) {
        return rows.stream().anyMatch(row -> row.get(column) instanceof String);
    }

    /** Aligned columns below a title, notes at the end. */
    public static String plain(Table table) {
        List<List<String>> lines = new ArrayList<>(List.of(table.columns()));
        table.rows().forEach(row -> lines.add(row.stream().map(Table::shown).toList()));
        StringBuilder text = new StringBuilder(table.title()).append('\n');
        for (List<String> line : lines) {
            StringBuilder out = new StringBuilder();
            for (int c = 0; c < line.size(); c++) {
                int column = c;
                int width = lines.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                String pad = " ".repeat(width - line.get(c).length());
                out.append("  ");
                out.append(table.isOfWords(c) ? line.get(c) + pad : pad + line.get(c));
            }
            text.append(out.toString().stripTrailing()).append('\n');
        }
        table.notes().forEach(note -> text.append(wrapped(note)));
        return text.toString();
    }

    /** Words of a text on lines of limited width, each set in by two; "%" stays with its number. */
    public static String wrapped(String words) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(" ");
        for (String word : words.split(" (?!%)", -1)) {
            if (line.length() + 1 + word.length() > NOTE_WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder("   ");
            }
            line.append(' ').append(word);
        }
        return text.append(line).append('\n').toString();
    }

    /** A heading, a table of Markdown, and its notes. */
    public static String markdown(Table table) {
        StringBuilder text = new StringBuilder("## ").append(table.title()).append("\n\n");
        text.append("| ").append(String.join(" | ", table.columns())).append(" |\n|");
        for (int c = 0; c < table.columns().size(); c++) {
            text.append(table.isOfWords(c) ? " --- |" : " ---: |");
        }
        text.append('\n');
        for (List<Object> row : table.rows()) {
            text.append(row.stream()
                    .map(Table::shown)
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
        }
        table.notes().forEach(note -> text.append('\n').append(note).append('\n'));
        return text.toString();
    }

    /** One CSV of all tables: table, row, column, value. */
    public static String csv(List<Table> tables) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord("table", "row", "column", "value");
            for (Table table : tables) {
                for (int r = 0; r < table.rows().size(); r++) {
                    for (int c = 0; c < table.columns().size(); c++) {
                        String value = exact(table.rows().get(r).get(c));
                        String row = Integer.toString(r);
                        csv.writeRecord(table.title(), row, table.columns().get(c), value);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string refused text", e);
        }
        return text.toString();
    }

    private static String exact(Object cell) {
        if (cell instanceof Double number) {
            return Double.isFinite(number) ? NumberOutput.toString(number, true) : "";
        }
        return cell.toString();
    }

    /** Words and tables; an unknown or endless number is null. */
    public static String json(List<String> words, List<Table> tables) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("words");
            words.forEach(json::writeString);
            json.writeEndArray();
            json.writeArrayPropertyStart("tables");
            tables.forEach(table -> write(json, table));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Table table) {
        json.writeStartObject();
        json.writeStringProperty("title", table.title());
        json.writeArrayPropertyStart("rows");
        for (List<Object> row : table.rows()) {
            json.writeStartObject();
            for (int c = 0; c < row.size(); c++) {
                String name = table.columns().get(c);
                if (!(row.get(c) instanceof Double number)) {
                    json.writeStringProperty(name, row.get(c).toString());
                } else if (Double.isFinite(number)) {
                    json.writeNumberProperty(name, number);
                } else {
                    json.writeNullProperty(name);
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("notes");
        table.notes().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }
}
