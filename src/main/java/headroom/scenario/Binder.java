package headroom.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.LawSection;
import headroom.demand.WorkloadSection.LognormalSection;
import headroom.supply.DeploymentSection;
import headroom.supply.ScaleSection;
import headroom.yaml.Document;
import headroom.yaml.Document.Broken;
import headroom.yaml.Document.Entry;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Node;
import headroom.yaml.Document.Place;
import headroom.yaml.Document.Scalar;
import headroom.yaml.Document.Sequence;
import headroom.yaml.Document.Source;
import headroom.yaml.Fraction;
import headroom.yaml.Key;
import headroom.yaml.Keyed;
import headroom.yaml.OrValue;
import headroom.yaml.Problems;
import headroom.yaml.Problems.Fault;
import headroom.yaml.Problems.InvalidSection;
import headroom.yaml.Quantity;
import headroom.yaml.Scalars;
import headroom.yaml.Scalars.Spec;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Turns the tree of a scenario file into records, by the {@link Key} on each of their components.
 *
 * <p>It never stops at a problem: a value that cannot be read leaves its section unbuilt, and all
 * other sections are still read and checked. Null stands for a value whose problem has been
 * reported.
 */
final class Binder {
    private static final Spec ROOT = new Spec("scenario", Quantity.NUMBER, "", Key.Form.PLAIN);

    private final Problems problems;
    private final Place rootPlace;
    private final Scalars scalars;
    private final References references;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<Class<?>, Map<String, Object>> sections = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    /** A value in the making: its node, where problems with it belong, and its path. */
    private record Spot(Node node, Place place, String path) {
        Spot at(Node inner, Place innerPlace, String step) {
            return new Spot(inner, innerPlace, path.isEmpty() ? step : path + "." + step);
        }
    }

    Binder(Mapping root, Problems problems) {
        this.problems = problems;
        this.rootPlace = root.place();
        this.references = new References(root, problems);
        this.scalars = new Scalars(problems, start(root));
    }

    /** The start of the run, read first because other times count from it; null if it is wrong. */
    private static @Nullable Instant start(Mapping root) {
        Scalars untimed = new Scalars(new Problems(), null);
        return root.find("start").map(Entry::value).orElse(root) instanceof Scalar text
                ? untimed.instant(ROOT, text)
                : null;
    }

    /** The scenario, where all of it could be read. */
    Optional<Scenario> bind(Mapping root) {
        return bind(Scenario.class, ROOT, root);
    }

    /** One section by itself, where all of it could be read. */
    <T> Optional<T> bind(Class<T> type, Spec spec, Node node) {
        return Optional.ofNullable(section(type, spec, new Spot(node, node.place(), "")))
                .map(type::cast);
    }

    /** All sections of this type that could be read, by their paths, in the order of reading. */
    <T extends Record> Map<String, T> all(Class<T> type) {
        Map<String, T> all = new LinkedHashMap<>();
        sections.getOrDefault(type, Map.of())
                .forEach((path, section) -> all.put(path, type.cast(section)));
        return all;
    }

    /** The value at a path, if it could be read. */
    <T> Optional<T> value(String path, Class<T> type) {
        return Optional.ofNullable(values.get(path)).filter(type::isInstance).map(type::cast);
    }

    /** Whether the file names this path, readable or not. */
    boolean has(String path) {
        return places.containsKey(path);
    }

    /** Whether everything at this path could be read. */
    boolean isRead(String path) {
        return values.containsKey(path);
    }

    /** Where the value at a path stands; for a default, where its section stands. */
    Place place(String path) {
        String known = path;
        while (!places.containsKey(known) && !known.isEmpty()) {
            int cut = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
            known = cut < 0 ? "" : known.substring(0, cut);
        }
        return places.getOrDefault(known, rootPlace);
    }

    /**
     * A value of any type that a component may have: an optional one, a list, a map by name, a
     * section or a single value. Containers take unit and range from the key they stand under.
     */
    private @Nullable Object value(Type type, Key key, Spec around, Spot spot) {
        Spec spec = Spec.of(key, around);
        if (type == OptionalDouble.class) {
            Object number = scalar(double.class, key, spec, spot);
            return number == null ? null : OptionalDouble.of((Double) number);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] inner = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                Object value = value(inner[0], key, around, spot);
                return value == null ? null : Optional.of(value);
            }
            return generic.getRawType() == ImmutableList.class
                    ? list(inner[0], key, spec, spot)
                    : map(inner[1], key, spec, spot);
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord() && plain != Fraction.class
                ? section(plain, spec, spot)
                : scalar(plain, key, spec, spot);
    }

    /** A single value; remembered by its path, for the rules between sections. */
    private @Nullable Object scalar(Class<?> type, Key key, Spec spec, Spot spot) {
        if (!(spot.node() instanceof Scalar scalar)) {
            mistyped(spot, spec, "one value");
            return null;
        }
        Object value = scalars.read(type, spec, scalar);
        if (value instanceof String text && !references.known(key, text, scalar.place())) {
            return null;
        }
        if (value != null) {
            values.put(spot.path(), value);
        }
        return value;
    }

    /** A list, whole or not at all; the same element twice is a mistake, except among numbers. */
    private @Nullable Object list(Type type, Key key, Spec spec, Spot spot) {
        if (!(spot.node() instanceof Sequence sequence)) {
            mistyped(spot, spec, "a list");
            return null;
        }
        ImmutableList.Builder<Object> list = ImmutableList.builder();
        List<Object> seen = new ArrayList<>();
        boolean whole = true;
        for (int i = 0; i < sequence.items().size(); i++) {
            Node item = sequence.items().get(i);
            String path = spot.path() + "[" + i + "]";
            places.put(path, item.place());
            Object value = value(type, key, spec, new Spot(item, item.place(), path));
            whole &= value != null;
            boolean again = !(value instanceof Number)
                    && value != null
                    && seen.stream().anyMatch(each -> Keyed.same(each, value));
            if (again) {
                problems.error(item.place(), spec.name() + ": the same twice in one list", "");
            } else if (value != null) {
                seen.add(value);
                list.add(value);
            }
        }
        ImmutableList<Object> built = list.build();
        if (whole) {
            values.put(spot.path(), built);
        }
        return whole ? built : null;
    }

    /** A map whose keys are names given here, or names of another section. */
    private @Nullable Object map(Type type, Key key, Spec spec, Spot spot) {
        if (!(spot.node() instanceof Mapping mapping)) {
            mistyped(spot, spec, "a section of names with values");
            return null;
        }
        ImmutableMap.Builder<String, Object> map = ImmutableMap.builder();
        boolean whole = true;
        for (Entry entry : mapping.entries()) {
            String name = entry.key().text();
            Spot inner = spot.at(entry.value(), entry.key().place(), name);
            places.put(inner.path(), entry.key().place());
            boolean known = key.refersTo().isEmpty()
                    ? scalars.isName(spec, entry.key())
                    : references.known(key, name, entry.key().place());
            Object value = value(type, key, spec, inner);
            whole &= known && value != null;
            if (known && value != null) {
                map.put(name, value);
            }
        }
        return whole ? map.buildOrThrow() : null;
    }

    /**
     * A section with its keys. Unknown and missing keys are told first, then every value is read,
     * and only a section without a problem is built.
     */
    private @Nullable Object section(Class<?> type, Spec spec, Spot spot) {
        if (OrValue.class.isAssignableFrom(type) && spot.node() instanceof Scalar text) {
            Object value = scalars.read(double.class, spec, text);
            return value == null ? null : constant(type, (Double) value);
        }
        if (!(spot.node() instanceof Mapping mapping)) {
            mistyped(spot, spec, "a section with keys " + String.join(", ", keyNames(type)));
            return null;
        }
        places.putIfAbsent(spot.path(), spot.place());
        List<String> typos = unknownKeys(type, mapping, spot);
        Spec inner = isTarget(type) ? target(spec, mapping) : spec;
        List<Key> missing = new ArrayList<>();
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Keyed component : Keyed.of(type)) {
            arguments.add(component(component, inner, mapping, spot, missing));
        }
        missing.removeIf(key -> typos.contains(key.name()));
        tellMissing(missing, spot);
        Object built = arguments.contains(null) ? null : build(type, arguments, spot);
        if (built instanceof DeploymentSection deployment) {
            // pools, GPUs and shapes stand before deployments in Scenario, so they are read
            built = new Physics(this, problems).resolve(spot.path(), deployment).orElse(null);
        }
        if (built != null) {
            values.put(spot.path(), built);
            sections.computeIfAbsent(type, key -> new LinkedHashMap<>()).put(spot.path(), built);
        }
        return built;
    }

    private static OrValue constant(Class<?> type, double value) {
        return type == LawSection.class
                ? LawSection.constant(value)
                : LognormalSection.constant(value);
    }

    private static boolean isTarget(Class<?> type) {
        return type == ControllerSection.TargetSection.class
                || type == ScaleSection.ScaleTargetSection.class;
    }

    /** The value that a controller holds has the unit of what it measures. */
    private static Spec target(Spec spec, Mapping mapping) {
        boolean share =
                mapping.find("metric").map(Entry::value).orElse(mapping) instanceof Scalar metric
                        && metric.text().equals("utilisation");
        return share
                ? new Spec(spec.name(), Quantity.RATIO, "(0 %, 100 %]", Key.Form.PLAIN)
                : new Spec(spec.name(), Quantity.DURATION, "(0 s, 1 d]", Key.Form.PLAIN);
    }

    /** The value of one key: from the file, or its default, or empty where it is optional. */
    private @Nullable Object component(
            Keyed component, Spec spec, Mapping mapping, Spot spot, List<Key> missing) {
        Key key = component.key();
        Optional<Entry> entry = mapping.find(key.name());
        if (entry.isPresent()) {
            Node node = entry.get().value();
            Place place =
                    node instanceof Scalar ? node.place() : entry.get().key().place();
            Spot inner = spot.at(node, place, key.name());
            places.put(inner.path(), place);
            return value(component.type(), key, spec, inner);
        }
        if (component.isOptional()) {
            return Optional.empty();
        }
        if (component.type() == OptionalDouble.class) {
            return OptionalDouble.empty();
        }
        String without = key.neededWithout();
        if (key.def().isEmpty() || !without.isEmpty() && mapping.find(without).isEmpty()) {
            missing.add(key);
            return null;
        }
        // a default is text like any other, so it obeys the same units, names and ranges
        Problems none = new Problems();
        Source source = Source.of("default of " + key.name(), true, key.def());
        Node node = Document.read(source, key.def(), none).orElseThrow();
        return value(component.type(), key, spec, spot.at(node, spot.place(), key.name()));
    }

    /** Tells keys that do not exist, and gives those that were probably meant. */
    private List<String> unknownKeys(Class<?> type, Mapping mapping, Spot spot) {
        List<String> known = keyNames(type);
        List<String> meant = new ArrayList<>();
        for (Entry entry : mapping.entries()) {
            String name = entry.key().text();
            if (!known.contains(name)) {
                String where = spot.path().isEmpty() ? "" : " in " + spot.path();
                Problems.nearest(name, known).ifPresent(meant::add);
                problems.error(
                        entry.key().place(),
                        "unknown key " + Problems.quote(name) + where,
                        Problems.suggest(name, known));
            }
        }
        return meant;
    }

    private static List<String> keyNames(Class<?> type) {
        return Keyed.of(type).stream().map(each -> each.key().name()).toList();
    }

    /** A key that was misspelt is not told as missing too; the caller has left it out. */
    private void tellMissing(List<Key> missing, Spot spot) {
        for (Key key : missing) {
            String where = spot.path().isEmpty() ? "" : " in " + spot.path();
            boolean measured = key.unit() != Quantity.NUMBER && key.unit() != Quantity.OUTER;
            problems.error(
                    spot.place(),
                    "missing key '" + key.name() + "'" + where,
                    key.doc() + (measured ? " Such as " + key.unit().example() + "." : ""));
        }
    }

    /** What stands there is of another kind: a list for a section, a section for a value. */
    private void mistyped(Spot spot, Spec spec, String expected) {
        if (!(spot.node() instanceof Broken)) {
            problems.error(spot.node().place(), spec.name() + ": expects " + expected, "");
        }
    }

    /** Builds a section; the rules between its values are told at their keys. */
    private @Nullable Object build(Class<?> type, List<@Nullable Object> arguments, Spot spot) {
        try {
            return type.getDeclaredConstructors()[0].newInstance(arguments.toArray());
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof InvalidSection invalid)) {
                throw new IllegalStateException("building " + spot.path(), e);
            }
            for (Fault fault : invalid.faults()) {
                boolean whole = fault.key().isEmpty();
                String dot = whole || spot.path().isEmpty() ? "" : ".";
                String path = spot.path() + dot + fault.key();
                problems.error(place(path), path + ": " + fault.message(), "");
            }
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("building " + spot.path(), e);
        }
    }
}
