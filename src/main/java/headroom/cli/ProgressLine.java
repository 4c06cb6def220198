package headroom.cli;

import headroom.experiment.Simulation;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells how far a run is: on a terminal one line that is written over, elsewhere a line for every
 * tenth. With bounds asked for there are two runs, each with a label and a clock of its own.
 */
final class ProgressLine implements Simulation.Progress {
    private static final double NANOS = 1e9;
    private static final double REFRESH_SECONDS = 0.2;

    /** A line that wraps cannot be written over. */
    private static final int MOST_COLUMNS = 79;

    private final PrintStream out;
    private final boolean terminal;
    private final boolean bounds;
    private final String noun;
    private final LongSupplier clockNanos;
    private long startNanos;
    private boolean second;
    private double shownSeconds = -1;
    private int shownTenth;

    /** What is counted has a noun: requests, or jobs. */
    ProgressLine(PrintStream out, boolean terminal, boolean bounds, String noun) {
        this(out, terminal, bounds, noun, System::nanoTime);
    }

    ProgressLine(
            PrintStream out,
            boolean terminal,
            boolean bounds,
            String noun,
            LongSupplier clockNanos) {
        this.out = out;
        this.terminal = terminal;
        this.bounds = bounds;
        this.noun = noun;
        this.clockNanos = clockNanos;
        this.startNanos = clockNanos.getAsLong();
    }

    @Override
    public synchronized void at(double share, double simulatedSeconds, long ended) {
        // the first run ends at exactly one half, and only the second goes beyond
        if (bounds && !second && share > 0.5) {
            second = true;
            startNanos = clockNanos.getAsLong();
            shownSeconds = -1;
            shownTenth = 0;
        }
        show(bounds ? 2 * share - (second ? 1 : 0) : share, simulatedSeconds, ended);
    }

    private void show(double share, double simulatedSeconds, long ended) {
        double seconds = (clockNanos.getAsLong() - startNanos) / NANOS;
        if (terminal) {
            if (seconds - shownSeconds >= REFRESH_SECONDS || share >= 1) {
                shownSeconds = seconds;
                out.print("\r" + line(share, simulatedSeconds, ended, seconds) + "\u001b[K");
                if (share >= 1) {
                    out.println();
                }
                out.flush();
            }
        } else if ((int) (share * 10 + 1e-9) > shownTenth) {
            shownTenth = (int) (share * 10 + 1e-9);
            out.println(line(share, simulatedSeconds, ended, seconds));
        }
    }

    private String line(double share, double simulated, long ended, double seconds) {
        // by rounding the whole may take less than it has taken
        double left = share > 0 ? Math.max(0, seconds / share - seconds) : 0;
        String far = String.format(
                Locale.ROOT,
                "%s%3.0f %%  simulated %s  %,d %s",
                second ? "clairvoyant " : "",
                100 * share,
                time(simulated, share > 0 ? simulated / share : 0),
                ended,
                noun);
        String rate =
                String.format(Locale.ROOT, "  %,.0f %s/s", ended / Math.max(seconds, 1e-3), noun);
        String more = String.format(Locale.ROOT, "  %.0f s left", left);
        String all = far + rate + more;
        return all.length() <= MOST_COLUMNS ? all : fitting(far + more);
    }

    /** In the unit that suits the whole. */
    private static String time(double seconds, double wholeSeconds) {
        if (wholeSeconds >= 86_400) {
            return String.format(Locale.ROOT, "%5.2f d", seconds / 86_400);
        }
        return wholeSeconds >= 2 * 3600
                ? String.format(Locale.ROOT, "%5.2f h", seconds / 3600)
                : String.format(Locale.ROOT, "%,5.0f s", seconds);
    }

    /** As much of a line as a terminal has room for. */
    static String fitting(String line) {
        return line.length() <= MOST_COLUMNS ? line : line.substring(0, MOST_COLUMNS - 3) + "...";
    }
}
