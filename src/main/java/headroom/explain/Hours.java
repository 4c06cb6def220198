package headroom.explain;

import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec.Addition;
import headroom.cluster.ClusterSpec.Placement;
import headroom.measure.Phase;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * The hours of a run.
 *
 * @param horizonSeconds its length; the last hour may be cut short [s]
 */
record Hours(double horizonSeconds) {
    static final double SECONDS = 3600;
    private static final double DAY_SECONDS = 86_400;

    int count() {
        return (int) Math.ceil(horizonSeconds / SECONDS - 1e-9);
    }

    double endSeconds(int hour) {
        return Math.min(horizonSeconds, (hour + 1) * SECONDS);
    }

    double lengthSeconds(int hour) {
        return endSeconds(hour) - hour * SECONDS;
    }

    Phase whole() {
        return new Phase("", 0, horizonSeconds);
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

    /** How long in a phase something is so [h]. */
    double lasting(Phase phase, IntPredicate when) {
        double seconds = 0;
        for (int h = 0; h < count(); h++) {
            seconds += when.test(h) ? withinSeconds(h, phase) : 0;
        }
        return seconds / SECONDS;
    }

    /** The first hour of a phase in which something is so; -1 where it never is. */
    int first(Phase phase, IntPredicate when) {
        for (int h = 0; h < count(); h++) {
            if (withinSeconds(h, phase) > 0 && when.test(h)) {
                return h;
            }
        }
        return -1;
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

    /** Phases of the run, a day before and after each time that capacity comes, and all of it. */
    static List<Phase> periods(Plan plan, Phase whole) {
        List<Phase> all = new ArrayList<>(plan.windows());
        double horizon = plan.cluster().horizonSeconds();
        List<Double> begins = plan.cluster().additions().stream()
                .map(Addition::atSeconds)
                .filter(at -> at > 0 && at < horizon)
                .distinct()
                .sorted()
                .toList();
        for (int i = 0; i < begins.size(); i++) {
            double at = begins.get(i);
            double done = done(plan, at);
            String which = begins.size() == 1 ? "addition" : "addition " + (i + 1);
            all.add(new Phase("day before " + which, Math.max(0, at - DAY_SECONDS), at));
            if (done < horizon) {
                double end = Math.min(horizon, done + DAY_SECONDS);
                all.add(new Phase("day after " + which, done, end));
            }
        }
        boolean same = all.stream()
                .anyMatch(each ->
                        each.fromSeconds() <= whole.fromSeconds() && each.toSeconds() >= horizon);
        if (!same) {
            all.add(whole);
        }
        return all;
    }

    /** When all that begins to come at a time serves. */
    private static double done(Plan plan, double at) {
        double done = at;
        for (Addition a : plan.cluster().additions()) {
            if (a.atSeconds() == at) {
                double load = 0;
                for (Placement p : plan.cluster().placements()) {
                    load = Math.max(load, p.pool() == a.pool() ? p.loadSeconds() : 0);
                }
                done = Math.max(done, at + a.rampSeconds() + load);
            }
        }
        return done;
    }
}
