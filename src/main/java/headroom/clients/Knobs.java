package headroom.clients;

import headroom.quota.PeakHours;

/** What the control plane sets for the clients of a cell: the caps' scale, the peak multiplier. */
public final class Knobs {
    private final PeakHours peakHours;
    private double capScale = 1;
    private double peakMultiplier = 1;
    private boolean peak;
    private double nextPeakEdgeSeconds = Double.NEGATIVE_INFINITY;

    public Knobs(PeakHours peakHours) {
        this.peakHours = peakHours;
    }

    /** Sets the scale of the caps of all tiers that are scaled; true if that raises them. */
    public boolean scaleCaps(double scale, Population[] populations) {
        boolean raised = scale > capScale;
        capScale = scale;
        for (Population p : populations) {
            p.scaleCaps(scale);
        }
        return raised;
    }

    public void peakMultiplier(double multiplier) {
        peakMultiplier = multiplier;
    }

    /** How many times usage of a tier counts now; instants never decrease. */
    public double peakFactor(Population p, double now) {
        if (!p.spec.peak()) {
            return 1;
        }
        if (now >= nextPeakEdgeSeconds) {
            peak = peakHours.at(now);
            nextPeakEdgeSeconds = peakHours.nextEdgeSeconds(now);
        }
        return peak ? peakMultiplier : 1;
    }
}
