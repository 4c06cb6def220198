package headroom.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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

    /** A cell for people: four digits of a number. */
    static String shown(Object cell) {
        return cell instanceof Double number ? number(number) : cell.toString();
    }

    /** Four digits, with commas in thousands. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        double size = Math.abs(value);
        if (size > 0 && size < 0.001) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int before = size < 1 ? 1 : (int) Math.floor(Math.log10(size)) + 1;
        return String.format(Locale.ROOT, "%,." + Math.max(0, 4 - before) + "f", value);
    }

    /** The first column to the left, and whatever holds words; numbers to the right. */
    boolean isOfWords(int column) {
        return rows.stream().anyMatch(row -> row.get(column) instanceof String);
    }
}
