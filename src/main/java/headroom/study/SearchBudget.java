package headroom.study;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much may be simulated for an answer.
 *
 * @param replications at most so many replications, over all values
 * @param requests at most so many simulated requests and jobs, over all values
 */
public record SearchBudget(long replications, double requests) {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kMB]?)\\s*(\\w*)");

    /** So many replications. */
    public static SearchBudget ofReplications(long replications) {
        return new SearchBudget(replications, Double.POSITIVE_INFINITY);
    }

    /** Reads {@code 400}, {@code 400 replications} or {@code 200 M requests}. */
    public static SearchBudget parse(String text) throws StudyException {
        Matcher m = FORM.matcher(text.strip());
        String unit = m.matches() ? m.group(3).toLowerCase(Locale.ROOT) : "?";
        boolean runs = unit.isEmpty() || unit.startsWith("replication");
        if (!runs && !unit.startsWith("request") && !unit.startsWith("job")) {
            throw StudyException.ofUsage("--budget '" + text.strip() + "' is no budget; write such"
                    + " as \"400 replications\" or \"200 M requests\"");
        }
        double factor =
                switch (m.group(2)) {
                    case "k" -> 1e3;
                    case "M" -> 1e6;
                    case "B" -> 1e9;
                    default -> 1;
                };
        double number = Double.parseDouble(m.group(1)) * factor;
        if (number < 1) {
            throw StudyException.ofUsage("--budget must be at least 1");
        }
        return runs
                ? ofReplications((long) Math.min(number, 1e15))
                : new SearchBudget(Long.MAX_VALUE, number);
    }

    @Override
    public String toString() {
        return Double.isInfinite(requests)
                ? String.format(Locale.ROOT, "%,d replications", replications)
                : String.format(Locale.ROOT, "%,.0f requests", requests);
    }
}
