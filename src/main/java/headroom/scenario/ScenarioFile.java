package headroom.scenario;

import com.google.common.collect.ImmutableList;

import headroom.scenario.Document.Entry;
import headroom.scenario.Document.Mapping;
import headroom.scenario.Document.Node;
import headroom.scenario.Document.Place;
import headroom.scenario.Document.Scalar;
import headroom.scenario.Document.Sequence;
import headroom.scenario.Document.Source;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads scenario files.
 *
 * <p>All problems of a file are found in one go. Overrides replace single values by their dotted
 * path: {@code demand.spikes[0].height}, {@code demand.tiers[pro].users} (a list element by its
 * name), {@code controllers.caps.enabled}. Their text is YAML; {@code null} takes a key away. A path
 * that does not exist yet is added, so an unknown key is told as it would be in the file.
 */
public final class ScenarioFile {
    private static final Pattern STEP =
            Pattern.compile("(?:^|\\.)([A-Za-z0-9_-]+)|\\[([A-Za-z0-9_-]+)\\]");

    private ScenarioFile() {}

    /**
     * What came of reading a scenario.
     *
     * @param scenario the scenario; present if there is no error
     * @param problems errors and warnings in the order of the file
     */
    public record Parsed(Optional<Scenario> scenario, ImmutableList<Problem> problems) {
        /** The scenario; throws with all problems where there is none. */
        public Scenario orThrow() {
            return scenario.orElseThrow(() -> new IllegalArgumentException("\n" + render()));
        }

        /** All problems as text. */
        public String render() {
            StringBuilder out = new StringBuilder();
            problems.forEach(problem -> out.append(problem.render()));
            return out.toString();
        }
    }

    /** Reads a file. */
    public static Parsed read(Path file) throws IOException {
        return read(file, Map.of());
    }

    /** Reads a file, with some values replaced. */
    public static Parsed read(Path file, Map<String, String> overrides) throws IOException {
        Problems problems = new Problems();
        Optional<String> text = decode(file, problems);
        if (text.isEmpty()) {
            return new Parsed(Optional.empty(), problems.inOrder());
        }
        return parse(file.toString(), text.get(), overrides, Optional.of(file));
    }

    /** Reads a text; the name stands for the file's in problems. */
    public static Parsed parse(String name, String text) {
        return parse(name, text, Map.of(), Optional.empty());
    }

    /** Reads a text, with some values replaced. */
    public static Parsed parse(String name, String text, Map<String, String> overrides) {
        return parse(name, text, overrides, Optional.empty());
    }

    private static Parsed parse(
            String name, String text, Map<String, String> overrides, Optional<Path> file) {
        Problems problems = new Problems();
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Source source = Source.of(name, false, unmarked);
        Optional<Node> tree = Document.read(source, unmarked, problems);
        if (tree.isPresent() && !(tree.get() instanceof Mapping)) {
            problems.error(tree.get().place(), "a scenario is a section with keys", "");
        }
        if (tree.isEmpty() || !(tree.get() instanceof Mapping)) {
            return new Parsed(Optional.empty(), problems.inOrder());
        }
        Mapping root = (Mapping) tree.get();
        for (Map.Entry<String, String> override : new TreeMap<>(overrides).entrySet()) {
            root = new Override(override.getKey(), override.getValue(), problems).on(root);
        }
        Binder binder = new Binder(root, problems);
        Optional<Scenario> scenario = binder.bind(root);
        new CrossChecks(binder, problems).run();
        file.ifPresent(path -> traceExists(path, binder, problems));
        return new Parsed(problems.hasErrors() ? Optional.empty() : scenario, problems.inOrder());
    }

    /** A missing trace is no fault of the scenario, but better known before a run. */
    private static void traceExists(Path file, Binder binder, Problems problems) {
        binder.value("demand.replay.trace", String.class)
                .filter(trace -> !Files.isRegularFile(tracePath(file, trace)))
                .ifPresent(trace -> problems.warning(
                        binder.place("demand.replay.trace"),
                        "trace: there is no file " + tracePath(file, trace),
                        "the path is relative to the scenario file"));
    }

    /** The file of a trace named in a scenario file. */
    public static Path tracePath(Path scenarioFile, String trace) {
        return scenarioFile.resolveSibling(trace.indexOf('\0') < 0 ? trace : "").normalize();
    }

    /** The text of a file, if it is UTF-8 and not too long. */
    private static Optional<String> decode(Path file, Problems problems) throws IOException {
        Source unread = Source.of(file.toString(), false, "");
        if (Files.size(file) > 4L * Document.MAX_LENGTH) {
            problems.error(
                    new Place(unread, 1, 1, 1),
                    "the file has " + Files.size(file) + " bytes",
                    "at most " + Document.MAX_LENGTH + " characters are read");
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        CharBuffer chars = CharBuffer.allocate(bytes.remaining() + 1);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(bytes, chars, true);
        String text = chars.flip().toString();
        if (!result.isError()) {
            return Optional.of(text);
        }
        Source source = Source.of(file.toString(), false, text);
        problems.error(
                source.place(text, text.codePointCount(0, text.length()), 1),
                String.format(Locale.ROOT, "byte 0x%02X is not UTF-8", bytes.get(bytes.position())),
                "save the file as UTF-8");
        return Optional.empty();
    }

    /** One value given beside the file, and how it enters the tree. */
    private static final class Override {
        private final String path;
        private final String text;
        private final Problems problems;
        private final Source source;

        Override(String path, String text, Problems problems) {
            this.path = path;
            this.text = text;
            this.problems = problems;
            this.source = Source.of("override " + path, true, text);
        }

        /** The tree with the value in place; the same tree where that fails. */
        Mapping on(Mapping root) {
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
            Node changed = put(root, steps, removed ? null : value.get());
            return changed instanceof Mapping mapping ? mapping : root;
        }

        private List<String> steps() {
            List<String> steps = new ArrayList<>();
            Matcher m = STEP.matcher(path);
            int end = 0;
            while (m.find() && m.start() == end) {
                steps.add(m.group(1) != null ? m.group(1) : "[" + m.group(2));
                end = m.end();
            }
            return end == path.length() && !path.startsWith("[") ? steps : List.of();
        }

        private Node put(Node at, List<String> steps, @Nullable Node value) {
            String step = steps.get(0);
            List<String> rest = steps.subList(1, steps.size());
            if (step.startsWith("[")) {
                return inList(at, step.substring(1), rest, value);
            }
            if (!(at instanceof Mapping mapping)) {
                refuse("there is no section with a key '" + step + "'", "");
                return at;
            }
            List<Entry> entries = new ArrayList<>(mapping.entries());
            Entry old = mapping.find(step).orElse(null);
            Node inner = old == null ? new Mapping(ImmutableList.of(), place()) : old.value();
            if (rest.isEmpty() && value == null) {
                entries.remove(old);
            } else {
                Node changed = rest.isEmpty() && value != null ? value : put(inner, rest, value);
                Scalar key =
                        rest.isEmpty() || old == null ? new Scalar(step, true, place()) : old.key();
                int index = old == null ? entries.size() : entries.indexOf(old);
                entries.removeIf(entry -> entry == old);
                entries.add(index, new Entry(key, changed));
            }
            return new Mapping(ImmutableList.copyOf(entries), mapping.place());
        }

        private Node inList(Node at, String which, List<String> rest, @Nullable Node value) {
            if (!(at instanceof Sequence list)) {
                refuse("there is no list to take [" + which + "] of", "");
                return at;
            }
            int index = index(list, which);
            if (index < 0) {
                refuse("no element [" + which + "] in a list of " + list.items().size(), "");
                return at;
            }
            List<Node> items = new ArrayList<>(list.items());
            if (rest.isEmpty() && value == null) {
                items.remove(index);
            } else {
                boolean here = rest.isEmpty() && value != null;
                items.set(index, here ? value : put(items.get(index), rest, value));
            }
            return new Sequence(ImmutableList.copyOf(items), list.place());
        }

        /** By number from 0, or by the element's name; negative if there is none. */
        private static int index(Sequence list, String which) {
            for (int i = 0; i < list.items().size(); i++) {
                boolean named = list.items().get(i) instanceof Mapping item
                        && item.find("name").map(Entry::value).orElse(item) instanceof Scalar name
                        && name.text().equals(which);
                if (named || which.equals(Integer.toString(i))) {
                    return i;
                }
            }
            return -1;
        }

        private Place place() {
            return new Place(source, 1, 1, Math.max(1, text.length()));
        }

        private void refuse(String message, String hint) {
            problems.error(place(), message, hint);
        }
    }
}
