package headroom.scenario;

import com.google.common.collect.ImmutableList;

import headroom.supply.ScaleSection;
import headroom.yaml.Fraction;
import headroom.yaml.Key;
import headroom.yaml.Keyed;
import headroom.yaml.OrValue;
import headroom.yaml.Quantity;
import headroom.yaml.Scalars;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Writes a scenario with every default made explicit, in one unit for each quantity.
 *
 * <p>Reading the text back gives an equal scenario: numbers are written with all their digits, in
 * the unit in which they are held. Times are seconds since the start.
 */
public final class ResolvedYaml {
    private static final int WRAP = 12;

    private final StringBuilder out = new StringBuilder();

    private ResolvedYaml() {}

    /** The text of a scenario. */
    public static String write(Scenario scenario) {
        ResolvedYaml yaml = new ResolvedYaml();
        yaml.out.append("# Every value of the scenario as it was run, defaults included.\n");
        yaml.section(scenario, "", Quantity.NUMBER);
        return yaml.out.toString();
    }

    /** Every key of a section in the order of its record; empty optional ones are left out. */
    private void section(Record section, String indent, Quantity around) {
        for (Keyed component : Keyed.of(section.getClass())) {
            Key key = component.key();
            Object value = component.in(section);
            if (Optional.empty().equals(value) || OptionalDouble.empty().equals(value)) {
                continue;
            }
            Object present = value instanceof Optional<?> optional ? optional.orElseThrow() : value;
            Quantity unit = key.unit() == Quantity.OUTER ? unit(section, around) : key.unit();
            out.append(indent).append(key.name()).append(':');
            value(present, key, unit, indent);
        }
    }

    /** What a controller holds has the unit of its metric. */
    private static Quantity unit(Record section, Quantity around) {
        if (section instanceof ControllerSection.TargetSection target) {
            return target.metric() == ControllerSection.TargetSection.Metric.UTILISATION
                    ? Quantity.RATIO
                    : Quantity.DURATION;
        }
        if (section instanceof ScaleSection.ScaleTargetSection target) {
            return target.metric() == ScaleSection.ScaleTargetSection.Metric.UTILISATION
                    ? Quantity.RATIO
                    : Quantity.DURATION;
        }
        return around;
    }

    /** One value after its key: a law that is constant is written as that constant. */
    private void value(Object value, Key key, Quantity unit, String indent) {
        if (value instanceof OrValue law && law.value().isPresent()) {
            out.append(' ').append(unit.format(law.value().getAsDouble())).append('\n');
        } else if (value instanceof Fraction || !(value instanceof Record section)) {
            collection(value, key, unit, indent);
        } else {
            int before = out.append('\n').length();
            section(section, indent + "  ", unit);
            if (out.length() == before) {
                out.insert(before - 1, " {}");
            }
        }
    }

    private void collection(Object value, Key key, Quantity unit, String indent) {
        if (value instanceof Map<?, ?> map) {
            out.append(map.isEmpty() ? " {}\n" : "\n");
            map.forEach((name, inner) -> {
                out.append(indent).append("  ").append(name).append(':');
                value(inner, key, unit, indent + "  ");
            });
        } else if (value instanceof ImmutableList<?> list) {
            list(list, key, unit, indent);
        } else {
            out.append(' ').append(scalar(value, key, unit)).append('\n');
        }
    }

    /** Sections get a dash each; single values share lines. */
    private void list(ImmutableList<?> list, Key key, Quantity unit, String indent) {
        if (!list.isEmpty() && list.get(0) instanceof Record) {
            out.append('\n');
            for (Object item : list) {
                int dash = out.length() + indent.length() + 2;
                section((Record) item, indent + "    ", unit);
                out.setCharAt(dash, '-');
            }
            return;
        }
        out.append(" [");
        for (int i = 0; i < list.size(); i++) {
            boolean wrap = i > 0 && i % WRAP == 0;
            out.append(i == 0 ? "" : wrap ? ",\n" + indent + "  " : ", ");
            out.append(scalar(list.get(i), key, unit));
        }
        out.append("]\n");
    }

    /** A single value as the parser reads it. */
    private static String scalar(Object value, Key key, Quantity unit) {
        if (key.form() == Key.Form.CLOCK) {
            int minutes = (int) ((Double) value / 60);
            return String.format(Locale.ROOT, "\"%02d:%02d\"", minutes / 60, minutes % 60);
        }
        if (value instanceof OptionalDouble number) {
            return number(number.getAsDouble(), unit);
        }
        if (value instanceof Double number) {
            return number(number, unit);
        }
        if (value instanceof Fraction sample) {
            return sample.of() == 1 ? "1" : sample.taken() + "/" + sample.of();
        }
        if (value instanceof Enum<?> constant) {
            return Scalars.spelling(constant);
        }
        boolean text = value instanceof String && key.form() == Key.Form.LINE;
        return text ? quoted((String) value) : bare(value);
    }

    private static String number(double value, Quantity unit) {
        return Double.isInfinite(value) ? Scalars.UNLIMITED : unit.format(value);
    }

    private static String bare(Object value) {
        return value instanceof Instant ? value.toString() : String.valueOf(value);
    }

    /** Double-quoted; what might not survive an editor is escaped. */
    private static String quoted(String text) {
        String inner = text.codePoints()
                .mapToObj(point -> {
                    if (point == '"' || point == '\\') {
                        return "\\" + (char) point;
                    }
                    boolean plain = point >= ' ' && point < 0x7F;
                    boolean letter = Character.isLetterOrDigit(point);
                    return plain || letter
                            ? Character.toString(point)
                            : String.format(Locale.ROOT, "\\U%08X", point);
                })
                .collect(Collectors.joining());
        return '"' + inner + '"';
    }
}
