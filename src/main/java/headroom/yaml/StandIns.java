package headroom.yaml;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Document.Broken;
import headroom.yaml.Document.Entry;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Node;
import headroom.yaml.Document.Place;
import headroom.yaml.Document.Scalar;
import headroom.yaml.Document.Source;
import headroom.yaml.Quantity.Range;
import headroom.yaml.Scalars.Spec;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Values in place of those that cannot be read, so that rules about the others can be tried.
 *
 * <p>They are such as a file may hold, and differ from variant to variant: the ends of a range and
 * points between them, every name of a set, lists of several lengths. What is told of one of them,
 * of what it is in or of what is in it is told nowhere.
 */
public final class StandIns {
    /** How many variants there are; more than any set has names. */
    public static final int VARIANTS = 24;

    /** Where stands what does not stand in the file. */
    public static final Place NOWHERE = new Place(Source.of("", true, ""), 1, 1, 1);

    /** What cannot be read. */
    public static final Node NOTHING = new Broken(NOWHERE);

    /** A section of which nothing can be read. */
    public static final Mapping EMPTY = new Mapping(ImmutableList.of(), NOWHERE);

    private static final Spec NO_RANGE = new Spec("", Quantity.NUMBER, "", Key.Form.PLAIN);
    private static final double FAR = 1e9;
    private static final double EDGE = 1e-9;
    private static final double DAY_SECONDS = 86_400;
    private static final int MOST_ITEMS = 3;
    private static final int ATTEMPTS = 4;

    private final int variant;
    private final Set<String> taken = new LinkedHashSet<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private long drawn;

    /** Those of a variant, counted from 0. */
    public StandIns(int variant) {
        this.variant = variant;
        this.drawn = 1000L * variant;
    }

    /** None: what cannot be read leaves its section unbuilt. */
    public static StandIns none() {
        return new StandIns(-1);
    }

    /** Whether anything stands in. */
    public boolean areThere() {
        return variant >= 0;
    }

    /** Notes that what is at a path is not what the file says. */
    public void take(String path) {
        if (areThere()) {
            taken.add(path);
        }
    }

    /** Whether to try once more to build a section of which rules are broken. */
    public boolean mend(int attempt) {
        return areThere() && attempt < ATTEMPTS;
    }

    /** Whether that is done without the value that breaks them; in some variants only. */
    public boolean isLeftOut(int attempt) {
        return attempt % 2 == 1 && variant % 4 > 1;
    }

    /** Whether a value stands in at a path, around it or below it. */
    public boolean touch(String path) {
        return taken.stream().anyMatch(each -> holds(each, path) || holds(path, each));
    }

    private static boolean holds(String around, String path) {
        int end = around.length();
        boolean longer =
                path.length() > end && (path.charAt(end) == '.' || path.charAt(end) == '[');
        return around.isEmpty() || path.equals(around) || longer && path.startsWith(around);
    }

    /** Whether a problem is told of what does not stand in the file. */
    public static boolean isNowhere(Problem problem) {
        return problem.file().isEmpty();
    }

    /** What a section of names holds that cannot be read: nothing, or all names there are. */
    public List<Entry> entries(List<String> names) {
        return variant % 2 == 0
                ? List.of()
                : names.stream()
                        .map(name -> new Entry(new Scalar(name, true, NOWHERE), NOTHING))
                        .toList();
    }

    /** How many items a list has that cannot be read. */
    public int items() {
        return variant % (MOST_ITEMS + 1);
    }

    /**
     * A single value; null where none stands in.
     *
     * @param text what stands there, as far as it is one value; may be empty
     * @param names what it may be, where it refers to names
     */
    @Nullable
    public Object value(Class<?> type, Spec spec, String text, List<String> names, String path) {
        if (!areThere()) {
            return null;
        }
        take(path);
        SplittableRandom random = new SplittableRandom(31L * path.hashCode() + drawn++);
        // once each in turn, the likeliest first, and then any
        int turn = asked.add(path) ? variant : VARIANTS;
        List<Object> choices = choices(type, text, names, path);
        if (!choices.isEmpty()) {
            int index = turn < choices.size() ? turn : random.nextInt(choices.size());
            return choices.get(index);
        }
        boolean whole = type == int.class || type == long.class;
        double number = number(spec, turn, random);
        Range range = Range.of(spec.range(), spec.unit());
        double down = Math.floor(number);
        double rounded = range.contains(down) ? down : Math.ceil(number);
        double value = whole || number >= 1 && range.contains(rounded) ? rounded : number;
        if (type == int.class) {
            return (int) value;
        }
        return type == long.class ? (Object) (long) value : (Object) value;
    }

    /** A name in place of one that cannot be. */
    public String name(String text, List<String> names, String path) {
        Object name = value(String.class, NO_RANGE, text, names, path);
        return name == null ? text : (String) name;
    }

    /** What a value may be, the likeliest first; none if it is a number. */
    private static List<Object> choices(
            Class<?> type, String text, List<String> names, String path) {
        if (type == boolean.class) {
            return List.of(true, false);
        }
        if (type.isEnum()) {
            return nearestFirst(text, List.of(type.getEnumConstants()));
        }
        if (type == String.class) {
            String own = text.isEmpty() ? "x" + Integer.toHexString(path.hashCode()) : text;
            List<Object> all = nearestFirst(text, List.copyOf(names));
            all.add(Math.min(1, all.size()), own);
            return all;
        }
        if (type == Instant.class) {
            return List.of(Instant.EPOCH, Instant.parse("2026-05-06T07:00:00Z"));
        }
        if (type == ZoneId.class) {
            return List.of(ZoneId.of("UTC"), ZoneId.of("Asia/Tokyo"));
        }
        return type == Fraction.class
                ? List.of(new Fraction(1, 1), new Fraction(1, 2), new Fraction(2, 625))
                : List.of();
    }

    private static List<Object> nearestFirst(String text, List<?> all) {
        List<Object> sorted = new ArrayList<>(all);
        List<String> spelled = all.stream()
                .map(each -> each instanceof Enum<?> one ? Scalars.spelling(one) : each.toString())
                .toList();
        Problems.nearest(text, spelled).ifPresent(name -> {
            Object near = sorted.remove(spelled.indexOf(name));
            sorted.add(0, near);
        });
        return sorted;
    }

    /** The ends of the range, then points within it, every other of them near the lower end. */
    private static double number(Spec spec, int turn, SplittableRandom random) {
        Range range = Range.of(spec.range(), spec.unit());
        boolean clock = spec.form() == Key.Form.CLOCK;
        double low = clock ? 0 : Math.max(range.low(), -FAR);
        double high = Math.min(range.high(), clock ? DAY_SECONDS : FAR);
        double way = high - low;
        double first = range.lowOpen() ? low + EDGE * way : low;
        double last = range.highOpen() ? high - EDGE * way : high;
        if (turn < 2) {
            return turn == 0 ? first : last;
        }
        double share = random.nextDouble();
        double near = share * share * share;
        return first + (last - first) * (random.nextBoolean() ? share : near * near);
    }
}
