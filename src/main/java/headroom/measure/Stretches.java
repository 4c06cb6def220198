package headroom.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The stretches of a scenario that are summed up by themselves: {@code normal} until the first
 * spike or addition, {@code spike} the first spike's plateau, until it ends or capacity arrives in
 * it, {@code after} while all capacity is there, {@code ended} when all that leaves again has left;
 * a spike that comes after an addition lies within. Without additions what follows the spike's
 * plateau is {@code later}; so it is called too where {@code capacityScale} leaves nothing of the
 * additions, over the days of {@code after}, so that both runs compare. Without spike and addition
 * all of it is {@code run}. Windows are of full hours; only {@code run} begins right at the end of
 * the warm-up where there are jobs or occupancy is measured, which are from then on, or where no
 * full hour follows.
 *
 * <p>Where a scenario has phases of its own, they are in place of these, in the order in
 * which they begin.
 *
 * @param warmUpSeconds where measuring begins [s]
 * @param horizonSeconds where the run ends [s]
 * @param spikes when they begin, stand at their height and end doing so
 * @param additions when they begin to arrive, are there, and leave
 * @param isAdded whether anything of the additions arrives
 * @param isExact whether {@code run} begins right at the end of the warm-up
 * @param own phases that the scenario names, before warm-up and horizon cut them
 */
public record Stretches(
        double warmUpSeconds,
        double horizonSeconds,
        List<Spike> spikes,
        List<Addition> additions,
        boolean isAdded,
        boolean isExact,
        List<Phase> own) {
    private static final double HOUR_SECONDS = 3600;

    public Stretches {
        spikes = List.copyOf(spikes);
        additions = List.copyOf(additions);
        own = List.copyOf(own);
    }

    /** A spike of demand [s]. */
    public record Spike(double atSeconds, double riseSeconds, double plateauSeconds) {}

    /** Capacity that arrives, and leaves again or never does [s]. */
    public record Addition(double atSeconds, double rampSeconds, double untilSeconds) {}

    /** The stretches in order of time. */
    public List<Phase> phases() {
        List<Phase> named = new ArrayList<>();
        for (Phase each : own) {
            double from = Math.max(warmUpSeconds, each.fromSeconds());
            add(named, new Phase(each.name(), from, Math.min(each.toSeconds(), horizonSeconds)));
        }
        named.sort(Comparator.comparingDouble(Phase::fromSeconds));
        return named.isEmpty() ? ofCourse() : named;
    }

    private List<Phase> ofCourse() {
        double horizon = horizonSeconds;
        double spike = horizon;
        double plateau = horizon;
        double calm = horizon;
        for (Spike each : spikes) {
            if (each.atSeconds() < spike) {
                spike = Math.max(0, each.atSeconds());
                plateau = each.atSeconds() + each.riseSeconds();
                calm = plateau + each.plateauSeconds();
            }
        }
        double first = horizon;
        for (Addition each : additions) {
            first = Math.min(first, each.atSeconds());
        }
        boolean added = first < horizon;
        // what comes before the plateau has come in it
        double spikeEnds = first > plateau ? Math.min(first, calm) : calm;
        double after = added ? lastRampEnd() : calm;
        double warmUp = warmUpSeconds;
        List<Phase> windows = new ArrayList<>();
        add(windows, new Phase("normal", warmUp, Math.min(spike, first)));
        add(windows, new Phase("spike", Math.max(plateau, warmUp), spikeEnds));
        String name = added && isAdded ? "after" : "later";
        double end = added ? firstLeaves() : horizon;
        add(windows, new Phase(name, Math.max(after, warmUp), end));
        add(windows, new Phase("ended", Math.max(lastHasLeft(), warmUp), horizon));
        if (windows.isEmpty() || (spike >= horizon && !added)) {
            double hour = hourFrom(warmUp);
            return List.of(new Phase("run", isExact || hour >= horizon ? warmUp : hour, horizon));
        }
        return windows;
    }

    /** How many whole hours a stretch has. */
    public static int hours(Phase phase) {
        double hours = (hourOf(phase.toSeconds()) - hourFrom(phase.fromSeconds())) / HOUR_SECONDS;
        return (int) Math.max(0, Math.round(hours));
    }

    /**
     * A stretch cut into equal ones of whole hours, of its name; none where it has fewer whole
     * hours. The hours that remain are left out at the beginning.
     */
    public static List<Phase> batches(Phase phase, int batches) {
        if (batches == 0 || hours(phase) < batches) {
            return List.of();
        }
        double length = (hours(phase) / batches) * HOUR_SECONDS;
        double from = hourOf(phase.toSeconds()) - batches * length;
        List<Phase> all = new ArrayList<>();
        for (int b = 0; b < batches; b++) {
            all.add(new Phase(phase.name(), from + b * length, from + (b + 1) * length));
        }
        return all;
    }

    /** When the first capacity leaves again; the horizon if none does. */
    private double firstLeaves() {
        return additions.stream()
                .mapToDouble(Addition::untilSeconds)
                .reduce(horizonSeconds, Math::min);
    }

    /** When the last capacity that leaves has; the horizon if none does. */
    private double lastHasLeft() {
        return additions.stream()
                .mapToDouble(Addition::untilSeconds)
                .filter(until -> until < horizonSeconds)
                .max()
                .orElse(horizonSeconds);
    }

    private double lastRampEnd() {
        double last = 0;
        for (Addition each : additions) {
            if (each.atSeconds() < horizonSeconds) {
                last = Math.max(last, each.atSeconds() + each.rampSeconds());
            }
        }
        return last;
    }

    /** Whole hours only, the last one of the run apart: the time series is hourly. */
    private void add(List<Phase> windows, Phase w) {
        double begin = hourFrom(w.fromSeconds());
        double end = w.toSeconds() < horizonSeconds ? hourOf(w.toSeconds()) : horizonSeconds;
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
