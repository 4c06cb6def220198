package headroom.charts;

import org.w3c.dom.Element;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The light style of a picture, as its style element has it: rules for elements, for classes and
 * for both, of which the narrower wins, and of two alike the later.
 */
final class SvgStyle {
    private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)\\}");
    private static final Pattern FONT = Pattern.compile("([0-9.]+)px");

    private final List<Rule> rules = new ArrayList<>();
    private double fontSize;

    /** A rule for elements of a name or a class; either may be empty. */
    private record Rule(String element, String style, Map<String, String> values) {
        boolean isFor(String name, List<String> styles) {
            return (element.isEmpty() || element.equals(name))
                    && (style.isEmpty() || styles.contains(style));
        }

        int narrowness() {
            return (style.isEmpty() ? 0 : 2) + (element.isEmpty() ? 0 : 1);
        }
    }

    /** Of the text of a style element whose rules begin with the class of the picture. */
    SvgStyle(String text, String picture) {
        int dark = text.indexOf("@media");
        for (Matcher m = RULE.matcher(dark < 0 ? text : text.substring(0, dark)); m.find(); ) {
            String selector = m.group(1).strip().substring(1 + picture.length()).strip();
            Map<String, String> values = new LinkedHashMap<>();
            for (String each : m.group(2).split(";")) {
                int colon = each.indexOf(':');
                values.put(
                        each.substring(0, colon).strip(),
                        each.substring(colon + 1).strip());
            }
            if (selector.isEmpty()) {
                Matcher font = FONT.matcher(values.getOrDefault("font", ""));
                fontSize = font.find() ? Double.parseDouble(font.group(1)) : 13;
            } else {
                int dot = selector.indexOf('.');
                String element = dot < 0 ? selector : selector.substring(0, dot);
                rules.add(new Rule(element, dot < 0 ? "" : selector.substring(dot + 1), values));
            }
        }
        rules.sort(Comparator.comparingInt(Rule::narrowness));
    }

    /** Height of words that have no other [px]. */
    double fontSize() {
        return fontSize;
    }

    /** What holds for an element; what spans of words do not say holds as for all words. */
    Rules of(Element element) {
        List<String> styles = List.of(element.getAttribute("class").split(" "));
        String name = element.getTagName().equals("tspan") ? "text" : element.getTagName();
        Map<String, String> values = new LinkedHashMap<>();
        rules.stream()
                .filter(rule -> rule.isFor(name, styles))
                .forEach(rule -> values.putAll(rule.values()));
        return new Rules(values);
    }

    /** Values of an element by their names. */
    record Rules(Map<String, String> values) {
        String text(String name, String otherwise) {
            return values.getOrDefault(name, otherwise);
        }

        double number(String name, double otherwise) {
            String text = values.get(name);
            return text == null ? otherwise : Double.parseDouble(text.replace("px", ""));
        }

        /** A colour such as #fff or #0067a8; empty where it is none. */
        Optional<Color> colour(String name, String otherwise) {
            String text = text(name, otherwise);
            if (text.equals("none")) {
                return Optional.empty();
            }
            return Optional.of(Color.decode(
                    text.length() == 4 ? "#" + text.substring(1).replaceAll(".", "$0$0") : text));
        }
    }
}
