package headroom.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.LawSection.BranchSection;
import headroom.supply.ScaleSection;
import headroom.yaml.Fraction;
import headroom.yaml.Key;
import headroom.yaml.OrValue;
import headroom.yaml.Quantity;
import headroom.yaml.Quantity.Range;
import headroom.yaml.Scalars;
import headroom.yaml.Scalars.Spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Derives the JSON Schema of scenario files from the records, for editors.
 *
 * <p>It knows the form of every value, not the rules between values: what it refuses the parser
 * refuses too, and the parser refuses more.
 */
final class SchemaWriter {
    private static final String NAME = "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$";
    private static final Spec ROOT = new Spec("scenario", Quantity.NUMBER, "", Key.Form.PLAIN);

    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private SchemaWriter() {}

    static Map<String, Object> schema() {
        SchemaWriter writer = new SchemaWriter();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Headroom scenario");
        schema.putAll(writer.section(Scenario.class, ROOT));
        schema.put("$defs", writer.definitions);
        return schema;
    }

    private Map<String, Object> section(Class<?> type, Spec around) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        Map<String, List<String>> needed = new TreeMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Key key = component.getAnnotation(Key.class);
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("description", description(key));
            property.putAll(value(component.getGenericType(), key, around));
            properties.put(key.name(), property);
            boolean optional = component.getType() == Optional.class
                    || component.getType() == OptionalDouble.class;
            if (key.def().isEmpty() && !optional) {
                required.add(key.name());
            }
            if (!key.neededWithout().isEmpty()) {
                needed.computeIfAbsent(key.neededWithout(), name -> new ArrayList<>())
                        .add(key.name());
            }
        }
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("type", "object");
        section.put("additionalProperties", false);
        if (!required.isEmpty()) {
            section.put("required", required);
        }
        needed.forEach((without, names) -> section.put(
                "anyOf",
                List.of(
                        ImmutableMap.of("required", List.of(without)),
                        ImmutableMap.of("required", names))));
        section.put("properties", properties);
        return section;
    }

    private static String description(Key key) {
        String range = key.range().isEmpty() ? "" : " Allowed: " + key.range() + ".";
        String without = key.neededWithout();
        String needed = without.isEmpty() ? "" : " Needed without " + without + ".";
        String standard = key.def().isEmpty() ? "" : " Default: " + key.def() + ".";
        return key.doc() + range + standard + needed;
    }

    private Map<String, Object> value(Type type, Key key, Spec around) {
        Spec spec = Spec.of(key, around);
        if (type instanceof ParameterizedType generic) {
            Type[] inner = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return value(inner[0], key, around);
            }
            return generic.getRawType() == ImmutableList.class
                    ? list(value(inner[0], key, around))
                    : named(value(inner[1], key, around));
        }
        if (type instanceof Class<?> either && OrValue.class.isAssignableFrom(either)) {
            return ImmutableMap.of("anyOf", List.of(number(spec), section(either, spec)));
        }
        Class<?> plain = (Class<?>) type;
        if (plain == BranchSection.class) {
            // in the unit of the key around, so not one definition for all
            return section(plain, spec);
        }
        if (plain == ControllerSection.TargetSection.class
                || plain == ScaleSection.ScaleTargetSection.class) {
            Spec either = new Spec(spec.name(), Quantity.OUTER, "", Key.Form.PLAIN);
            return reference(plain, either);
        }
        return plain.isRecord() && plain != Fraction.class
                ? reference(plain, spec)
                : scalar(plain, spec);
    }

    private static Map<String, Object> list(Map<String, Object> items) {
        return ImmutableMap.of("type", "array", "items", items);
    }

    private static Map<String, Object> named(Map<String, Object> values) {
        return ImmutableMap.of(
                "type",
                "object",
                "propertyNames",
                ImmutableMap.of("pattern", NAME),
                "additionalProperties",
                values);
    }

    private Map<String, Object> reference(Class<?> type, Spec spec) {
        String name = type.getSimpleName().replace("Section", "");
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            definitions.put(name, section(type, spec));
        }
        return ImmutableMap.of("$ref", "#/$defs/" + name);
    }

    private static Map<String, Object> scalar(Class<?> type, Spec spec) {
        if (type == int.class
                || type == long.class
                || type == double.class
                || type == Double.class) {
            boolean whole = type == int.class || type == long.class;
            if (whole) {
                return whole(spec);
            }
            return spec.form() == Key.Form.CLOCK ? pattern("[0-9]{1,2}:[0-9]{2}") : number(spec);
        }
        if (type == OptionalDouble.class) {
            return number(spec);
        }
        if (type == boolean.class) {
            return ImmutableMap.of("type", "boolean");
        }
        if (type == Instant.class) {
            return pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}.*");
        }
        if (type == Fraction.class) {
            return ImmutableMap.of(
                    "anyOf", List.of(Map.of("const", 1), pattern("[0-9]+ */ *[0-9]+")));
        }
        if (type.isEnum()) {
            List<String> names = Arrays.stream(type.getEnumConstants())
                    .map(constant -> Scalars.spelling((Enum<?>) constant))
                    .toList();
            return ImmutableMap.of("enum", names);
        }
        if (type == ZoneId.class) {
            return ImmutableMap.of("type", "string");
        }
        return switch (spec.form()) {
            case LINE -> ImmutableMap.of("type", "string", "maxLength", 500);
            default -> ImmutableMap.of("type", "string", "pattern", NAME);
        };
    }

    /** A number with its unit; bare, and with its bounds, only where the unit is 1. */
    private static Map<String, Object> number(Spec spec) {
        if (spec.unit() == Quantity.OUTER) {
            Spec duration = new Spec(spec.name(), Quantity.DURATION, "", Key.Form.PLAIN);
            Spec share = new Spec(spec.name(), Quantity.RATIO, "(0, 1]", Key.Form.PLAIN);
            return ImmutableMap.of("anyOf", List.of(number(duration), number(share)));
        }
        boolean endless = spec.form() == Key.Form.ENDLESS;
        Map<String, Object> text = pattern(text(spec) + (endless ? "|" + Scalars.UNLIMITED : ""));
        if (!spec.unit().units().contains("")) {
            return text;
        }
        Map<String, Object> bare = new LinkedHashMap<>();
        bare.put("type", "number");
        Range range = Range.of(spec.range(), spec.unit());
        if (!Double.isInfinite(range.low())) {
            bare.put(range.lowOpen() ? "exclusiveMinimum" : "minimum", range.low());
        }
        if (!Double.isInfinite(range.high())) {
            bare.put(range.highOpen() ? "exclusiveMaximum" : "maximum", range.high());
        }
        return ImmutableMap.of("anyOf", List.of(bare, text));
    }

    private static Map<String, Object> whole(Spec spec) {
        Range range = Range.of(spec.range(), spec.unit());
        Map<String, Object> bare = new LinkedHashMap<>();
        bare.put("type", "integer");
        bare.put("minimum", (long) range.low());
        bare.put("maximum", (long) range.high());
        return ImmutableMap.of("anyOf", List.of(bare, pattern(text(spec))));
    }

    private static String text(Spec spec) {
        String number = Quantity.NUMBER_PATTERN;
        String units = spec.unit().units().stream()
                .map(unit -> unit.replace("$", "\\$?"))
                .collect(Collectors.joining("|"));
        String amount = "\\$? ?" + number + " *[kMBT]? *(" + units + ")";
        if (spec.unit() != Quantity.DURATION) {
            return amount;
        }
        String compound = "(" + number + " *(" + units + ") *)+";
        return spec.form() == Key.Form.MOMENT
                ? compound + "|[0-9]{4}-[0-9]{2}-[0-9]{2}.*"
                : compound;
    }

    private static Map<String, Object> pattern(String pattern) {
        return ImmutableMap.of("type", "string", "pattern", "^(" + pattern + ")$");
    }
}
