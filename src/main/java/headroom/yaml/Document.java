package headroom.yaml;

import com.google.common.collect.ImmutableList;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * YAML text as a tree in which every key and value knows its place.
 *
 * <p>The tree is built from the parser's events by a loop with its own stack, so no text can
 * exhaust the call stack, and the limits on size and nesting hold while reading. Aliases, anchors
 * and tags are refused: a scenario needs none, and without them a small text is a small tree. All
 * scalars stay text; only the key they stand under knows what they should be.
 */
public final class Document {
    /** Longest text [characters]. */
    public static final int MAX_LENGTH = 1 << 20;

    /** Deepest nesting of lists and sections. */
    static final int MAX_DEPTH = 20;

    private static final int MAX_NODES = 200_000;

    private final Source source;
    private final Problems problems;
    private final Deque<Frame> open = new ArrayDeque<>();
    private @Nullable Node root;
    private int documents;
    private int nodes;
    private int lastIndex;
    /** Where what is not YAML begins; -1: nowhere. */
    private int notYamlAt = -1;

    private Document(Source source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** A text with its name, by lines. */
    public record Source(String label, boolean override, ImmutableList<String> lines) {
        public static Source of(String label, boolean override, String text) {
            return new Source(label, override, ImmutableList.copyOf(text.split("\r\n|\r|\n", -1)));
        }

        public String line(int number) {
            return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
        }

        /** The place of the character with this index, counted in code points. */
        public Place place(String text, int index, int width) {
            int at = text.offsetByCodePoints(
                    0, Math.min(index, text.codePointCount(0, text.length())));
            int line = 1;
            int start = 0;
            for (int i = 0; i < at; i++) {
                char c = text.charAt(i);
                boolean first = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
                if (c == '\n' || (c == '\r' && !first)) {
                    line++;
                    start = i + 1;
                }
            }
            return new Place(this, line, text.codePointCount(start, at) + 1, Math.max(1, width));
        }
    }

    /** Where a key or value stands: line and column from 1, and its width in characters. */
    public record Place(Source source, int line, int column, int width) {}

    /** A piece of the tree. */
    public sealed interface Node permits Scalar, Sequence, Mapping, Broken {
        Place place();
    }

    /** Text that is a value or a key. */
    public record Scalar(String text, boolean plain, Place place) implements Node {}

    /** A list. */
    public record Sequence(ImmutableList<Node> items, Place place) implements Node {}

    /** A section: keys with values, each key once. */
    public record Mapping(ImmutableList<Entry> entries, Place place) implements Node {
        public Optional<Entry> find(String key) {
            return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
        }

        /** The text of the single value under a key; empty where there is none. */
        public String text(String key) {
            return find(key).map(Entry::value).orElse(this) instanceof Scalar scalar
                    ? scalar.text()
                    : "";
        }

        /** The section under a key; an empty one where there is none. */
        public Mapping section(String key) {
            return find(key)
                    .map(Entry::value)
                    .filter(Mapping.class::isInstance)
                    .map(Mapping.class::cast)
                    .orElse(new Mapping(ImmutableList.of(), place));
        }
    }

    /** What has been reported already; nothing more is said about it. */
    public record Broken(Place place) implements Node {}

    /** A key and its value. */
    public record Entry(Scalar key, Node value) {}

    /** A list or section not yet closed. */
    private static final class Frame {
        final Node start;
        final boolean refused;
        final List<Node> items = new ArrayList<>();
        final List<Entry> entries = new ArrayList<>();

        @Nullable
        Node key;

        Frame(Node start, boolean refused) {
            this.start = start;
            this.refused = refused;
        }
    }

    /**
     * The tree of a text. Where it is not YAML the problem is reported, and the rest of it is the
     * tree; empty, if nothing can be read.
     */
    public static Optional<Node> read(Source source, String text, Problems problems) {
        if (text.length() > MAX_LENGTH) {
            problems.error(
                    new Place(source, 1, 1, 1),
                    "the text has " + text.length() + " characters",
                    "at most " + MAX_LENGTH + " are read");
            return Optional.empty();
        }
        if (refuseControls(source, text, problems)) {
            return Optional.empty();
        }
        return readParts(source, text, problems);
    }

    private static Optional<Node> readParts(Source source, String text, Problems problems) {
        Remains remains = new Remains(source, text);
        while (true) {
            Problems found = new Problems();
            Document document = new Document(source, found);
            Optional<Node> tree = document.build(remains.text());
            boolean isLast = document.notYamlAt < 0 || !remains.cut(document.notYamlAt);
            if (isLast) {
                problems.add(found);
                return document.notYamlAt < 0 ? tree.map(remains::with) : Optional.empty();
            }
            problems.add(found.last());
        }
    }

    /** Characters that YAML refuses, each at its place: its parser would stop at the first. */
    private static boolean refuseControls(Source source, String text, Problems problems) {
        boolean refused = false;
        int index = 0;
        for (int at = 0; at < text.length(); index++) {
            int point = text.codePointAt(at);
            if (!org.snakeyaml.engine.v2.scanner.StreamReader.isPrintable(point)) {
                problems.error(
                        source.place(text, index, 1),
                        String.format(Locale.ROOT, "character U+%04X is not allowed", point),
                        "a scenario is UTF-8 text");
                if (refused) {
                    return true; // two show that this is no text
                }
                refused = true;
            }
            at += Character.charCount(point);
        }
        return refused;
    }

    /** Reads all events, or as many as come before something that is not YAML. */
    private Optional<Node> build(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source.label())
                .setUseMarks(true)
                .setCodePointLimit(MAX_LENGTH)
                .build();
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                if (!take(event, text)) {
                    return Optional.empty();
                }
            }
        } catch (MarkedYamlEngineException e) {
            int index = e.getProblemMark().map(Mark::getIndex).orElse(lastIndex);
            String context = e.getContext() == null ? "" : e.getContext();
            boolean isTab = oneLine(e.getProblem()).contains("TAB");
            refuse(
                    text,
                    index,
                    "not YAML: " + oneLine(e.getProblem()),
                    isTab ? "indent with spaces" : begins(e, context));
            // what is not closed is noticed only later, maybe in another part
            boolean isOpen = context.contains("flow")
                    || context.contains("quoted")
                    || context.contains("simple key");
            notYamlAt = isOpen ? e.getContextMark().map(Mark::getIndex).orElse(index) : index;
            return Optional.empty();
        } catch (YamlEngineException | IllegalArgumentException e) {
            // the library throws the latter for escapes beyond Unicode
            refuse(text, lastIndex, "not YAML: " + oneLine(String.valueOf(e.getMessage())), "");
            notYamlAt = lastIndex;
            return Optional.empty();
        }
        if (root == null) {
            refuse(
                    text,
                    0,
                    "the text is empty",
                    source.override()
                            ? "give a value, or null to take the key away"
                            : "a scenario is a section with keys such as name, start and horizon");
        }
        return Optional.ofNullable(root);
    }

    /** In the midst of what it stopped, and where that begins if it is another line. */
    private static String begins(MarkedYamlEngineException e, String context) {
        int noticed = e.getProblemMark().map(Mark::getLine).orElse(0);
        return e.getContextMark()
                .filter(mark -> mark.getLine() != noticed && !context.isEmpty())
                .map(mark -> oneLine(context) + " that begins on line " + (mark.getLine() + 1))
                .orElse(oneLine(context));
    }

    private void refuse(String text, int index, String message, String hint) {
        problems.error(source.place(text, index, 1), message, hint);
    }

    private static String oneLine(String text) {
        String joined = text.replaceAll("\\s+", " ").strip();
        return joined.length() > 160 ? joined.substring(0, 160) : joined;
    }

    /** Takes one event; false where the rest must not be read. */
    private boolean take(Event event, String text) {
        int index = event.getStartMark().map(Mark::getIndex).orElse(0);
        lastIndex = event.getEndMark().map(Mark::getIndex).orElse(index);
        switch (event.getEventId()) {
            case DocumentStart -> {
                if (documents++ > 0) {
                    refuse(text, index, "a second document begins", "one scenario a file");
                    return false;
                }
            }
            case Scalar -> close(scalar((ScalarEvent) event));
            case Alias -> {
                Place place = place(event);
                problems.error(
                        place,
                        "aliases are not allowed",
                        "write the value of *" + ((AliasEvent) event).getAlias() + " out");
                close(new Broken(place));
            }
            case SequenceStart, MappingStart -> {
                if (open.size() >= MAX_DEPTH) {
                    refuse(text, index, "nested deeper than " + MAX_DEPTH + " levels", "");
                    return false;
                }
                open.push(frame((CollectionStartEvent) event));
            }
            case SequenceEnd, MappingEnd -> close(end(open.pop()));
            default -> {}
        }
        if (++nodes > MAX_NODES) {
            refuse(text, index, "more than " + MAX_NODES + " values", "");
            return false;
        }
        return true;
    }

    private Place place(Event event) {
        Mark start = event.getStartMark().orElseThrow();
        Mark end = event.getEndMark().orElse(start);
        int column = start.getColumn() + 1;
        int width = end.getLine() == start.getLine() ? end.getColumn() - start.getColumn() : 1;
        return new Place(source, start.getLine() + 1, column, Math.max(1, width));
    }

    private Node scalar(ScalarEvent event) {
        Place place = place(event);
        boolean tagged = event.getTag().isPresent() || event.getAnchor().isPresent();
        return tagged ? marked(place) : new Scalar(event.getValue(), event.isPlain(), place);
    }

    private Frame frame(CollectionStartEvent event) {
        Place place = place(event);
        boolean refused = event.getTag().isPresent() || event.getAnchor().isPresent();
        if (refused) {
            marked(place);
        }
        boolean section = event instanceof MappingStartEvent;
        Node start = section
                ? new Mapping(ImmutableList.of(), place)
                : new Sequence(ImmutableList.of(), place);
        return new Frame(start, refused);
    }

    private Node marked(Place place) {
        problems.error(place, "anchors (&) and tags (!) are not allowed", "quote text with them");
        return new Broken(place);
    }

    private Node end(Frame frame) {
        Place place = frame.start.place();
        if (frame.refused) {
            return new Broken(place);
        }
        return frame.start instanceof Mapping
                ? new Mapping(ImmutableList.copyOf(frame.entries), place)
                : new Sequence(ImmutableList.copyOf(frame.items), place);
    }

    /** Puts a finished node where it belongs: in a list, as a key or under one, at the root. */
    private void close(Node node) {
        Frame frame = open.peek();
        if (frame == null) {
            root = node;
        } else if (frame.start instanceof Sequence) {
            frame.items.add(node);
        } else if (frame.key == null) {
            frame.key = node;
        } else {
            Node key = frame.key;
            frame.key = null;
            enter(frame, key, node);
        }
    }

    /** Adds a key with its value to a section; of two with one name the first counts. */
    private void enter(Frame frame, Node key, Node value) {
        if (!(key instanceof Scalar name)) {
            if (!(key instanceof Broken)) {
                problems.error(key.place(), "a key must be a name", "");
            }
            return;
        }
        for (Entry entry : frame.entries) {
            if (entry.key().text().equals(name.text())) {
                int line = entry.key().place().line();
                problems.error(
                        name.place(),
                        "duplicate key " + Problems.quote(name.text()),
                        "it stands first in line " + line);
                return;
            }
        }
        frame.entries.add(new Entry(name, value));
    }
}
