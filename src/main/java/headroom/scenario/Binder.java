package headroom.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.LawSection;
import headroom.demand.WorkloadSection.LognormalSection;
import headroom.supply.DeploymentSection;
import headroom.supply.ScaleSection;
import headroom.yaml.Document.Broken;
import headroom.yaml.Document.Entry;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Node;
import headroom.yaml.Document.Place;
import headroom.yaml.Document.Scalar;
import headroom.yaml.Document.Sequence;
import headroom.yaml.Fraction;
import headroom.yaml.Key;
import headroom.yaml.Keyed;
import headroom.yaml.OrValue;
import headroom.yaml.Problems;
import headroom.yaml.Problems.InvalidSection;
import headroom.yaml.Quantity;
import headroom.yaml.Scalars;
import headroom.yaml.Scalars.Spec;
import headroom.yaml.SectionKeys;
import headroom.yaml.StandIns;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Turns the tree of a scenario file into records, by the {@link Key} on each of their components.
 *
 * <p>It never stops at a problem: a value that cannot be read leaves its section unbuilt, and all
 * other sections are still read and checked. Null stands for a value whose problem has been
 * reported, unless something {@link StandIns stands in} for it.
 */
final class Binder {
    private static final Spec ROOT = new Spec("scenario", Quantity.NUMBER, "", Key.Form.PLAIN);

    private final Problems problems;
    private final Scalars scalars;
    private final References references;
    private final StandIns standIns;
    private final Bound bound;

    /** A value in the making: its node, where problems with it belong, and its path. */
    private record Spot(Node node, Place place, String path) {
        Spot at(Node inner, Place innerPlace, String step) {
            return new Spot(inner, innerPlace, path.isEmpty() ? step : path + "." + step);
        }

        /** A key of which nothing can be read. */
        Spot unread(String step) {
            return at(StandIns.NOTHING, StandIns.NOWHERE, step);
        }

        /** What stands there, as far as it is one value. */
        String text() {
            return node instanceof Scalar scalar ? scalar.text() : "";
        }
    }

    Binder(Mapping root, Problems problems) {
        this(root, problems, StandIns.none());
    }

    /** With values in place of those that cannot be read. */
    Binder(Mapping root, Problems problems, StandIns standIns) {
        this.problems = problems;
        this.standIns = standIns;
        this.bound = new Bound(root.place(), standIns);
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

    /** What could be read. */
    Bound bound() {
        return bound;
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

    /** What to go on with where there is no value: nothing, or where others stand in, this. */
    private @Nullable Object without(Spot spot, Object empty) {
        standIns.take(spot.path());
        return standIns.areThere() ? empty : null;
    }

    /** A single value; remembered by its path, for the rules between sections. */
    private @Nullable Object scalar(Class<?> type, Key key, Spec spec, Spot spot) {
        Object value = null;
        if (spot.node() instanceof Scalar scalar) {
            value = scalars.read(type, spec, scalar);
            if (value instanceof String text && !references.known(key, text, scalar.place())) {
                value = null;
            }
        } else {
            boolean measured = spec.unit() != Quantity.NUMBER;
            String example = measured ? ", such as '" + spec.unit().example() + "'" : "";
            mistyped(spot, spec, "one value" + example, "");
        }
        if (value == null) {
            List<String> names = references.names(key);
            value = standIns.value(type, spec, spot.text(), names, spot.path());
        }
        if (value != null) {
            bound.put(spot.path(), value, spec.form());
        }
        return value;
    }

    /** A list, whole or not at all; the same element twice is a mistake, except among numbers. */
    private @Nullable Object list(Type type, Key key, Spec spec, Spot spot) {
        List<Node> items;
        if (spot.node() instanceof Sequence sequence) {
            items = sequence.items();
        } else {
            String each = spot.node() instanceof Mapping ? "- name: ..." : "[" + spot.text() + "]";
            mistyped(spot, spec, "a list", "such as '" + each + "'");
            if (without(spot, List.of()) == null) {
                return null;
            }
            items = Collections.nCopies(standIns.items(), StandIns.NOTHING);
        }
        boolean named = type instanceof Class<?> section
                && section.isRecord()
                && SectionKeys.names(section).contains("name");
        if (named) {
            references.distinct(items, spot.path());
        }
        ImmutableList.Builder<Object> list = ImmutableList.builder();
        List<Object> seen = new ArrayList<>();
        boolean whole = true;
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            String path = spot.path() + "[" + i + "]";
            bound.stands(path, item.place());
            Object value = value(type, key, spec, new Spot(item, item.place(), path));
            whole &= value != null;
            boolean again = !(value instanceof Number)
                    && value != null
                    && !named
                    && seen.stream().anyMatch(each -> Keyed.same(each, value));
            if (again) {
                problems.error(bound.place(path), spec.name() + ": the same twice in one list", "");
            } else if (value != null) {
                seen.add(value);
                list.add(value);
            }
        }
        ImmutableList<Object> built = list.build();
        if (whole) {
            bound.put(spot.path(), built);
        }
        return whole ? built : null;
    }

    /** A map whose keys are names given here, or names of another section. */
    private @Nullable Object map(Type type, Key key, Spec spec, Spot spot) {
        List<Entry> entries;
        if (spot.node() instanceof Mapping mapping) {
            entries = mapping.entries();
        } else {
            mistyped(
                    spot, spec, "a section of names with values", "such as 'name: ...', without -");
            if (without(spot, List.of()) == null) {
                return null;
            }
            entries = standIns.entries(references.names(key));
        }
        ImmutableMap.Builder<String, Object> map = ImmutableMap.builder();
        boolean whole = true;
        for (Entry entry : entries) {
            String name = entry.key().text();
            Spot inner = spot.at(entry.value(), entry.key().place(), name);
            bound.stands(inner.path(), entry.key().place());
            boolean known = key.refersTo().isEmpty()
                    ? scalars.isName(spec, entry.key())
                    : references.known(key, name, entry.key().place());
            Object value = value(type, key, spec, inner);
            whole &= (known || standIns.areThere()) && value != null;
            if (value != null) {
                List<String> names = known ? List.of() : references.names(key);
                map.put(known ? name : standIns.name(name, names, inner.path()), value);
            }
        }
        ImmutableMap<String, Object> built = map.buildKeepingLast();
        if (whole) {
            bound.put(spot.path(), built);
        }
        return whole ? built : null;
    }

    /**
     * A section with its keys. Unknown and missing keys are told first, then every value is read,
     * and only a section without a problem is built.
     */
    private @Nullable Object section(Class<?> type, Spec spec, Spot spot) {
        boolean isMapping = spot.node() instanceof Mapping;
        if (OrValue.class.isAssignableFrom(type) && !isMapping) {
            Object value = orValue(type, spec, spot);
            return value == null ? null : constant(type, (Double) value);
        }
        if (!isMapping) {
            String keys = String.join(", ", SectionKeys.names(type));
            mistyped(spot, spec, "a section with keys " + keys, "");
            if (without(spot, StandIns.EMPTY) == null) {
                return null;
            }
        }
        Mapping mapping = spot.node() instanceof Mapping given ? given : StandIns.EMPTY;
        bound.stands(spot.path(), spot.place());
        SectionKeys keys = new SectionKeys(mapping, spot.path());
        keys.tellUnknown(type, problems);
        Spec inner = isTarget(type) ? ControllerSection.target(spec, mapping) : spec;
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Keyed component : Keyed.of(type)) {
            arguments.add(component(component, inner, keys, spot));
        }
        keys.tellMissing(isMapping ? spot.place() : StandIns.NOWHERE, problems);
        Object built = arguments.contains(null) ? null : build(type, arguments, inner, spot);
        if (built instanceof DeploymentSection deployment) {
            // pools, GPUs and shapes stand before deployments in Scenario, so they are read
            built = new Physics(bound, problems)
                    .resolve(spot.path(), deployment)
                    .orElse(null);
        }
        if (built != null) {
            bound.put(spot.path(), type, built);
        }
        return built;
    }

    /** The single value that stands in place of a section. */
    private @Nullable Object orValue(Class<?> type, Spec spec, Spot spot) {
        Object value = null;
        if (spot.node() instanceof Scalar text) {
            value = scalars.read(double.class, spec, text);
        } else {
            String keys = String.join(", ", SectionKeys.names(type));
            mistyped(spot, spec, "one value or a section with keys " + keys, "");
        }
        return value == null
                ? standIns.value(double.class, spec, "", List.of(), spot.path())
                : value;
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

    /** The value of one key: from the file, or its default, or empty where it is optional. */
    private @Nullable Object component(Keyed component, Spec spec, SectionKeys keys, Spot spot) {
        Key key = component.key();
        Optional<Entry> entry = keys.find(key);
        if (keys.isMeant(key)) {
            return unread(component, spec, spot);
        }
        if (entry.isPresent()) {
            Node node = entry.get().value();
            Place place =
                    node instanceof Scalar ? node.place() : entry.get().key().place();
            Spot inner = spot.at(node, place, key.name());
            bound.stands(inner.path(), place);
            return value(component.type(), key, spec, inner);
        }
        if (component.mayBeAbsent() || keys.hasDefault(key)) {
            return left(component, spec, spot);
        }
        keys.miss(key);
        return unread(component, spec, spot);
    }

    /** What stands in for a value that cannot be read; null where nothing does. */
    private @Nullable Object unread(Keyed component, Spec spec, Spot spot) {
        return standIns.areThere()
                ? value(
                        component.type(),
                        component.key(),
                        spec,
                        spot.unread(component.key().name()))
                : null;
    }

    /** What stands there is of another kind: a list for a section, a section for a value. */
    private void mistyped(Spot spot, Spec spec, String expected, String hint) {
        if (!(spot.node() instanceof Broken)) {
            problems.error(spot.node().place(), spec.name() + ": expects " + expected, hint);
        }
    }

    /** Builds a section; the rules between its values are told at their keys. */
    private @Nullable Object build(
            Class<?> type, List<@Nullable Object> arguments, Spec spec, Spot spot) {
        Object made = Keyed.made(type, arguments);
        if (made instanceof InvalidSection invalid) {
            invalid.faults().forEach(fault -> {
                String dot = fault.key().isEmpty() || spot.path().isEmpty() ? "" : ".";
                String path = spot.path() + dot + fault.key();
                problems.error(bound.place(path), path + ": " + fault.message(), "");
            });
        }
        for (int i = 0; made instanceof InvalidSection invalid && standIns.mend(i); i++) {
            for (int k = 0; k < arguments.size(); k++) {
                Keyed component = Keyed.of(type).get(k);
                if (invalid.names(component.key().name())) {
                    arguments.set(k, instead(component, spec, spot, i));
                }
            }
            made = arguments.contains(null) ? invalid : Keyed.made(type, arguments);
        }
        return made instanceof InvalidSection ? null : made;
    }

    /** Another value of which nobody says that it is wrong. */
    private @Nullable Object instead(Keyed component, Spec spec, Spot spot, int attempt) {
        standIns.take(spot.unread(component.key().name()).path());
        Object left = standIns.isLeftOut(attempt) ? left(component, spec, spot) : null;
        return left == null ? unread(component, spec, spot) : left;
    }

    /** What a key holds that is left out; null where it may not be. */
    private @Nullable Object left(Keyed component, Spec spec, Spot spot) {
        if (component.isOptional()) {
            return Optional.empty();
        }
        if (component.type() == OptionalDouble.class) {
            return OptionalDouble.empty();
        }
        Key key = component.key();
        if (key.def().isEmpty()) {
            return null;
        }
        // a default is text like any other, so it obeys the same units, names and ranges
        Node node = SectionKeys.byDefault(key);
        return value(component.type(), key, spec, spot.at(node, spot.place(), key.name()));
    }
}
