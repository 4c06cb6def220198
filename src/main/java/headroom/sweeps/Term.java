package headroom.sweeps;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number with its unit as it was written: {@code 2.5 MW}, {@code $20/month}, {@code 3}.
 *
 * @param sign a dollar sign in front, or empty
 * @param number the decimal number
 * @param unit what stands after it, with the space before it; may be empty
 */
record Term(String sign, BigDecimal number, String unit) {
    private static final Pattern FORM = Pattern.compile("(\\$ ?)?"
            + "([-+]?[0-9]+(?:_[0-9]+)*(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?)"
            + "(\\s*[^-+0-9:,.'\"\\[\\]{}\\s][^0-9:,'\"\\[\\]{}]*)?");

    /** Reads a term; empty where it is none. */
    static Optional<Term> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Term(
                form.group(1) == null ? "" : form.group(1),
                new BigDecimal(form.group(2).replace("_", "")),
                form.group(3) == null ? "" : form.group(3)));
    }

    /** Whether a sign or a unit stands with the number. */
    boolean hasUnit() {
        return !sign.isEmpty() || !unit.isEmpty();
    }

    boolean isLike(Term other) {
        return sign.strip().equals(other.sign.strip()) && unit.strip().equals(other.unit.strip());
    }

    /** Another number in the same unit, without zeros that say nothing. */
    String text(BigDecimal other) {
        BigDecimal stripped = other.signum() == 0 ? BigDecimal.ZERO : other.stripTrailingZeros();
        return sign + stripped.toPlainString() + unit;
    }
}
