package headroom.yaml;

import com.google.common.collect.ImmutableList;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Optional;

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

    /** The component's value in a section. */
    public Object in(Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("reading " + component.getName(), e);
        }
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
