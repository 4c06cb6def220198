package headroom.yaml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One key of a scenario file: what it is called, what it means, what it may be.
 *
 * <p>It stands on the record component that holds the value. The parser, the writer, the JSON
 * Schema and the reference are all driven by it, so they cannot disagree. A key is required unless
 * it has a {@link #def} or its component is optional.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    /** How the file spells it. */
    String name();

    /** Meaning, a sentence or two. */
    String doc();

    /** What the number measures; {@link Quantity#OUTER} takes unit and range of the key around. */
    Quantity unit() default Quantity.NUMBER;

    /** Allowed range in interval notation with units, such as {@code (0 s, 1 d]}; empty: any. */
    String range() default "";

    /** Text of the default, as it would stand in the file; empty: there is none. */
    String def() default "";

    /** How well the default is known. */
    Grade grade() default Grade.SETTING;

    /** How a text or a time is written. */
    Form form() default Form.PLAIN;

    /** Key of the same section without which this one, though it has a default, must be given. */
    String neededWithout() default "";

    /** The section whose names this text, these texts or the keys of this map must be. */
    String refersTo() default "";

    /** How well a default is known. */
    enum Grade {
        /** A choice of the tool or of the planner, not a fact. */
        SETTING,
        /** Computed or read from published measurements. */
        MEASURED,
        /** Stated by a vendor or provider. */
        VENDOR,
        /** Fitted to measurements. */
        FITTED,
        /** Nobody published it. */
        ASSUMED
    }

    /** How a text or a time is written. */
    enum Form {
        /** A number with its unit, or a name. */
        PLAIN,
        /** One line of free text. */
        LINE,
        /** An instant or a date, or a duration since the start; held as seconds since the start. */
        MOMENT,
        /** A time of day, {@code "05:00"}; held as seconds since midnight. */
        CLOCK,
        /** A number, or {@code unlimited}; held as infinity. */
        ENDLESS
    }
}
