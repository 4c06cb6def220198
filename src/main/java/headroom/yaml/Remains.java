package headroom.yaml;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Document.Broken;
import headroom.yaml.Document.Entry;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Node;
import headroom.yaml.Document.Place;
import headroom.yaml.Document.Scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that is not YAML throughout, less the parts that are not: a part begins with a key at the
 * left edge. What was taken out is broken in the tree, so that nothing more is said about it.
 */
final class Remains {
    private static final Pattern PART = Pattern.compile("(?m)^([A-Za-z]\\w*)[ \\t]*(:|\\r?$)");

    private final Document.Source source;
    private final String whole;
    /** So many parts are taken out at most: a text with more is none. */
    private static final int MOST = 8;

    private final List<Entry> broken = new ArrayList<>();
    private String text;

    Remains(Document.Source source, String text) {
        this.source = source;
        this.whole = text;
        this.text = text;
    }

    /** What is left to read. */
    String text() {
        return text;
    }

    /** Takes out the part that holds the character of an index [code points]; false: all is out. */
    boolean cut(int index) {
        int at = text.offsetByCodePoints(0, Math.min(index, text.codePointCount(0, text.length())));
        Matcher part = PART.matcher(text);
        int from = -1;
        int to = text.length();
        String name = "";
        while (part.find()) {
            if (part.start() > at) {
                to = part.start();
                break;
            }
            from = part.start();
            name = part.group(1);
        }
        if (from < 0 || broken.size() == MOST) {
            return false;
        }
        Place place = source.place(whole, text.codePointCount(0, from), name.length());
        broken.add(new Entry(new Scalar(name, true, place), new Broken(place)));
        StringBuilder blank = new StringBuilder(text.substring(0, from));
        // a space for each character, so that all others keep their places
        text.substring(from, to)
                .codePoints()
                .forEach(c -> blank.append(c == '\n' || c == '\r' ? (char) c : ' '));
        text = blank + text.substring(to);
        return PART.matcher(text).find();
    }

    /** The tree of what was left, with what was taken out. */
    Node with(Node tree) {
        if (!(tree instanceof Mapping left)) {
            return tree;
        }
        ImmutableList.Builder<Entry> all = ImmutableList.builder();
        all.addAll(left.entries());
        for (Entry entry : broken) {
            if (left.find(entry.key().text()).isEmpty()) {
                all.add(entry);
            }
        }
        return new Mapping(all.build(), left.place());
    }
}
