package headroom.report;

import headroom.experiment.RunResult;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * The short before/after table for a terminal: plain text, aligned, at most 120 columns wide. Its
 * rows are those of the HTML report that matter most.
 */
public final class TerminalTable {
    private static final int WIDTH = 120;
    private static final int LABEL_WIDTH = 37;

    private TerminalTable() {}

    /**
     * The table, each line ended by a line feed.
     *
     * @param result what the run found
     * @param out charset of the terminal; one without the signs used, "±" among them, gets ASCII
     */
    public static String render(RunResult result, Charset out) {
        BeforeAfter table = BeforeAfter.of(result).brief();
        if (table.rows().isEmpty()) {
            return "The run measured nothing that belongs in the table of phases.\n";
        }
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("", ""));
        table.columns().forEach(column -> header.add(column.heading()));
        lines.add(header);
        for (BeforeAfter.Row row : table.rows()) {
            List<String> line = new ArrayList<>();
            line.add(clip(row.label(), LABEL_WIDTH));
            line.add(row.scale().unit());
            for (int column = 0; column < table.columns().size(); column++) {
                line.add(row.text(column));
            }
            lines.add(line);
        }
        List<Integer> widths = columnsThatFit(lines);
        String text = String.join("", aligned(lines, widths));
        if (widths.size() < header.size()) {
            text += "Further columns are in report.html.\n";
        }
        return out.newEncoder().canEncode("±–×·…") ? text : ascii(text);
    }

    /** As many columns as the width holds; what is left out is in the HTML report. */
    private static List<Integer> columnsThatFit(List<List<String>> lines) {
        List<Integer> widths = new ArrayList<>();
        int used = 0;
        for (int column = 0; column < lines.get(0).size(); column++) {
            int index = column;
            int width = lines.stream()
                    .mapToInt(line -> line.get(index).length())
                    .max()
                    .orElse(0);
            used += width + (column == 0 ? 0 : 2);
            if (used > WIDTH) {
                break;
            }
            widths.add(width);
        }
        return widths;
    }

    private static List<String> aligned(List<List<String>> lines, List<Integer> widths) {
        List<String> texts = new ArrayList<>();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < widths.size(); column++) {
                String cell = line.get(column);
                String pad = " ".repeat(widths.get(column) - cell.length());
                // Words to the left, numbers to the right.
                text.append(column == 0 ? "" : "  ").append(column < 2 ? cell + pad : pad + cell);
            }
            texts.add(text.toString().stripTrailing() + "\n");
        }
        return texts;
    }

    private static String clip(String label, int width) {
        return label.length() <= width ? label : label.substring(0, width - 1) + "…";
    }

    /** The same text and width in ASCII, the sign of the half-width excepted: it takes two. */
    private static String ascii(String text) {
        return text.replace(" ± ", " +-")
                .replace('–', '-')
                .replace('×', 'x')
                .replace('·', '-')
                .replace('…', '.');
    }
}
