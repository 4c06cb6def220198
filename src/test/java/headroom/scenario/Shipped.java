package headroom.scenario;

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
        try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    static String text(String name) throws IOException {
        return Files.readString(Path.of("scenarios", name + ".yaml"));
    }

    /** The records inside a component's type. */
    static List<Class<?>> sectionsOf(Type type) {
        List<Class<?>> found = new ArrayList<>();
        if (type instanceof ParameterizedType generic) {
            for (Type inner : generic.getActualTypeArguments()) {
                found.addAll(sectionsOf(inner));
            }
        } else if (type instanceof Class<?> plain
                && plain.isRecord()
                && plain != Scenario.Sample.class) {
            found.add(plain);
        }
        return found;
    }
}
