package headroom.yaml;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Document.Place;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The problems found so far, and the words they are told in. */
public final class Problems {
    private static final int QUOTE_LIMIT = 40;
    private static final int NAMES_LIMIT = 16;
    private static final int BEGINNING = 3;

    private final List<Problem> found = new ArrayList<>();

    public void error(Place place, String message, String hint) {
        add(Problem.Severity.ERROR, place, message, hint);
    }

    public void warning(Place place, String message, String hint) {
        add(Problem.Severity.WARNING, place, message, hint);
    }

    /** The source line is kept with the problem, so that it can be shown without the file. */
    private void add(Problem.Severity severity, Place place, String message, String hint) {
        found.add(new Problem(
                severity,
                place.source().label(),
                place.source().override() ? 0 : place.line(),
                place.column(),
                place.width(),
                message,
                place.source().line(place.line()),
                hint));
    }

    /** Takes those that another found, too. */
    void add(Problems other) {
        found.addAll(other.found);
    }

    /** Takes one that was found elsewhere. */
    public void add(Problem problem) {
        found.add(problem);
    }

    /** The one found last. */
    Problem last() {
        return found.get(found.size() - 1);
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
    }

    /** In the order of the file; what is wrong with overrides comes last. */
    public ImmutableList<Problem> inOrder() {
        Comparator<Problem> order = Comparator.comparing((Problem p) -> p.line() == 0)
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column);
        return ImmutableList.sortedCopyOf(order, found);
    }

    /** A piece of the file's text, fit to stand in a message. */
    public static String quote(String text) {
        int[] points = text.codePoints().map(Problems::plain).toArray();
        boolean cut = points.length > QUOTE_LIMIT;
        return "'" + new String(points, 0, cut ? QUOTE_LIMIT : points.length) + (cut ? "..." : "")
                + "'";
    }

    private static int plain(int point) {
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return Character.isISOControl(point) || surrogate ? '\uFFFD' : point;
    }

    /** Either the name that was probably meant, or the names there are. */
    public static String suggest(String word, Collection<String> names) {
        Optional<String> near = nearest(word, names);
        if (near.isPresent()) {
            return "did you mean '" + near.get() + "'?";
        }
        if (names.isEmpty()) {
            return "there are none";
        }
        String listed = String.join(", ", names.stream().limit(NAMES_LIMIT).toList());
        return "known: " + listed + (names.size() > NAMES_LIMIT ? ", ..." : "");
    }

    /**
     * The name with the fewest edits to this word, if they are few, the first among equals; or else
     * the only one that begins like it.
     */
    public static Optional<String> nearest(String word, Collection<String> names) {
        String wanted = word.toLowerCase(Locale.ROOT);
        Optional<String> best = Optional.empty();
        int fewest = Integer.MAX_VALUE;
        for (String name : names) {
            int allowed = Math.min(3, Math.max(1, Math.max(word.length(), name.length()) / 3));
            if (Math.abs(word.length() - name.length()) > allowed) {
                continue;
            }
            int edits = edits(wanted, name.toLowerCase(Locale.ROOT));
            // of one letter every other is as near
            boolean some = edits < Math.max(word.length(), name.length());
            if (edits <= allowed && edits < fewest && some) {
                fewest = edits;
                best = Optional.of(name);
            }
        }
        return best.isPresent() ? best : begun(wanted, names);
    }

    private static Optional<String> begun(String wanted, Collection<String> names) {
        List<String> found = names.stream()
                .filter(name -> Math.min(name.length(), wanted.length()) >= BEGINNING)
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(wanted)
                        || wanted.startsWith(name.toLowerCase(Locale.ROOT)))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Insertions, deletions, changes and swaps of neighbours that turn one word into the other. */
    public static int edits(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
                least = Math.min(least, cost[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = least;
            }
        }
        return cost[a.length()][b.length()];
    }

    /** A broken rule between the values of one section, under the key it is told at. */
    public record Fault(String key, String message) {}

    /** Collects the broken rules of a section, to be thrown together. */
    public static final class Faults {
        private final List<Fault> faults = new ArrayList<>();

        /** Notes the message at this key, empty for the section itself, unless the rule is kept. */
        public Faults unless(boolean kept, String key, String message) {
            if (!kept) {
                faults.add(new Fault(key, message));
            }
            return this;
        }

        /** Throws all that was noted; returns where there is nothing. */
        public void raise() {
            if (!faults.isEmpty()) {
                throw new InvalidSection(ImmutableList.copyOf(faults));
            }
        }
    }

    /** The values of a section contradict each other. */
    public static final class InvalidSection extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final transient ImmutableList<Fault> faults;

        InvalidSection(ImmutableList<Fault> faults) {
            super(faults.toString());
            this.faults = faults;
        }

        public ImmutableList<Fault> faults() {
            return faults;
        }

        /** Whether something is told of a key, or of what is below it. */
        public boolean names(String key) {
            return faults.stream()
                    .anyMatch(fault -> fault.key().split("[.\\[]", 2)[0].equals(key));
        }
    }
}
