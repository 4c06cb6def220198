package headroom.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.DemandSection.SpikeSection;
import headroom.demand.DemandSection.StreamSection;
import headroom.demand.ProfileSection.SinusoidSection;
import headroom.demand.TierSection;
import headroom.joblist.JobsSection;
import headroom.measure.Phase;
import headroom.measure.Stretches;
import headroom.quota.Counts;
import headroom.scenario.TimedSection.StretchSection;
import headroom.supply.PoolSection.AdditionSection;
import headroom.yaml.Fraction;
import headroom.yaml.Problems;
import headroom.yaml.Quantity;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Rules between the values at the top of a scenario: how long, how much and how often is run. */
final class RunChecks {
    private static final double HOUR_SECONDS = 3600;

    /** Beyond it the steps that follow a swing take more memory than its detail is worth. */
    private static final double MOST_SWINGS = 10_000;

    private final Bound bound;
    private final Problems problems;

    RunChecks(Bound bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        bound.value("horizon", Double.class).ifPresent(this::horizon);
        number("batches").filter(n -> n > 0).ifPresent(this::batches);
        bound.value("models", ImmutableMap.class)
                .filter(models -> models.size() > Counts.MOST_MODELS)
                .ifPresent(models -> error(
                        "models", "has " + models.size() + "; at most " + Counts.MOST_MODELS));
        number("cells").ifPresent(cells -> bound.value("sample", Fraction.class)
                .filter(sample -> (long) cells * sample.taken() % sample.of() != 0)
                .ifPresent(sample ->
                        error("sample", "must name a whole number of the " + cells + " cells")));
        swings();
        bound.value("deployments", ImmutableList.class)
                .filter(deployments -> deployments.isEmpty() && !bound.has("jobs"))
                .ifPresent(deployments -> error("deployments", "at least one is needed"));
    }

    private void horizon(double seconds) {
        bound.value("warmUp", Double.class)
                .filter(warmUp -> warmUp >= seconds)
                .ifPresent(warmUp -> error("warmUp", "must end before the horizon"));
        bound.value("epoch", Double.class)
                .filter(epoch -> epoch > seconds)
                .ifPresent(epoch -> error(
                        "epoch",
                        "is longer than the horizon: 'epoch: " + Quantity.DURATION.format(seconds)
                                + "' would do"));
        bound.value("warmUp", Double.class)
                .filter(warmUp -> warmUp < seconds)
                .ifPresent(warmUp -> phases(warmUp, seconds));
        if (bound.has("warmUpFrom") && seconds < 20 * HOUR_SECONDS) {
            error("warmUpFrom", "needs a horizon of 20 h, four batches of five hours");
        }
        bound.value("occupancyAt", ImmutableList.class).ifPresent(instants -> {
            if (!isRising(instants, seconds)) {
                error("occupancyAt", "must rise, and stay below the horizon");
            }
            if (!instants.isEmpty() && !bound.value("occupancy", Boolean.class).orElse(true)) {
                error("occupancyAt", "needs occupancy: true");
            }
        });
    }

    /** A phase without an hour would have no numbers. */
    private void phases(double warmUpSeconds, double horizonSeconds) {
        bound.all(StretchSection.class).forEach((path, phase) -> {
            double from = Math.max(warmUpSeconds, phase.fromSeconds());
            double until = Math.min(horizonSeconds, phase.untilSeconds());
            // hours are those of the run; one that the horizon cuts counts as far as it goes
            double begin = Math.ceil(from / HOUR_SECONDS - 1e-9) * HOUR_SECONDS;
            double end = until < horizonSeconds
                    ? Math.floor(until / HOUR_SECONDS + 1e-9) * HOUR_SECONDS
                    : until;
            if (phase.fromSeconds() < phase.untilSeconds() && end - begin < HOUR_SECONDS) {
                problems.error(
                        bound.place(path),
                        path + ": has no whole hour between the warm-up and the horizon",
                        "phases are of whole hours from the start of the run");
            }
        });
    }

    private static boolean isRising(List<?> instants, double below) {
        double next = below;
        for (int i = instants.size() - 1; i >= 0; i--) {
            double instant = (Double) instants.get(i);
            if (!(instant < next)) {
                return false;
            }
            next = instant;
        }
        return true;
    }

    private void batches(int batches) {
        if (batches == 1) {
            error("batches", "one is none: at least 2");
        }
        if (number("replications").orElse(1) > 1 || bound.has("precision")) {
            error(
                    "batches",
                    "needs replications: 1 and no precision; several replications have a spread of"
                            + " their own");
        }
        Optional<Double> warmUp = bound.value("warmUp", Double.class);
        bound.value("horizon", Double.class)
                .filter(horizon -> warmUp.isPresent() && warmUp.get() < horizon)
                .ifPresent(horizon -> fitting(batches, warmUp.orElse(0.0), horizon));
    }

    /** At least one phase must have as many whole hours as there are batches. */
    private void fitting(int batches, double warmUpSeconds, double horizonSeconds) {
        List<Phase> phases = new Stretches(
                        warmUpSeconds,
                        horizonSeconds,
                        bound.all(SpikeSection.class).values().stream()
                                .map(SpikeSection::stretch)
                                .toList(),
                        bound.all(AdditionSection.class).values().stream()
                                .map(AdditionSection::stretch)
                                .toList(),
                        bound.value("capacityScale", Double.class).orElse(1.0) > 0,
                        bound.has("jobs")
                                || bound.value("occupancy", Boolean.class).orElse(false),
                        bound.all(StretchSection.class).entrySet().stream()
                                .map(each -> each.getValue()
                                        .named(each.getKey().substring("phases.".length())))
                                .toList())
                .phases();
        List<String> brief = phases.stream()
                .filter(phase -> Stretches.hours(phase) < batches)
                .map(phase -> phase.name() + " has " + Stretches.hours(phase))
                .toList();
        if (brief.size() == 1 && phases.get(0).name().equals("run")) {
            error(
                    "batches",
                    "needs as many whole hours after the warm-up; there are "
                            + Stretches.hours(phases.get(0)));
        } else if (brief.size() == phases.size()) {
            error("batches", "needs a phase of as many whole hours; " + String.join(", ", brief));
        } else if (!brief.isEmpty()) {
            problems.warning(
                    bound.place("batches"),
                    "batches: no half-widths from them where a phase has fewer whole hours; "
                            + String.join(", ", brief),
                    "");
        }
    }

    private void swings() {
        double end = endSeconds();
        bound.all(SinusoidSection.class).forEach((path, swing) -> {
            if (end > MOST_SWINGS * swing.periodSeconds()) {
                problems.error(
                        bound.place(path + ".period"),
                        "period: more than 10000 swings before the horizon",
                        "a longer period, or a shorter run");
            }
        });
    }

    /** How far curves go: those of jobs that start anew end there. */
    private double endSeconds() {
        double horizon = bound.value("horizon", Double.class).orElse(0.0);
        boolean serves = !bound.all(TierSection.class).isEmpty()
                || !bound.all(StreamSection.class).isEmpty();
        OptionalDouble restart = bound.value("jobs", JobsSection.class)
                .map(JobsSection::restartSeconds)
                .orElse(OptionalDouble.empty());
        return serves ? horizon : Math.min(horizon, restart.orElse(horizon));
    }

    private Optional<Integer> number(String path) {
        return bound.value(path, Integer.class);
    }

    private void error(String path, String message) {
        problems.error(bound.place(path), path + ": " + message, "");
    }
}
