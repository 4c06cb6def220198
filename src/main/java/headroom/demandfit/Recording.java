package headroom.demandfit;

import headroom.workload.TraceException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a trace says of demand.
 *
 * @param name of the trace
 * @param lengthSeconds time it covers [s]
 * @param ratePerSecond mean rate of requests [1/s]
 * @param windowSeconds windows at which its dispersion is known [s]
 * @param indices the index of dispersion at each of them
 * @param hours values of a profile with the recorded mean rates by the hour of the week, where it
 *     covers two weeks; only ratios matter
 * @param clients who asks, the busiest first; one without a name where nobody is told apart
 * @param shares share of requests of the busiest clients, added up; empty where not told apart
 * @param input quantiles of all prompts, at {@link TokenQuantiles#AT}
 * @param output quantiles of all answers
 * @param means mean length of a prompt and of an answer [token]
 * @param notes what a reader of the fit has to know
 */
record Recording(
        String name,
        double lengthSeconds,
        double ratePerSecond,
        List<Double> windowSeconds,
        double[] indices,
        double @Nullable [] hours,
        List<Client> clients,
        double[] shares,
        double[] input,
        double[] output,
        Means means,
        List<String> notes) {

    /** Mean lengths [token]. */
    record Means(double input, double output) {}

    /** Windows at which dispersion is asked for [s]. */
    static final List<Double> WINDOWS = List.of(1.0, 10.0, 60.0, 600.0, 3600.0);

    /** Longest that a scenario runs [d]. */
    private static final int MOST_DAYS = 3660;

    /**
     * One client, or all the others together.
     *
     * @param name of its stream
     * @param share of all requests
     * @param input quantiles of its prompts
     * @param output quantiles of its answers
     */
    record Client(String name, double share, double[] input, double[] output) {}

    /** Refuses a record that no scenario is long enough for. */
    static void refuseTooLong(Path file, double lengthSeconds) {
        double days = lengthSeconds / 86_400;
        if (days > MOST_DAYS) {
            throw new TraceException(
                    file.toString(),
                    0,
                    String.format(
                            Locale.ROOT,
                            "covers %.3g days; at most %d can be fitted, "
                                    + "a time may be in other units",
                            days,
                            MOST_DAYS));
        }
    }

    /** Windows that a record is long enough for, and whose counts its clock does not blur. */
    static List<Double> windows(double lengthSeconds, double clockSeconds, List<String> notes) {
        List<Double> windows = new ArrayList<>();
        for (double window : WINDOWS) {
            int whole = Dispersion.windows(lengthSeconds, window);
            if (whole < Dispersion.LEAST_WINDOWS) {
                notes.add(words(window) + " is left out: the trace has " + whole
                        + " whole windows of it; " + Dispersion.LEAST_WINDOWS + " are needed");
            } else if (window < 2 * clockSeconds) {
                notes.add(words(window) + " is left out: the clock of the trace ticks every "
                        + words(clockSeconds));
            } else {
                windows.add(window);
            }
        }
        return windows;
    }

    /** A duration in the unit that suits it. */
    static String words(double seconds) {
        String[] units = {" s", " min", " h", " d"};
        double[] lengths = {1, 60, 3600, 86_400};
        int unit = 0;
        while (unit < 3 && seconds >= lengths[unit + 1] && seconds % lengths[unit + 1] == 0) {
            unit++;
        }
        double value = seconds / lengths[unit];
        return (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value))
                + units[unit];
    }
}
