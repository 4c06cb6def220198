package headroom.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text, for a page, a terminal, Markdown or CSV.
 *
 * @param caption what it shows
 * @param heads names of the columns
 * @param rows cells, as many in each row as there are columns
 */
public record Table(String caption, List<String> heads, List<List<String>> rows) {
    public Table {
        heads = List.copyOf(heads);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != heads.size()) {
                throw new IllegalArgumentException(
                        row.size() + " cells under " + heads.size() + " heads: " + row);
            }
        }
    }

    /** For a terminal: columns parted by two spaces, the first to the left, others right. */
    public List<String> lines() {
        int[] widths = new int[heads.size()];
        List<List<String>> all = new ArrayList<>(List.of(heads));
        all.addAll(rows);
        for (List<String> row : all) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], width(row.get(c)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String space = " ".repeat(widths[c] - width(row.get(c)));
                line.append(c == 0 ? "" : "  ");
                line.append(c == 0 ? row.get(c) + space : space + row.get(c));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** As Markdown; a bar within a cell is escaped. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        row(text, heads);
        text.append("|");
        for (int c = 0; c < heads.size(); c++) {
            text.append(c == 0 ? "---|" : "---:|");
        }
        text.append('\n');
        rows.forEach(row -> row(text, row));
        return text.toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append('|');
        cells.forEach(cell -> text.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        text.append('\n');
    }

    /** As CSV, heads first. */
    public String csv() {
        List<List<String>> all = new ArrayList<>(List.of(heads));
        all.addAll(rows);
        return SummaryFiles.csvText(all);
    }
}
