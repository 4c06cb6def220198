package headroom.yaml;

/**
 * Something wrong, or doubtful, at one place of a scenario file.
 *
 * @param severity an error makes the scenario unusable, a warning does not
 * @param file the file, or {@code override <path>} for a value given beside the file
 * @param line line, from 1; 0 where the place is not in a file
 * @param column column in characters, from 1
 * @param width characters to underline, at least 1
 * @param message what is wrong
 * @param sourceLine the line as it stands in the file; may be empty
 * @param hint what would be right; may be empty
 */
public record Problem(
        Severity severity,
        String file,
        int line,
        int column,
        int width,
        String message,
        String sourceLine,
        String hint) {

    private static final int WINDOW = 96;
    private static final int LEAD = 40;

    /** Whether the scenario can be used in spite of it. */
    public enum Severity {
        /** The scenario cannot be used. */
        ERROR,
        /** The scenario can be used; the answer may surprise. */
        WARNING
    }

    /** The same, where it does no harm. */
    public Problem asWarning() {
        return new Problem(Severity.WARNING, file, line, column, width, message, sourceLine, hint);
    }

    /** The problem as text: place and message, the source line, a caret, the hint. */
    public String render() {
        StringBuilder out = new StringBuilder(file);
        if (line > 0) {
            out.append(':').append(line).append(':').append(column);
        }
        out.append(severity == Severity.ERROR ? ": error: " : ": warning: ").append(message);
        if (!sourceLine.isBlank()) {
            excerpt(out);
        }
        if (!hint.isEmpty()) {
            out.append("\n    ").append(hint);
        }
        return out.append('\n').toString();
    }

    /** Long lines are cut around the column; what cannot be shown in one cell is replaced. */
    private void excerpt(StringBuilder out) {
        int[] shown = sourceLine.codePoints().map(Problem::printable).toArray();
        int at = Math.min(column - 1, shown.length);
        int from = at > WINDOW - LEAD ? at - LEAD : 0;
        int to = Math.min(shown.length, from + WINDOW);
        String number = line > 0 ? Integer.toString(line) : "";
        String open = from > 0 ? "..." : "";
        out.append("\n  ").append(number).append(" | ").append(open);
        out.append(new String(shown, from, to - from)).append(to < shown.length ? "..." : "");
        int indent = 2 + number.length() + 3 + open.length() + at - from;
        int marks = Math.max(1, Math.min(width, to - at));
        out.append('\n').append(" ".repeat(indent)).append("^".repeat(marks));
    }

    private static int printable(int point) {
        if (point == '\t') {
            return ' ';
        }
        int type = Character.getType(point);
        boolean hidden = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.NON_SPACING_MARK;
        return hidden ? '\uFFFD' : point;
    }
}
