package headroom.scenario;

import headroom.yaml.Fraction;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios that come with the project, and the sections that scenarios are made of. */
final class Shipped {
    private Shipped() {}

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** A scenario with every key, none at its default. */
    static String everyKey() throws IOException {
        return resource("every-key.yaml");
    }

    /** A scenario with no key that has a default. */
    static String requiredKeys() throws IOException {
        return resource("required-keys.yaml");
    }

    static String resource(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/headroom/scenario", name));
    }

    /** The records inside a component's type. */
    static List<Class<?>> sectionsOf(Type type) {
        List<Class<?>> found = new ArrayList<>();
        if (type instanceof ParameterizedType generic) {
            for (Type inner : generic.getActualTypeArguments()) {
                found.addAll(sectionsOf(inner));
            }
        } else if (type instanceof Class<?> plain && plain.isRecord() && plain != Fraction.class) {
            found.add(plain);
        }
        return found;
    }
}
