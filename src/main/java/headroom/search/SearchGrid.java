package headroom.search;

import headroom.study.StudyException;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of a key among which an answer is sought, {@code path in lo:hi}, the most wanted
 * first: evenly spaced, by decimal arithmetic, so that every value is the text a person would
 * write.
 *
 * <p>Where both ends are whole numbers so are all values. Otherwise the distance of neighbours is
 * how near an answer has to be, 1 % of the range unless it is said.
 */
public final class SearchGrid {
    private static final String FORM = "write such as \"pools.main.gpus in 900:1200\" or"
            + " \"sites.plant.powerLimit in 1:3 MW\"";
    private static final Pattern RANGE =
            Pattern.compile("(\\S+)\\s+in\\s+([^\\s:][^:]*?)\\s*:\\s*([^\\s:][^:]*?)");
    private static final Pattern VALUE =
            Pattern.compile("(\\$?)\\s*([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)\\s*(.*)");
    private static final int SHARE_OF_RANGE = 100;
    private static final int MOST = 10_000_000;

    private final String path;
    private final boolean least;
    private final Steps steps;
    private final String before;
    private final String unit;

    private SearchGrid(String path, boolean least, Steps steps, Written written) {
        this.path = path;
        this.least = least;
        this.steps = steps;
        this.before = written.before();
        this.unit = written.unit();
    }

    /** Evenly spaced numbers; any number will do where the last is the upper end itself. */
    private record Steps(BigDecimal low, BigDecimal step, int size, Optional<BigDecimal> range) {
        BigDecimal at(int index) {
            BigDecimal parts = BigDecimal.valueOf(size - 1);
            return low.add(range.map(all -> all.multiply(BigDecimal.valueOf(index))
                            .divide(parts, MathContext.DECIMAL32)
                            .min(all))
                    .orElseGet(() -> step.multiply(BigDecimal.valueOf(index))));
        }
    }

    /** A number as it stands in a scenario: what comes before it, itself, its unit. */
    private record Written(String before, BigDecimal number, String unit) {
        static Written of(String text, String what) throws StudyException {
            Matcher m = VALUE.matcher(text.strip());
            if (!m.matches()) {
                throw StudyException.ofUsage(
                        what + " '" + text.strip() + "' begins with no number; " + FORM);
            }
            return new Written(
                    m.group(1), new BigDecimal(m.group(2)), m.group(3).strip());
        }

        boolean isBare() {
            return before.isEmpty() && unit.isEmpty();
        }

        boolean isWhole() {
            return number.stripTrailingZeros().scale() <= 0;
        }
    }

    /**
     * Reads what is sought.
     *
     * @param text {@code path in lo:hi}; a unit may stand at the upper end alone
     * @param least whether small values are wanted
     * @param step distance of the values that may be the answer, if they are such
     * @param tolerance how near an answer has to be, if it may be any value
     */
    public static SearchGrid parse(
            String text, boolean least, Optional<String> step, Optional<String> tolerance)
            throws StudyException {
        Matcher m = RANGE.matcher(text.strip());
        if (!m.matches()) {
            throw StudyException.ofUsage("--find '" + text.strip() + "' names no range; " + FORM);
        }
        if (step.isPresent() && tolerance.isPresent()) {
            throw StudyException.ofUsage("--step is for values that lie apart, --tolerance for any"
                    + " value: give one of them");
        }
        Written high = Written.of(m.group(3), "the upper end");
        Written low = Written.of(m.group(2), "the lower end");
        if (!low.isBare()
                && !(low.unit().equals(high.unit()) && low.before().equals(high.before()))) {
            throw StudyException.ofUsage("both ends of " + text.strip() + " need the same unit");
        }
        BigDecimal range = high.number().subtract(low.number());
        if (range.signum() <= 0) {
            throw StudyException.ofUsage(
                    "the range of " + text.strip() + " is empty: write the" + " smaller end first");
        }
        boolean whole = low.isWhole() && high.isWhole() && tolerance.isEmpty();
        if (step.isPresent() || whole) {
            BigDecimal each = step.isPresent() ? distance(step.get(), high) : BigDecimal.ONE;
            int size = size(range.divide(each, 0, RoundingMode.FLOOR));
            return new SearchGrid(
                    m.group(1), least, new Steps(low.number(), each, size, Optional.empty()), high);
        }
        BigDecimal near = tolerance.isPresent()
                ? distance(tolerance.get(), high)
                : range.divide(BigDecimal.valueOf(SHARE_OF_RANGE));
        BigDecimal parts = range.divide(near, 0, RoundingMode.CEILING);
        int size = size(parts);
        BigDecimal each = range.divide(parts, MathContext.DECIMAL32);
        Steps steps = new Steps(low.number(), each, size, Optional.of(range));
        return new SearchGrid(m.group(1), least, steps, high);
    }

    private static BigDecimal distance(String text, Written end) throws StudyException {
        Written written = Written.of(text, "the distance");
        boolean like = written.unit().equals(end.unit()) && written.before().equals(end.before());
        if (!written.isBare() && !like || written.number().signum() <= 0) {
            throw StudyException.ofUsage("'" + text.strip() + "' is no distance of values in "
                    + (end.isBare() ? "plain numbers" : end.before() + end.unit()));
        }
        return written.number();
    }

    private static int size(BigDecimal steps) throws StudyException {
        if (steps.compareTo(BigDecimal.valueOf(MOST)) > 0) {
            throw StudyException.ofUsage("more than " + MOST + " values to look through: give a"
                    + " larger --step or --tolerance");
        }
        return steps.intValueExact() + 1;
    }

    /** The key that is varied. */
    public String path() {
        return path;
    }

    /** How many values there are. */
    public int size() {
        return steps.size();
    }

    /** Whether small values are wanted. */
    public boolean isLeast() {
        return least;
    }

    /** Whether only these values can be the answer; else any value within their distance. */
    public boolean isWhole() {
        return steps.range().isEmpty();
    }

    /** Distance of neighbours. */
    public double step() {
        return steps.step().doubleValue();
    }

    /** Unit of the values, as it was written; may be empty. */
    public String unit() {
        return before + unit;
    }

    /** The number at a position; 0 is the most wanted. */
    public double number(int position) {
        return decimal(position).doubleValue();
    }

    /** The number between two positions that a fractional position stands for. */
    public double number(double position) {
        int from = (int) Math.floor(position);
        double rest = position - from;
        double at = number(from);
        return rest == 0 ? at : at + rest * (least ? step() : -step());
    }

    /** The value at a position as a scenario takes it. */
    public String text(int position) {
        return text(decimal(position).stripTrailingZeros().toPlainString());
    }

    /** A number with the unit of the values. */
    public String text(String number) {
        return before
                + number
                + (unit.isEmpty() || unit.startsWith("/") && !before.isEmpty() ? unit : " " + unit);
    }

    private BigDecimal decimal(int position) {
        return steps.at(least ? position : size() - 1 - position);
    }
}
