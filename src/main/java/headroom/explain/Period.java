package headroom.explain;

import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec.Addition;
import headroom.cluster.ClusterSpec.Placement;
import headroom.measure.Phase;

import java.util.ArrayList;
import java.util.List;

/** The stretches that are looked at by themselves: those of reports, and about additions. */
final class Period {
    private static final double DAY_SECONDS = 86_400;

    private Period() {}

    /** Phases of the run, a day before and after each time that capacity comes, and all of it. */
    static List<Phase> of(Plan plan, double warmUpSeconds) {
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
        double from = warmUpSeconds < horizon ? warmUpSeconds : 0;
        boolean same = all.stream()
                .anyMatch(each -> each.fromSeconds() <= from && each.toSeconds() >= horizon);
        if (!same) {
            all.add(new Phase("whole run", from, horizon));
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
