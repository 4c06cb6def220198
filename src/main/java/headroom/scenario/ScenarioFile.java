package headroom.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.joblist.JobTraceSection;
import headroom.supply.NodesSection;
import headroom.yaml.Document;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Node;
import headroom.yaml.Document.Place;
import headroom.yaml.Document.Source;
import headroom.yaml.Problem;
import headroom.yaml.Problems;
import headroom.yaml.StandIns;
import headroom.yaml.ValueOverride;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads scenario files.
 *
 * <p>All problems of a file are found in one go. Overrides replace single values by their dotted
 * path: {@code demand.spikes[0].height}, {@code demand.tiers[pro].users} (a list element by its
 * name), {@code controllers.caps.enabled}. Their text is YAML; {@code null} takes a key away. A
 * path that does not exist yet is added, so an unknown key is told as it would be in the file.
 */
public final class ScenarioFile {
    /** Keys that name a number of the run. */
    public static final String PRECISION = "precision.metric";

    public static final String WARM_UP = "warmUpFrom.series";

    private ScenarioFile() {}

    /**
     * What came of reading a scenario.
     *
     * @param scenario the scenario; present if there is no error
     * @param problems errors and warnings in the order of the file
     * @param expectations where each entry of {@code slo} says what it expects
     * @param asked where else a number of the run is named, by key: {@code precision.metric},
     *     {@code warmUpFrom.series}
     */
    public record Parsed(
            Optional<Scenario> scenario,
            ImmutableList<Problem> problems,
            ImmutableList<Place> expectations,
            ImmutableMap<String, Place> asked) {
        static Parsed unread(Problems problems) {
            return new Parsed(
                    Optional.empty(), problems.inOrder(), ImmutableList.of(), ImmutableMap.of());
        }

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
            return Parsed.unread(problems);
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
            return Parsed.unread(problems);
        }
        Mapping root = (Mapping) tree.get();
        for (Map.Entry<String, String> override : new TreeMap<>(overrides).entrySet()) {
            root = new ValueOverride(override.getKey(), override.getValue(), problems)
                    .on(root, Scenario.class);
        }
        Binder binder = new Binder(root, problems);
        Optional<Scenario> scenario = binder.bind(root);
        new CrossChecks(binder.bound(), problems).run();
        if (problems.hasErrors()) {
            tellHidden(root, problems);
        }
        file.ifPresent(path -> traceExists(path, binder.bound(), problems));
        if (scenario.isEmpty() && !problems.hasErrors()) {
            throw new IllegalStateException("no scenario and no error from " + name);
        }
        if (problems.hasErrors() || scenario.isEmpty()) {
            return Parsed.unread(problems);
        }
        return told(scenario.get(), problems, binder.bound());
    }

    private static Parsed told(Scenario scenario, Problems problems, Bound bound) {
        ImmutableList.Builder<Place> places = ImmutableList.builder();
        for (int i = 0; i < scenario.slo().size(); i++) {
            places.add(bound.place("slo[" + i + "].expect"));
        }
        ImmutableMap.Builder<String, Place> asked = ImmutableMap.builder();
        scenario.precision().ifPresent(each -> asked.put(PRECISION, bound.place(PRECISION)));
        scenario.warmUpFrom().ifPresent(each -> asked.put(WARM_UP, bound.place(WARM_UP)));
        return new Parsed(
                Optional.of(scenario), problems.inOrder(), places.build(), asked.buildOrThrow());
    }

    /**
     * Adds errors that others hide: broken rules of several values, of which some cannot be read.
     * The tree is read again and again, each time with other values in their place. What is wrong
     * with all of them is wrong whatever would be right there.
     */
    private static void tellHidden(Mapping root, Problems problems) {
        Set<Problem> known = new LinkedHashSet<>(problems.inOrder());
        Set<Problem> always = new LinkedHashSet<>();
        for (int variant = 0; variant < StandIns.VARIANTS; variant++) {
            Problems found = new Problems();
            Binder binder = new Binder(root, found, new StandIns(variant));
            binder.bind(root);
            new CrossChecks(binder.bound(), found).run();
            Set<Problem> errors = new LinkedHashSet<>(found.inOrder());
            errors.removeIf(each -> each.severity() != Problem.Severity.ERROR
                    || StandIns.isNowhere(each)
                    || known.contains(each));
            if (variant == 0) {
                always.addAll(errors);
            }
            always.retainAll(errors);
            if (always.isEmpty()) {
                return;
            }
        }
        always.forEach(problems::add);
    }

    /** A missing trace is no fault of the scenario, but better known before a run. */
    private static void traceExists(Path file, Bound bound, Problems problems) {
        Map<String, String> traces = new TreeMap<>();
        bound.value("demand.replay.trace", String.class)
                .ifPresent(trace -> traces.put("demand.replay.trace", trace));
        bound.all(JobTraceSection.class)
                .forEach((section, trace) -> traces.put(section + ".file", trace.file()));
        bound.all(NodesSection.class).forEach((section, nodes) -> nodes.outageFile()
                .ifPresent(each -> traces.put(section + ".outageFile", each)));
        traces.forEach((key, trace) -> {
            if (!Files.isRegularFile(tracePath(file, trace))) {
                problems.warning(
                        bound.place(key),
                        key.substring(key.lastIndexOf('.') + 1) + ": there is no file "
                                + tracePath(file, trace),
                        "the path is relative to the scenario file");
            }
        });
    }

    /** The folder to which paths in a scenario file are relative. */
    public static Path folder(Path scenarioFile) {
        Path parent = scenarioFile.toAbsolutePath().getParent();
        return parent == null ? Path.of("") : parent;
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
}
