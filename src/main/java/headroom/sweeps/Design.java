package headroom.sweeps;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.study.StudyException;
import headroom.yaml.Problems;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * At which points a sweep looks.
 *
 * <p>A grid has every combination, the last variable changing fastest. One at a time has the
 * scenario as it is and then each value of each variable with all others as they are. A Latin
 * hypercube of N points has for each variable one point in each of N equal parts of its range, the
 * parts of different variables combined at random and the point at random in its part (McKay,
 * Beckman and Conover 1979, Technometrics 21); what is random comes from the streams {@code
 * sweep.<path>} of the scenario's seed.
 *
 * @param kind which of them
 * @param size points of a Latin hypercube; else 0
 */
public record Design(Kind kind, int size) {
    private static final Pattern LATIN = Pattern.compile("lhs:([0-9]{1,9})");
    private static final String FORM = "grid, lhs:N or one-at-a-time";

    /** A kind of design. */
    public enum Kind {
        GRID,
        LATIN_HYPERCUBE,
        ONE_AT_A_TIME
    }

    /** Reads {@code grid}, {@code lhs:N} or {@code one-at-a-time}. */
    public static Design parse(String text) throws StudyException {
        Matcher latin = LATIN.matcher(text);
        if (latin.matches()) {
            int size = Integer.parseInt(latin.group(1));
            if (size < 2) {
                throw StudyException.ofUsage("--design " + text + ": at least 2 points");
            }
            return new Design(Kind.LATIN_HYPERCUBE, size);
        }
        return switch (text) {
            case "grid" -> new Design(Kind.GRID, 0);
            case "one-at-a-time" -> new Design(Kind.ONE_AT_A_TIME, 0);
            default ->
                throw StudyException.ofUsage("--design " + text + ": not known; "
                        + Problems.nearest(text, List.of("grid", "lhs:N", "one-at-a-time"))
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("write " + FORM));
        };
    }

    /** As it is written. */
    public String text() {
        return switch (kind) {
            case GRID -> "grid";
            case LATIN_HYPERCUBE -> "lhs:" + size;
            case ONE_AT_A_TIME -> "one-at-a-time";
        };
    }

    /** How many points there are; infinite where they are beyond counting. */
    public double count(List<Variation> variations) {
        double product = 1;
        double sum = 1;
        for (Variation each : variations) {
            product *= each.values().size();
            sum += each.values().size();
        }
        return kind == Kind.GRID ? product : kind == Kind.ONE_AT_A_TIME ? sum : size;
    }

    /** The points: what is replaced at each, by path; nothing at the scenario as it is. */
    public List<Map<String, String>> points(List<Variation> variations, long seed) {
        return switch (kind) {
            case GRID -> grid(variations);
            case LATIN_HYPERCUBE -> latin(variations, seed);
            case ONE_AT_A_TIME -> oneAtATime(variations);
        };
    }

    private static List<Map<String, String>> grid(List<Variation> variations) {
        List<Map<String, String>> points = List.of(Map.of());
        for (Variation each : variations) {
            List<Map<String, String>> next = new ArrayList<>();
            for (Map<String, String> point : points) {
                for (String value : each.values()) {
                    Map<String, String> longer = new LinkedHashMap<>(point);
                    longer.put(each.path(), value);
                    next.add(longer);
                }
            }
            points = next;
        }
        return points;
    }

    private static List<Map<String, String>> oneAtATime(List<Variation> variations) {
        List<Map<String, String>> points = new ArrayList<>(List.of(Map.of()));
        for (Variation each : variations) {
            each.values().forEach(value -> points.add(Map.of(each.path(), value)));
        }
        return points;
    }

    private List<Map<String, String>> latin(List<Variation> variations, long seed) {
        List<Map<String, String>> points = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            points.add(new LinkedHashMap<>());
        }
        for (Variation each : variations) {
            FastStream stream = new Streams(seed, 0).of("sweep." + each.path());
            // one for all, so that each value of a list comes equally often, within one
            double offset = stream.nextDouble();
            int[] parts = new int[size];
            for (int i = 0; i < size; i++) {
                int j = stream.nextInt(0, i);
                parts[i] = parts[j];
                parts[j] = i;
            }
            for (int i = 0; i < size; i++) {
                points.get(i)
                        .put(
                                each.path(),
                                each.in(
                                        parts[i],
                                        size,
                                        each.range().isEmpty() ? offset : stream.nextDouble()));
            }
        }
        return points;
    }
}
