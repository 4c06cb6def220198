package headroom.yaml;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Document.Entry;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Node;
import headroom.yaml.Document.Place;
import headroom.yaml.Document.Scalar;
import headroom.yaml.Document.Sequence;
import headroom.yaml.Document.Source;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A value given beside the file, and how it enters the tree.
 *
 * <p>Problems with it are told under its path, since it has no line in the file. Sections on the
 * way that do not exist are added; a list element must exist.
 */
public final class ValueOverride {
    private static final Pattern STEP =
            Pattern.compile("(?:^|(?<=.)\\.)([A-Za-z0-9_-]+)|\\[([A-Za-z0-9_-]+)\\]");

    private static final String WHOLE = "give the whole list, such as [{name: a}, {name: b}]";

    private final String path;
    private final String text;
    private final Problems problems;
    private final Source source;

    public ValueOverride(String path, String text, Problems problems) {
        this.path = path;
        this.text = text;
        this.problems = problems;
        this.source = Source.of("override " + path, true, text);
    }

    /**
     * The tree with the value in place; the same tree where that fails.
     *
     * @param section what the tree describes
     */
    public Mapping on(Mapping root, Class<?> section) {
        List<String> steps = steps();
        if (steps.isEmpty()) {
            refuse("is no path", "such as demand.spikes[0].height");
            return root;
        }
        boolean removed = text.equals("null") || text.equals("~");
        Optional<Node> value = Document.read(source, text, problems);
        if (value.isEmpty()) {
            return root;
        }
        Node changed = put(root, section, steps, removed ? null : value.get());
        return changed instanceof Mapping mapping ? mapping : root;
    }

    /** The path in steps, list elements marked by a bracket; none where it is malformed. */
    private List<String> steps() {
        List<String> steps = new ArrayList<>();
        Matcher m = STEP.matcher(path);
        int end = 0;
        while (m.find() && m.start() == end) {
            steps.add(m.group(1) != null ? m.group(1) : "[" + m.group(2));
            end = m.end();
        }
        boolean whole = end == path.length() && !path.startsWith("[");
        return whole && steps.size() <= Document.MAX_DEPTH ? steps : List.of();
    }

    /** A copy of this node with the value at the path below it; null takes the value away. */
    private Node put(Node at, Type type, List<String> steps, @Nullable Node value) {
        String step = steps.get(0);
        List<String> rest = steps.subList(1, steps.size());
        if (step.startsWith("[")) {
            return inList(at, type, steps, value);
        }
        if (!(at instanceof Mapping mapping)) {
            String hint = at instanceof Sequence list
                    ? "elements of a list stand in brackets; " + names(list)
                    : "";
            refuse("there is no section with a key '" + step + "'", hint);
            return at;
        }
        List<Entry> entries = new ArrayList<>(mapping.entries());
        Entry old = mapping.find(step).orElse(null);
        boolean isNew = old == null && (value == null || !rest.isEmpty());
        if (isNew && isUnknown(mapping, type, steps, value == null)) {
            return at;
        }
        Node inner = old == null ? nothing(rest) : old.value();
        if (rest.isEmpty() && value == null) {
            entries.remove(old);
        } else {
            Node changed = rest.isEmpty() && value != null
                    ? value
                    : put(inner, Keyed.below(type, step), rest, value);
            Scalar key =
                    rest.isEmpty() || old == null ? new Scalar(step, true, place()) : old.key();
            int index = old == null ? entries.size() : entries.indexOf(old);
            entries.removeIf(entry -> entry == old);
            entries.add(index, new Entry(key, changed));
        }
        return new Mapping(ImmutableList.copyOf(entries), mapping.place());
    }

    /**
     * Whether the first step leads to a name that is not there, to set or take away what is below
     * it; or, if it is to be taken away, to a key that never is. Other steps add sections.
     */
    private boolean isUnknown(Mapping mapping, Type type, List<String> steps, boolean isTaken) {
        boolean isMap = Keyed.isMap(type);
        String step = steps.get(0);
        List<String> names = isMap
                ? mapping.entries().stream().map(entry -> entry.key().text()).toList()
                : type instanceof Class<?> section && section.isRecord()
                        ? SectionKeys.names(section)
                        : List.of(step);
        if (names.contains(step) || !isMap && !isTaken) {
            return false;
        }
        String below = steps.stream()
                .skip(1)
                .map(each -> each.startsWith("[") ? each + "]" : "." + each)
                .collect(Collectors.joining());
        String whole = path.substring(0, path.length() - below.length());
        String in = whole.substring(0, Math.max(0, whole.length() - step.length() - 1));
        String added = isMap && !isTaken ? "; a new one is given whole: " + whole + "={...}" : "";
        refuse(
                "there is no '" + step + "'" + (in.isEmpty() ? "" : " in " + in),
                Problems.suggest(step, names) + added);
        return true;
    }

    /** What a key that is not there holds before the steps below it are taken. */
    private Node nothing(List<String> rest) {
        return !rest.isEmpty() && rest.get(0).startsWith("[")
                ? new Sequence(ImmutableList.of(), place())
                : new Mapping(ImmutableList.of(), place());
    }

    /** The same for a step into a list; elements cannot be added, only replaced or taken away. */
    private Node inList(Node at, Type type, List<String> steps, @Nullable Node value) {
        String which = steps.get(0).substring(1);
        List<String> rest = steps.subList(1, steps.size());
        if (!(at instanceof Sequence list)) {
            refuse("there is no list to take [" + which + "] of", WHOLE);
            return at;
        }
        int index = index(list, which);
        if (index < 0) {
            refuse("no element [" + which + "] in a list of " + list.items().size(), names(list));
            return at;
        }
        List<Node> items = new ArrayList<>(list.items());
        if (rest.isEmpty() && value == null) {
            items.remove(index);
        } else {
            boolean here = rest.isEmpty() && value != null;
            Type below = Keyed.below(type, which);
            items.set(index, here ? value : put(items.get(index), below, rest, value));
        }
        return new Sequence(ImmutableList.copyOf(items), list.place());
    }

    /** By number from 0, or by the element's name; negative if there is none. */
    private static int index(Sequence list, String which) {
        for (int i = 0; i < list.items().size(); i++) {
            boolean named = name(list.items().get(i)).filter(which::equals).isPresent();
            if (named || which.equals(Integer.toString(i))) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> name(Node item) {
        return item instanceof Mapping mapping
                ? mapping.find("name")
                        .map(Entry::value)
                        .flatMap(node -> node instanceof Scalar name
                                ? Optional.of(name.text())
                                : Optional.empty())
                : Optional.empty();
    }

    /** What the elements of a list are called, as a hint. */
    private static String names(Sequence list) {
        String names = list.items().stream()
                .flatMap(item -> name(item).stream())
                .map(name -> "[" + name + "]")
                .collect(Collectors.joining(", "));
        if (list.items().isEmpty()) {
            return WHOLE;
        }
        return names.isEmpty() ? "elements count from 0" : "there is " + names;
    }

    private Place place() {
        return new Place(source, 1, 1, Math.max(1, text.length()));
    }

    private void refuse(String message, String hint) {
        problems.error(place(), message, hint);
    }
}
