package headroom.comparisons;

import headroom.page.Table;
import headroom.yaml.Document;
import headroom.yaml.Document.Entry;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Node;
import headroom.yaml.Document.Scalar;
import headroom.yaml.Document.Sequence;
import headroom.yaml.Document.Source;
import headroom.yaml.Problems;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys in which scenarios differ that are compared, from their resolved texts. */
public final class ScenarioChanges {
    private static final int MOST = 10;
    private static final int WIDEST = 60;

    /** They name a scenario and change nothing. */
    private static final List<String> APART = List.of("name", "title");

    private static final String ABSENT = "none";

    private final List<String> names;
    private final List<Map<String, String>> values;

    /**
     * Of scenarios by their names.
     *
     * @param resolved for each the text of {@code scenario.resolved.yaml}
     */
    public ScenarioChanges(List<String> names, List<String> resolved) {
        this.names = List.copyOf(names);
        this.values = resolved.stream().map(ScenarioChanges::read).toList();
    }

    /** A row for each key, up to some ten. */
    public Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (String key : keys().stream().limit(MOST).toList()) {
            List<String> row = new ArrayList<>(List.of(key));
            values.forEach(each -> row.add(cut(each.getOrDefault(key, ABSENT))));
            rows.add(row);
        }
        List<String> heads = new ArrayList<>(List.of("key"));
        heads.addAll(names);
        return new Table("What the scenarios differ in", heads, rows);
    }

    /** What the table leaves out; empty where that is nothing. */
    public String note() {
        int more = keys().size() - MOST;
        return keys().isEmpty()
                ? "The scenarios are the same."
                : more > 0 ? "And " + more + " more keys." : "";
    }

    private Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        values.forEach(each -> keys.addAll(each.keySet()));
        keys.removeIf(key -> values.stream()
                        .map(each -> each.getOrDefault(key, ABSENT))
                        .distinct()
                        .count()
                == 1);
        return keys;
    }

    private static Map<String, String> read(String resolved) {
        Map<String, String> values = new LinkedHashMap<>();
        Problems none = new Problems();
        Document.read(Source.of("scenario.resolved.yaml", false, resolved), resolved, none)
                .ifPresent(root -> add(values, "", root));
        APART.forEach(values::remove);
        return values;
    }

    /** As paths name them: {@code demand.tiers[pro].users}. */
    private static void add(Map<String, String> values, String path, Node node) {
        if (node instanceof Mapping section) {
            String dot = path.isEmpty() ? "" : ".";
            section.entries()
                    .forEach(each -> add(values, path + dot + each.key().text(), each.value()));
        } else if (node instanceof Sequence list) {
            boolean plain = list.items().stream().allMatch(Scalar.class::isInstance);
            if (plain) {
                values.put(path, "[" + String.join(", ", texts(list)) + "]");
            }
            for (int i = 0; !plain && i < list.items().size(); i++) {
                Node item = list.items().get(i);
                add(values, path + "[" + name(item, i) + "]", item);
            }
        } else if (node instanceof Scalar value) {
            values.put(path, value.text());
        }
    }

    private static List<String> texts(Sequence list) {
        return list.items().stream().map(each -> ((Scalar) each).text()).toList();
    }

    private static String name(Node item, int index) {
        return item instanceof Mapping section
                        && section.find("name").map(Entry::value).orElse(item)
                                instanceof Scalar name
                ? name.text()
                : Integer.toString(index);
    }

    private static String cut(String text) {
        return text.length() > WIDEST ? text.substring(0, WIDEST) + "..." : text;
    }
}
