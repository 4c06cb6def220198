package headroom.experiment;

import headroom.measure.Phase;
import headroom.scenario.DemandSection.SpikeSection;
import headroom.scenario.PoolSection.AdditionSection;
import headroom.scenario.Scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * The stretches of a scenario that are summed up by themselves: {@code normal} until the first
 * spike, {@code spike} from its plateau until capacity arrives, {@code after} once all of it is
 * there. Without additions what follows the spike's plateau is {@code later}; so it is called too
 * where {@code capacityScale} leaves nothing of the additions, over the days of {@code after}, so
 * that both runs compare. Without spike and addition all of it is {@code run}.
 */
final class Windows {
    private static final double HOUR_SECONDS = 3600;

    private Windows() {}

    static List<Phase> of(Scenario s) {
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
        double spikeEnds = added ? first : calm;
        double after = added ? lastRampEnd(s) : calm;
        List<Phase> windows = new ArrayList<>();
        add(windows, "normal", s.warmUpSeconds(), Math.min(spike, spikeEnds));
        add(windows, "spike", Math.max(plateau, s.warmUpSeconds()), spikeEnds);
        add(
                windows,
                added && s.capacityScale() > 0 ? "after" : "later",
                Math.max(after, s.warmUpSeconds()),
                horizon);
        if (windows.isEmpty() || (spike >= horizon && !added)) {
            return List.of(new Phase("run", s.warmUpSeconds(), horizon));
        }
        return windows;
    }

    private static double lastRampEnd(Scenario s) {
        double last = 0;
        for (AdditionSection each : s.additions()) {
            last = Math.max(last, each.atSeconds() + each.rampSeconds());
        }
        return last;
    }

    /** Whole hours only: the time series is hourly. */
    private static void add(List<Phase> windows, String name, double from, double to) {
        double begin = Math.ceil(from / HOUR_SECONDS - 1e-9) * HOUR_SECONDS;
        if (to - begin >= HOUR_SECONDS) {
            windows.add(new Phase(name, begin, to));
        }
    }
}
