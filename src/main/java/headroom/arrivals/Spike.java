package headroom.arrivals;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A passing change of demand: a factor that rises linearly from 1 to a height, stays there, and
 * decays back exponentially.
 *
 * <pre>
 * f(t) = 1 + (height - 1) x g(t)
 * g: 0 before start; (t - start) / rise; 1 over the plateau; exp(-(t - end of plateau) / decay)
 * </pre>
 *
 * <p>Grade of the form: assumed. Launches and outages of competitors were reported as a step that
 * decays over one to two weeks; no measured curve is public.
 *
 * @param startSeconds when the rise begins [s]
 * @param riseSeconds how long it lasts [s]; 0: a step
 * @param plateauSeconds how long the height is held [s]
 * @param decaySeconds time constant of the decay [s]; 0: back at once
 * @param height factor on the plateau [1], at least 0; below 1 it is a dip
 */
public record Spike(
        double startSeconds,
        double riseSeconds,
        double plateauSeconds,
        double decaySeconds,
        double height)
        implements Shape {

    public Spike {
        if (!Double.isFinite(startSeconds)) {
            throw new IllegalArgumentException("spike at " + startSeconds + " s");
        }
        requireDuration("rise", riseSeconds);
        requireDuration("plateau", plateauSeconds);
        requireDuration("decay", decaySeconds);
        if (!(height >= 0 && height <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("spike of height " + height);
        }
    }

    /** What rises or decays faster than this many seconds is followed in parts of its own. */
    private static final double FAST_SECONDS = DemandCurve.PIECE_SECONDS;

    private static final int PARTS = 8;
    /** Decays after which a factor is back at 1 within e^-10. */
    private static final int DECAYS = 10;

    @Override
    public double factor(double timeSeconds) {
        return 1 + (height - 1) * share(timeSeconds);
    }

    @Override
    public double[] edgesSeconds() {
        double riseEnd = startSeconds + riseSeconds;
        double end = riseEnd + plateauSeconds;
        DoubleStream edges = DoubleStream.of(startSeconds, riseEnd, end);
        if (riseSeconds > 0 && riseSeconds < FAST_SECONDS) {
            edges = DoubleStream.concat(edges, parts(startSeconds, riseSeconds, PARTS));
        }
        if (decaySeconds > 0 && decaySeconds < FAST_SECONDS) {
            int parts = PARTS * DECAYS;
            edges = DoubleStream.concat(edges, parts(end, DECAYS * decaySeconds, parts));
        }
        return edges.toArray();
    }

    private static DoubleStream parts(double fromSeconds, double lengthSeconds, int parts) {
        return IntStream.rangeClosed(1, parts)
                .mapToDouble(i -> fromSeconds + i * lengthSeconds / parts);
    }

    /** The same spike with its excess over 1 multiplied; a result below 0 is refused. */
    public Spike scaled(double scale) {
        double scaledHeight = 1 + scale * (height - 1);
        return new Spike(startSeconds, riseSeconds, plateauSeconds, decaySeconds, scaledHeight);
    }

    private double share(double timeSeconds) {
        double sinceStart = timeSeconds - startSeconds;
        if (sinceStart < 0) {
            return 0;
        }
        if (sinceStart < riseSeconds) {
            return sinceStart / riseSeconds;
        }
        double sinceEnd = sinceStart - riseSeconds - plateauSeconds;
        if (sinceEnd < 0) {
            return 1;
        }
        return decaySeconds == 0 ? 0 : StrictMath.exp(-sinceEnd / decaySeconds);
    }

    private static void requireDuration(String what, double seconds) {
        if (!(seconds >= 0 && seconds <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(what + " of " + seconds + " s");
        }
    }
}
