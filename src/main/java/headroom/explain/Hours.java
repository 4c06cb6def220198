package headroom.explain;

import headroom.measure.Phase;

import java.util.function.IntToDoubleFunction;

/**
 * The hours of a run.
 *
 * @param horizonSeconds its length; the last hour may be cut short [s]
 */
record Hours(double horizonSeconds) {
    static final double SECONDS = 3600;

    int count() {
        return (int) Math.ceil(horizonSeconds / SECONDS - 1e-9);
    }

    double endSeconds(int hour) {
        return Math.min(horizonSeconds, (hour + 1) * SECONDS);
    }

    double lengthSeconds(int hour) {
        return endSeconds(hour) - hour * SECONDS;
    }

    /** How long an hour and a phase have in common [s]. */
    double withinSeconds(int hour, Phase phase) {
        double from = Math.max(hour * SECONDS, phase.fromSeconds());
        return Math.max(0, Math.min(endSeconds(hour), phase.toSeconds()) - from);
    }

    /** Mean over a phase of what has a value in each hour; NaN where it has no time. */
    double mean(Phase phase, IntToDoubleFunction value) {
        double sum = 0;
        double length = 0;
        for (int h = 0; h < count(); h++) {
            double within = withinSeconds(h, phase);
            if (within > 0) {
                sum += within * value.applyAsDouble(h);
                length += within;
            }
        }
        return sum / length;
    }

    /** The hour of a phase with the largest value; -1 where it has none. */
    int peak(Phase phase, IntToDoubleFunction value) {
        int peak = -1;
        for (int h = 0; h < count(); h++) {
            boolean within = withinSeconds(h, phase) > 0;
            if (within && (peak < 0 || value.applyAsDouble(h) > value.applyAsDouble(peak))) {
                peak = h;
            }
        }
        return peak;
    }
}
