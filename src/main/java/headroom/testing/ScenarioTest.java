package headroom.testing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of a scenario's runs, which come as a parameter of type {@link ScenarioRun} or {@link
 * headroom.experiment.RunResult}. On a class it says the scenario for all of its tests; what a
 * method says goes before what its class says. Equal scenarios run once.
 */
@Test
@ExtendWith(ScenarioExtension.class)
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface ScenarioTest {
    /** The scenario file, relative to the working directory; empty: that of the class. */
    String value() default "";

    /** Replications; 0: those of the scenario, or as many as its precision takes. */
    int replications() default 0;

    /** Threads, of which no result depends on any; 0: one a core. */
    int threads() default 0;
}
