package headroom.yaml;

import headroom.yaml.Document.Entry;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Node;
import headroom.yaml.Document.Place;
import headroom.yaml.Document.Source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys that a section has in the file, against those that it may have. */
public final class SectionKeys {
    private final Mapping mapping;
    private final String where;
    /** Keys that were probably meant by others, or whose values go on in others. */
    private final List<String> meant = new ArrayList<>();

    private final List<Key> missing = new ArrayList<>();

    /** Those of a section at a path. */
    public SectionKeys(Mapping mapping, String path) {
        this.mapping = mapping;
        this.where = path.isEmpty() ? "" : " in " + path;
    }

    /** What a section of this type may have. */
    public static List<String> names(Class<?> type) {
        return Keyed.of(type).stream().map(each -> each.key().name()).toList();
    }

    /** Tells keys that do not exist, and notes those that were probably meant. */
    public void tellUnknown(Class<?> type, Problems problems) {
        List<String> known = names(type);
        String before = "";
        for (Entry entry : mapping.entries()) {
            String name = entry.key().text();
            boolean isCut = name.matches("[0-9]{3}");
            if (isCut) {
                meant.add(before);
            }
            before = name;
            if (!known.contains(name)) {
                Problems.nearest(name, known)
                        .filter(near -> mapping.find(near).isEmpty())
                        .ifPresent(meant::add);
                problems.error(
                        entry.key().place(),
                        "unknown key " + Problems.quote(name) + where,
                        // 12,000 between braces is 12 and a key 000
                        isCut
                                ? "a comma ends a value here; thousands are written 12_000 or 12 k"
                                : Problems.suggest(name, known));
            }
        }
    }

    /** Whether what is there is not what was meant: the key is misspelt, or its value cut. */
    public boolean isMeant(Key key) {
        return meant.contains(key.name());
    }

    /** What stands under a key. */
    public Optional<Entry> find(Key key) {
        return mapping.find(key.name());
    }

    /** Whether a key may be left out, since it has a default here. */
    public boolean hasDefault(Key key) {
        String without = key.neededWithout();
        return !key.def().isEmpty()
                && (without.isEmpty() || mapping.find(without).isPresent());
    }

    /** What a key holds by default: text like any other, so it obeys the same units and ranges. */
    public static Node byDefault(Key key) {
        Source source = Source.of("default of " + key.name(), true, key.def());
        return Document.read(source, key.def(), new Problems()).orElseThrow();
    }

    /** Notes a key that had to be there. */
    public void miss(Key key) {
        missing.add(key);
    }

    /** Tells what is missing; a key that was misspelt has been told. */
    public void tellMissing(Place place, Problems problems) {
        for (Key key : missing) {
            boolean measured = key.unit() != Quantity.NUMBER
                    && key.unit() != Quantity.OUTER
                    && !key.doc().contains("uch as ");
            if (!isMeant(key)) {
                problems.error(
                        place,
                        "missing key '" + key.name() + "'" + where,
                        key.doc() + (measured ? " Such as " + key.unit().example() + "." : ""));
            }
        }
    }
}
