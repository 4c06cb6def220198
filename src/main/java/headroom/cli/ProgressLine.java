package headroom.cli;

import headroom.experiment.Simulation;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells how far a run is: on a terminal one line that is written over, elsewhere a line for every
 * tenth.
 */
final class ProgressLine implements Simulation.Progress {
    private static final double NANOS = 1e9;
    private static final double REFRESH_SECONDS = 0.2;

    private final PrintStream out;
    private final boolean terminal;
    private final long startNanos = System.nanoTime();
    private double shownSeconds = -1;
    private int shownTenth;

    ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public synchronized void at(double share, double simulatedSeconds, long requests) {
        double seconds = (System.nanoTime() - startNanos) / NANOS;
        if (terminal) {
            if (seconds - shownSeconds >= REFRESH_SECONDS || share >= 1) {
                shownSeconds = seconds;
                out.print("\r" + line(share, simulatedSeconds, requests, seconds) + "   ");
                if (share >= 1) {
                    out.println();
                }
                out.flush();
            }
        } else if ((int) (share * 10 + 1e-9) > shownTenth) {
            shownTenth = (int) (share * 10 + 1e-9);
            out.println(line(share, simulatedSeconds, requests, seconds));
        }
    }

    private static String line(double share, double simulated, long requests, double seconds) {
        double left = share > 0 ? seconds / share - seconds : 0;
        return String.format(
                Locale.ROOT,
                "%3.0f %%  simulated %5.2f d  %,d requests  %,.0f requests/s  %.0f s left",
                100 * share,
                simulated / 86_400,
                requests,
                requests / Math.max(seconds, 1e-3),
                left);
    }
}
