package headroom.page;

import headroom.measure.Measurement;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The words that the sentences of {@link Verdict} are made of. */
public final class Wording {
    private Wording() {}

    /** What a number did between two phases. */
    public enum Move {
        ROSE,
        FELL,
        SAME,
        UNKNOWN;

        /** Only intervals that lie apart make a rise or a fall; an unknown error counts as 0. */
        public static Move of(Measurement before, Measurement now) {
            double difference = now.value() - before.value();
            double error = zeroIfUnknown(before.halfWidth()) + zeroIfUnknown(now.halfWidth());
            if (Double.isNaN(difference)) {
                return UNKNOWN;
            }
            if (Math.abs(difference) <= error) {
                return SAME;
            }
            return difference > 0 ? ROSE : FELL;
        }

        private static double zeroIfUnknown(double halfWidth) {
            return Double.isFinite(halfWidth) ? halfWidth : 0;
        }
    }

    /** Whether a number reads the same twice, without an error that could hide a difference. */
    public static boolean equal(Measurement before, Measurement now, Figures.Scale scale) {
        boolean isSpread = before.halfWidth() > 0 || now.halfWidth() > 0;
        boolean isSame = text(before, scale).equals(text(now, scale));
        return isSame && !isSpread && Double.isFinite(now.value());
    }

    /** One scale for all numbers of a sentence. */
    public static Figures.Scale scale(Collection<Measurement> numbers) {
        double largest = numbers.stream()
                .mapToDouble(Measurement::value)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        return Figures.Scale.of(numbers.iterator().next().unit(), largest);
    }

    /** A number with its error, in the unit in which it was measured. */
    public static String text(Measurement each) {
        return text(each, new Figures.Scale(1, ""));
    }

    /** A number with its error and unit; "unobserved" if there was nothing to observe. */
    public static String text(Measurement each, Figures.Scale scale) {
        String number =
                Figures.withError(each.value() * scale.factor(), each.halfWidth() * scale.factor());
        return Double.isFinite(each.value()) ? (number + " " + scale.unit()).strip() : "unobserved";
    }

    /** Where in the run: "in the spike". */
    public static String in(String phase) {
        return switch (phase) {
            case "normal" -> "in normal demand";
            case "spike" -> "in the spike";
            case "after" -> "after the addition";
            case "ended" -> "after the lease";
            case "later" -> "later";
            case "run" -> "over the run";
            default -> "in the phase " + phase.replace('_', ' ');
        };
    }

    /** What a number was: "4.0 s in the phase a and 9 s in the phase b", "0 s in every phase". */
    public static String inEach(
            List<String> phases, Map<String, Measurement> by, Figures.Scale scale) {
        List<Measurement> all = phases.stream()
                .map(phase -> Objects.requireNonNull(by.get(phase)))
                .toList();
        if (all.stream().allMatch(each -> equal(each, all.get(0), scale))) {
            return text(all.get(0), scale) + " in every phase";
        }
        return and(IntStream.range(0, all.size())
                .mapToObj(i -> text(all.get(i), scale) + " " + in(phases.get(i)))
                .toList());
    }

    /** "a", "a and b", "a, b and c". */
    public static String and(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    public static String capital(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }
}
