package headroom.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Another value for a key of the scenario: {@code @Change(key = "demand.growth", to = "0 %")}. */
@Inherited
@Repeatable(Change.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Change {
    /** The key by its path, such as {@code demand.spikes[0].height}. */
    String key();

    /** Its value as it would stand in the file; {@code null} takes the key away. */
    String to();

    /** Several changes. */
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface All {
        /** The changes. */
        Change[] value();
    }
}
