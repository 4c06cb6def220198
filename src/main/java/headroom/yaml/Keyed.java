package headroom.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.yaml.Problems.InvalidSection;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A component of a section with its key. */
public final class Keyed {
    /** Reflection parses annotations anew each time it is asked. */
    private static final ClassValue<ImmutableList<Keyed>> ALL = new ClassValue<>() {
        @Override
        protected ImmutableList<Keyed> computeValue(Class<?> section) {
            ImmutableList.Builder<Keyed> all = ImmutableList.builder();
            for (RecordComponent each : section.getRecordComponents()) {
                all.add(new Keyed(each.getAnnotation(Key.class), each));
            }
            return all.build();
        }
    };

    private final Key key;
    private final RecordComponent component;

    private Keyed(Key key, RecordComponent component) {
        this.key = key;
        this.component = component;
    }

    /** All of a section, in the order of its record. */
    public static ImmutableList<Keyed> of(Class<?> section) {
        return ALL.get(section);
    }

    public Key key() {
        return key;
    }

    public Type type() {
        return component.getGenericType();
    }

    /** Whether it may be absent without a default; a number that may has a type of its own. */
    public boolean isOptional() {
        return component.getType() == Optional.class;
    }

    /** Whether it may be absent without a default. */
    public boolean mayBeAbsent() {
        return isOptional() || component.getType() == OptionalDouble.class;
    }

    /** The component's value in a section. */
    public Object in(Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("reading " + component.getName(), e);
        }
    }

    /** The section of these values, in the order of its record, or what is wrong between them. */
    public static Object made(Class<?> section, List<@Nullable Object> values) {
        try {
            return section.getDeclaredConstructors()[0].newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidSection invalid) {
                return invalid;
            }
            throw new IllegalStateException("making " + section.getSimpleName(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("making " + section.getSimpleName(), e);
        }
    }

    /** Whether a value of this type is a section of names, not of keys. */
    static boolean isMap(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType() == ImmutableMap.class;
    }

    /** The type below a key, name or element of a value of some type; Object: nobody knows. */
    static Type below(Type type, String step) {
        if (type instanceof ParameterizedType generic) {
            Type[] inner = generic.getActualTypeArguments();
            return inner[inner.length - 1];
        }
        if (!(type instanceof Class<?> section) || !section.isRecord()) {
            return Object.class;
        }
        return of(section).stream()
                .filter(each -> each.key().name().equals(step))
                .map(each -> each.isOptional() ? below(each.type(), step) : each.type())
                .findFirst()
                .orElse(Object.class);
    }

    /**
     * Whether two values are equal. Sections are compared key by key: what the compiler makes of
     * equals for a record takes a millisecond when it is first called.
     */
    public static boolean same(Object one, Object other) {
        if (!(one instanceof Record section) || one.getClass() != other.getClass()) {
            return one.equals(other);
        }
        return of(section.getClass()).stream()
                .allMatch(each -> same(each.in(section), each.in((Record) other)));
    }
}
