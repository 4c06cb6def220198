package headroom.serving;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Bytes reachable from an object, counted by walking its fields: 12 bytes a header, 4 a reference,
 * 16 before the elements of an array, all rounded up to 8; the layout of HotSpot with less than 32
 * GB of heap. Objects of the JDK count without what they hold, so only our own are to be asked.
 */
final class Footprint {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Object> open = new ArrayDeque<>();
    private long bytes;

    private Footprint() {}

    static long of(Object... roots) {
        Footprint walk = new Footprint();
        for (Object root : roots) {
            walk.visit(root);
        }
        while (!walk.open.isEmpty()) {
            walk.add(walk.open.pop());
        }
        return walk.bytes;
    }

    private void visit(Object o) {
        if (o != null && !(o instanceof Enum<?>) && !(o instanceof Class<?>) && seen.add(o)) {
            open.push(o);
        }
    }

    private void add(Object o) {
        Class<?> type = o.getClass();
        if (type.isArray()) {
            int length = Array.getLength(o);
            grow(16 + (long) length * size(type.getComponentType()));
            for (int i = 0; i < length && !type.getComponentType().isPrimitive(); i++) {
                visit(Array.get(o, i));
            }
            return;
        }
        long fields = 12;
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Field f : c.getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers())) {
                    fields += size(f.getType());
                    follow(o, f);
                }
            }
        }
        grow(fields);
    }

    private void follow(Object o, Field f) {
        if (!f.getType().isPrimitive() && f.trySetAccessible()) {
            try {
                visit(f.get(o));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void grow(long size) {
        bytes += (size + 7) & ~7L;
    }

    private static int size(Class<?> type) {
        if (type == long.class || type == double.class) {
            return 8;
        }
        if (type == byte.class || type == boolean.class) {
            return 1;
        }
        return type == short.class || type == char.class ? 2 : 4;
    }
}
