package headroom.testing;

import headroom.experiment.RunResult;
import headroom.study.StudyException;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives tests the runs that {@link ScenarioTest} names. */
public final class ScenarioExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace ALL =
            ExtensionContext.Namespace.create(ScenarioExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ScenarioRun.class || type == RunResult.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ScenarioRun run = run(context);
        return parameter.getParameter().getType() == ScenarioRun.class ? run : run.result();
    }

    private static ScenarioRun run(ExtensionContext context) {
        String file = "";
        int replications = 0;
        int threads = 0;
        Map<String, String> changes = new LinkedHashMap<>();
        List<String> by = new ArrayList<>();
        for (AnnotatedElement element : outermostFirst(context)) {
            ScenarioTest asked = AnnotationSupport.findAnnotation(element, ScenarioTest.class)
                    .orElse(null);
            if (asked != null) {
                refuse(asked.replications(), "replications", element);
                refuse(asked.threads(), "threads", element);
                file = asked.value().isEmpty() ? file : asked.value();
                replications = asked.replications() > 0 ? asked.replications() : replications;
                threads = asked.threads() > 0 ? asked.threads() : threads;
            }
            AnnotationSupport.findRepeatableAnnotations(element, Change.class).forEach(change -> {
                changes.put(change.key(), change.to());
                by.add(change.key() + ": " + change.to() + ", by @Change on " + name(element));
            });
        }
        if (file.isEmpty()) {
            throw new ParameterResolutionException("@ScenarioTest names no scenario file, neither"
                    + " on the method nor on its class");
        }
        if (replications == 1) {
            // one replication may be cut into batches
            changes.put("replications", "1");
        }
        int cores = Runtime.getRuntime().availableProcessors();
        RunCache cache = context.getRoot()
                .getStore(ALL)
                .getOrComputeIfAbsent(RunCache.class, key -> new RunCache(), RunCache.class);
        try {
            return cache.run(
                    new RunCache.Asked(Path.of(file), changes, by),
                    replications,
                    threads > 0 ? threads : cores);
        } catch (NoSuchFileException e) {
            throw new ParameterResolutionException(
                    file + ": no such file in " + Path.of("").toAbsolutePath(), e);
        } catch (IOException e) {
            throw new ParameterResolutionException(file + ": " + e.getMessage(), e);
        } catch (StudyException e) {
            throw new ParameterResolutionException("\n" + e.getMessage(), e);
        }
    }

    private static void refuse(int number, String key, AnnotatedElement element) {
        if (number < 0) {
            throw new ParameterResolutionException("@ScenarioTest on " + name(element) + ": " + key
                    + " = " + number + " must be at least 1; 0 is the default");
        }
    }

    /** The classes around a test, then its class, then its method. */
    private static Deque<AnnotatedElement> outermostFirst(ExtensionContext context) {
        Deque<AnnotatedElement> elements = new ArrayDeque<>();
        context.getTestMethod().ifPresent(elements::addFirst);
        Class<?> type = context.getTestClass().orElse(null);
        while (type != null) {
            elements.addFirst(type);
            type = type.getEnclosingClass();
        }
        return elements;
    }

    private static String name(AnnotatedElement element) {
        return element instanceof java.lang.reflect.Method method
                ? method.getDeclaringClass().getSimpleName() + "." + method.getName()
                : element instanceof Class<?> type ? type.getSimpleName() : element.toString();
    }
}
