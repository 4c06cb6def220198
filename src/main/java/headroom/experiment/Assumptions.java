package headroom.experiment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of a scenario file whose comment says that they are assumed or fitted, with their path and
 * the comment: what a report has to own up to.
 */
public final class Assumptions {
    private static final Pattern LINE =
            Pattern.compile("^(\\s*)(- )?([\\w-]+):\\s*(.*?)\\s*(?:#\\s*(.*))?$");
    private static final Pattern GRADE = Pattern.compile("\\b(assumed|fitted)\\b");
    private static final Pattern ITEM = Pattern.compile("^(\\s*)- .*");
    private static final Pattern NAME = Pattern.compile("\\bname:\\s*([\\w-]+)");
    private static final int LONGEST_VALUE = 60;

    private Assumptions() {}

    /** A key that lines further in belong to, and how many items of its list there were. */
    private record Level(int indent, String name, int[] items) {
        Level(int indent, String name) {
            this(indent, name, new int[1]);
        }
    }

    /** The graded values of a scenario's text, in its order. */
    public static List<String> in(String scenarioText) {
        List<String> found = new ArrayList<>();
        Deque<Level> path = new ArrayDeque<>();
        for (String line : scenarioText.lines().toList()) {
            Matcher item = ITEM.matcher(line);
            int place = item.matches() ? place(path, item.group(1).length()) : 0;
            Matcher m = LINE.matcher(line);
            if (!m.matches()) {
                continue;
            }
            int indent = m.group(1).length();
            leave(path, indent);
            if (m.group(2) != null) {
                Matcher name = NAME.matcher(line);
                path.push(new Level(indent, "[" + (name.find() ? name.group(1) : place) + "]"));
                indent += 2;
            }
            path.push(new Level(indent, m.group(3)));
            String comment = m.group(5) == null ? "" : m.group(5);
            if (GRADE.matcher(comment).find()) {
                found.add(
                        (join(path) + " " + shortened(m.group(4))).strip() + " (" + comment + ")");
            }
        }
        return found;
    }

    private static void leave(Deque<Level> path, int indent) {
        while (!path.isEmpty() && path.element().indent() >= indent) {
            path.pop();
        }
    }

    /** Place of an item in its list, which has one more then. */
    private static int place(Deque<Level> path, int indent) {
        leave(path, indent);
        return path.isEmpty() ? 0 : path.element().items()[0]++;
    }

    private static String join(Deque<Level> path) {
        StringBuilder joined = new StringBuilder();
        for (Iterator<Level> it = path.descendingIterator(); it.hasNext(); ) {
            String name = it.next().name();
            if (joined.length() > 0 && !name.startsWith("[")) {
                joined.append('.');
            }
            joined.append(name);
        }
        return joined.toString();
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_VALUE
                ? value
                : value.substring(0, LONGEST_VALUE - 3) + "...";
    }
}
