package headroom.sweeps;

import headroom.study.StudyException;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A value of a scenario that a study varies, and the values it takes, as YAML text.
 *
 * <p>Written {@code path=a,b,c}, {@code path=lo:hi:step}, {@code path=log:lo:hi:n} for n values in
 * equal ratios, or {@code path=lo:hi}, which means both ends, or for a Latin hypercube anything
 * between; {@code path=log:lo:hi} the same by ratios. Steps are taken by decimal arithmetic: no
 * value drifts. A comma within brackets or quotes parts nothing.
 *
 * @param path which value
 * @param values what it takes, in their order
 * @param range the ends, where the values between them were not listed
 * @param log whether it goes by ratios
 */
public record Variation(String path, List<String> values, Optional<Range> range, boolean log) {
    private static final int MOST_VALUES = 10_000;
    private static final int FEWEST_DIGITS = 6;
    private static final int MOST_DIGITS = 15;
    private static final String FORM =
            "write path=a,b,c or path=lo:hi:step or path=log:lo:hi:n, such as gpus=1 k:4 k:1 k";

    public Variation {
        values = List.copyOf(values);
    }

    /** Ends of a range in one unit. */
    record Range(Term low, Term high) {}

    /** Reads what was written. */
    public static Variation parse(String text) throws StudyException {
        int equals = text.indexOf('=');
        if (equals <= 0 || text.substring(equals + 1).isBlank()) {
            throw StudyException.ofUsage("--vary " + text + ": " + FORM);
        }
        String path = text.substring(0, equals).strip();
        String values = text.substring(equals + 1).strip();
        boolean log = values.startsWith("log:");
        List<String> listed = listed(values);
        List<String> parts = List.of((log ? values.substring(4) : values).split(":", -1));
        List<Term> terms = parts.stream().flatMap(p -> Term.parse(p).stream()).toList();
        if (log || listed.size() == 1 && parts.size() > 1 && terms.size() > 1) {
            if (terms.size() != parts.size() || parts.size() < 2 || parts.size() > 3) {
                throw refuse(text, "is no range", FORM);
            }
            return range(text, path, terms, log);
        }
        if (listed.contains("")) {
            throw refuse(text, "has a value without text", FORM);
        }
        if (new LinkedHashSet<>(listed).size() < listed.size()) {
            throw refuse(text, "has a value twice", "");
        }
        return new Variation(path, listed, Optional.empty(), false);
    }

    private static StudyException refuse(String text, String what, String hint) {
        return StudyException.ofUsage(
                "--vary " + text + ": " + what + (hint.isEmpty() ? "" : "; " + hint));
    }

    private static List<String> listed(String values) {
        List<String> listed = new ArrayList<>();
        int depth = 0;
        char quote = 0;
        int from = 0;
        for (int i = 0; i < values.length(); i++) {
            char c = values.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                listed.add(values.substring(from, i).strip());
                from = i + 1;
            }
        }
        listed.add(values.substring(from).strip());
        return listed;
    }

    private static Variation range(String text, String path, List<Term> terms, boolean log)
            throws StudyException {
        // the unit may stand at one of them only
        List<Term> inUnit = log ? terms.subList(0, 2) : terms;
        Term unit = inUnit.stream().filter(Term::hasUnit).findFirst().orElse(terms.get(0));
        for (Term term : inUnit) {
            if (term.hasUnit() && !term.isLike(unit)) {
                throw refuse(text, "has several units", "write all in the same");
            }
        }
        Range ends = new Range(
                new Term(unit.sign(), terms.get(0).number(), unit.unit()),
                new Term(unit.sign(), terms.get(1).number(), unit.unit()));
        if (log && (ends.low().number().signum() <= 0 || ends.high().number().signum() <= 0)) {
            throw refuse(text, "goes by ratios from or to what is not above 0", "");
        }
        if (ends.low().number().compareTo(ends.high().number()) == 0) {
            throw refuse(text, "begins where it ends", "");
        }
        if (terms.size() == 2) {
            List<String> both = List.of(
                    unit.text(ends.low().number()), unit.text(ends.high().number()));
            return new Variation(path, both, Optional.of(ends), log);
        }
        List<String> values = log
                ? ratios(text, ends, terms.get(2))
                : steps(text, ends, terms.get(2).number());
        return new Variation(path, values, Optional.empty(), log);
    }

    private static List<String> steps(String text, Range ends, BigDecimal step)
            throws StudyException {
        BigDecimal low = ends.low().number();
        BigDecimal way = ends.high().number().subtract(low);
        if (step.signum() != way.signum()) {
            throw refuse(
                    text,
                    "does not end",
                    step.signum() == 0 ? "the step is 0" : "the step leads away from the end");
        }
        BigDecimal last = way.divideToIntegralValue(step);
        if (last.signum() == 0) {
            String all = Stream.of(low, ends.high().number(), step)
                    .map(ends.low()::text)
                    .collect(Collectors.joining(","));
            throw refuse(
                    text,
                    "has one value only, as the step is longer than the way from "
                            + ends.low().text(low) + " to "
                            + ends.low().text(ends.high().number()),
                    "write path=lo:hi:step with a smaller step, or path=" + all
                            + " for these values");
        }
        requireFew(text, last.add(BigDecimal.ONE));
        List<String> values = new ArrayList<>();
        for (int k = 0; k <= last.intValueExact(); k++) {
            values.add(ends.low().text(low.add(step.multiply(BigDecimal.valueOf(k)))));
        }
        return values;
    }

    private static List<String> ratios(String text, Range ends, Term count) throws StudyException {
        if (count.hasUnit()
                || count.number().stripTrailingZeros().scale() > 0
                || count.number().compareTo(BigDecimal.valueOf(2)) < 0) {
            throw refuse(text, "does not say how many values", "write log:lo:hi:n, n at least 2");
        }
        requireFew(text, count.number());
        int n = count.number().intValueExact();
        List<String> values = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            values.add(ends.low().text(at(ends, true, k / (n - 1.0), FEWEST_DIGITS)));
        }
        if (new LinkedHashSet<>(values).size() < n) {
            throw refuse(text, "has values that differ by less than six digits show", "");
        }
        return values;
    }

    private static void requireFew(String text, BigDecimal count) throws StudyException {
        if (count.compareTo(BigDecimal.valueOf(MOST_VALUES)) > 0) {
            throw refuse(
                    text, "has " + count.toPlainString() + " values", "at most " + MOST_VALUES);
        }
    }

    /** The number at a share of the way from the low end to the high one, to some digits. */
    private static BigDecimal at(Range ends, boolean log, double share, int digits) {
        BigDecimal low = ends.low().number();
        BigDecimal high = ends.high().number();
        if (share == 0 || share == 1) {
            return share == 0 ? low : high;
        }
        MathContext rounding = new MathContext(digits, RoundingMode.HALF_EVEN);
        if (!log) {
            return low.add(high.subtract(low).multiply(new BigDecimal(share))).round(rounding);
        }
        double ratio = StrictMath.log(high.doubleValue() / low.doubleValue());
        double value = low.doubleValue() * StrictMath.exp(ratio * share);
        return new BigDecimal(value).round(rounding);
    }

    /** Which share of the way a number lies at. */
    private static double share(Range ends, boolean log, BigDecimal number) {
        double low = ends.low().number().doubleValue();
        double high = ends.high().number().doubleValue();
        double value = number.doubleValue();
        return log
                ? StrictMath.log(value / low) / StrictMath.log(high / low)
                : (value - low) / (high - low);
    }

    /**
     * A value in one of the equal parts of the way: of a range what lies there, with no more digits
     * than keep it in its part, of a list the value whose part of the way it is.
     *
     * @param part which part, from 0
     * @param parts how many there are
     * @param place where in the part, between 0 and 1
     */
    String in(int part, int parts, double place) {
        double share = (part + place) / parts;
        if (range.isEmpty()) {
            return values.get(Math.min(values.size() - 1, (int) (share * values.size())));
        }
        Range ends = range.get();
        BigDecimal number = at(ends, log, share, MOST_DIGITS);
        for (int digits = MOST_DIGITS - 1; digits >= FEWEST_DIGITS; digits--) {
            BigDecimal shorter = at(ends, log, share, digits);
            if ((int) Math.floor(share(ends, log, shorter) * parts) != part) {
                break;
            }
            number = shorter;
        }
        return ends.low().text(number);
    }

    /** The last name of the path: {@code users} of {@code demand.tiers[pro].users}. */
    public String label() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The numbers of some values where all are numbers in one unit, with that unit. */
    public static Optional<Numbers> numbers(List<String> values) {
        List<Optional<Term>> terms = values.stream().map(Term::parse).toList();
        if (terms.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        Term first = terms.get(0).orElseThrow();
        if (!terms.stream().allMatch(each -> each.orElseThrow().isLike(first))) {
            return Optional.empty();
        }
        List<Double> numbers = terms.stream()
                .map(each -> each.orElseThrow().number().doubleValue())
                .toList();
        return Optional.of(
                new Numbers(numbers, first.sign().strip() + first.unit().strip()));
    }

    /** Values as numbers in a unit; the unit may be empty. */
    public record Numbers(List<Double> values, String unit) {}
}
