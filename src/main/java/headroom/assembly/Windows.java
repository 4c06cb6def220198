package headroom.assembly;

import headroom.demand.DemandSection.SpikeSection;
import headroom.measure.Phase;
import headroom.scenario.Scenario;
import headroom.supply.PoolSection.AdditionSection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The stretches of a scenario that are summed up by themselves: {@code normal} until the first
 * spike or addition, {@code spike} the first spike's plateau, until it ends or capacity arrives in
 * it, {@code after} while all capacity is there; a spike that comes after an addition lies within.
 * Without additions what follows the spike's plateau is {@code later}; so it is called too
 * where {@code capacityScale} leaves nothing of the additions, over the days of {@code after}, so
 * that both runs compare. Without spike and addition all of it is {@code run}. Windows are of full
 * hours; only {@code run} begins right at the end of the warm-up where there are jobs or occupancy
 * is measured, which are from then on, or where no full hour follows.
 *
 * <p>Where a scenario has phases of its own, they are in place of these, in the order in
 * which they begin.
 */
final class Windows {
    private static final double HOUR_SECONDS = 3600;

    private Windows() {}

    static List<Phase> of(Scenario s) {
        List<Phase> own = new ArrayList<>();
        s.phases()
                .forEach((name, each) -> add(
                        own,
                        new Phase(
                                name,
                                Math.max(s.warmUpSeconds(), each.fromSeconds()),
                                Math.min(each.untilSeconds(), s.horizonSeconds())),
                        s.horizonSeconds()));
        own.sort(Comparator.comparingDouble(Phase::fromSeconds));
        return own.isEmpty() ? ofCourse(s) : own;
    }

    private static List<Phase> ofCourse(Scenario s) {
        double horizon = s.horizonSeconds();
        double spike = horizon;
        double plateau = horizon;
        double calm = horizon;
        for (SpikeSection each : s.demand().spikes()) {
            if (each.atSeconds() < spike) {
                spike = Math.max(0, each.atSeconds());
                plateau = each.atSeconds() + each.riseSeconds();
                calm = plateau + each.plateauSeconds();
            }
        }
        double first = horizon;
        for (AdditionSection each : s.additions()) {
            first = Math.min(first, each.atSeconds());
        }
        boolean added = first < horizon;
        // what comes before the plateau has come in it
        double spikeEnds = first > plateau ? Math.min(first, calm) : calm;
        double after = added ? lastRampEnd(s) : calm;
        double warmUp = s.warmUpSeconds();
        List<Phase> windows = new ArrayList<>();
        add(windows, new Phase("normal", warmUp, Math.min(spike, first)), horizon);
        add(windows, new Phase("spike", Math.max(plateau, warmUp), spikeEnds), horizon);
        String name = added && s.capacityScale() > 0 ? "after" : "later";
        double end = added ? firstLeaves(s) : horizon;
        add(windows, new Phase(name, Math.max(after, warmUp), end), horizon);
        if (windows.isEmpty() || (spike >= horizon && !added)) {
            double hour = hourFrom(warmUp);
            boolean exact = s.occupancy() || s.jobs().isPresent() || hour >= horizon;
            return List.of(new Phase("run", exact ? warmUp : hour, horizon));
        }
        return windows;
    }

    /**
     * A window cut into equal stretches of whole hours, of its name; none where it has fewer whole
     * hours. The hours that remain are left out at the beginning.
     */
    static List<Phase> batches(Phase window, int batches) {
        double first = hourFrom(window.fromSeconds());
        double hours = (hourOf(window.toSeconds()) - first) / HOUR_SECONDS;
        if (batches == 0 || hours < batches) {
            return List.of();
        }
        double length = Math.floor(hours / batches) * HOUR_SECONDS;
        double from = hourOf(window.toSeconds()) - batches * length;
        List<Phase> all = new ArrayList<>();
        for (int b = 0; b < batches; b++) {
            all.add(new Phase(window.name(), from + b * length, from + (b + 1) * length));
        }
        return all;
    }

    /** When the first GPUs leave again; the horizon if none do. */
    private static double firstLeaves(Scenario s) {
        return s.additions().stream()
                .mapToDouble(each -> each.untilSeconds().orElse(s.horizonSeconds()))
                .min()
                .orElse(s.horizonSeconds());
    }

    private static double lastRampEnd(Scenario s) {
        double last = 0;
        for (AdditionSection each : s.additions()) {
            if (each.atSeconds() < s.horizonSeconds()) {
                last = Math.max(last, each.atSeconds() + each.rampSeconds());
            }
        }
        return last;
    }

    /** Whole hours only, the last one of the run apart: the time series is hourly. */
    private static void add(List<Phase> windows, Phase w, double horizon) {
        double begin = hourFrom(w.fromSeconds());
        double end = w.toSeconds() < horizon ? hourOf(w.toSeconds()) : horizon;
        if (end - begin >= HOUR_SECONDS) {
            windows.add(new Phase(w.name(), begin, end));
        }
    }

    /** The first full hour that begins at an instant or after it [s]. */
    private static double hourFrom(double seconds) {
        return Math.max(0, Math.ceil(seconds / HOUR_SECONDS - 1e-9) * HOUR_SECONDS);
    }

    /** Begin of the hour that holds an instant [s]. */
    private static double hourOf(double seconds) {
        return Math.floor(seconds / HOUR_SECONDS + 1e-9) * HOUR_SECONDS;
    }
}
