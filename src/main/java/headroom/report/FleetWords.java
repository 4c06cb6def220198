package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.page.Figures;
import headroom.page.Wording;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What a run says about its machines, in sentences: replicas that came and went, and power. */
final class FleetWords {
    /** A mean clock below this was lowered for longer than a few seconds of an hour [1]. */
    private static final double FULL = 0.9995;
    /** Of fewer simulated replicas at a site the highest power says little [1]. */
    private static final double FEW = 50;
    /** Share of its limit from which on the highest power of a site is near it [1]. */
    private static final double NEAR = 0.8;

    private final List<Measurement> summary;
    private final RunResult result;

    private FleetWords(RunResult result) {
        this.summary = result.summary();
        this.result = result;
    }

    /** "Replicas of thinker stood between 8 and 16; 13 replicas failed and 720 GPU-hours ...". */
    static List<String> replicas(RunResult result) {
        FleetWords words = new FleetWords(result);
        List<String> parts = new ArrayList<>();
        List<String> models = words.models();
        if (!models.isEmpty()) {
            parts.add("by the hour, replicas " + Wording.and(models));
        }
        List<String> totals = new ArrayList<>();
        totals.addAll(words.total("failures", "", " replicas failed"));
        totals.addAll(words.total("gpu.hours", "lent", " GPU-hours were with jobs"));
        totals.addAll(words.total("gpu.hours", "free", " GPU-hours were free"));
        if (!totals.isEmpty()) {
            parts.add(Wording.and(totals));
        }
        return parts.isEmpty()
                ? List.of()
                : List.of(Wording.capital(String.join("; ", parts)) + ".");
    }

    /** "of thinker stood between 8 and 16", for each model and pool. */
    private List<String> models() {
        TreeSet<String> names = new TreeSet<>();
        summary.stream()
                .filter(each -> each.name().equals("replicas.serving"))
                .forEach(each -> names.add(name(each)));
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            String least = replicas(name, "min", -1);
            String most = replicas(name, "max", 1);
            String verb = parts.isEmpty() ? " stood " : " ";
            parts.add("of " + name + verb
                    + (least.equals(most) ? "at " + most : "between " + least + " and " + most));
        }
        return parts;
    }

    /** The least or the most over all phases, as a whole number. */
    private String replicas(String name, String statistic, int sign) {
        double extreme = summary.stream()
                .filter(each -> each.name().equals("replicas.serving"))
                .filter(each -> each.statistic().equals(statistic) && name(each).equals(name))
                .mapToDouble(each -> sign * each.value())
                .max()
                .orElse(Double.NaN);
        return Double.isFinite(extreme) ? Figures.fixed(sign * extreme, 0) : Figures.NO_OBSERVATION;
    }

    /** A model, with its pool where it is in several. */
    private String name(Measurement replicas) {
        String model = replicas.labels().getOrDefault("model", "any model");
        String pool = replicas.labels().getOrDefault("pool", "");
        boolean alone = summary.stream()
                .filter(each -> each.name().equals("replicas.serving"))
                .filter(each -> model.equals(each.labels().get("model")))
                .allMatch(each -> pool.equals(each.labels().get("pool")));
        return alone ? model : model + " in " + pool;
    }

    /** What adds up over time and pools; nothing where it adds up to nothing. */
    private List<String> total(String name, String state, String words) {
        List<Measurement> parts = summary.stream()
                .filter(each -> each.name().equals(name) && each.statistic().equals("total"))
                .filter(each -> state.equals(each.labels().getOrDefault("state", "")))
                .toList();
        double sum = name.equals("gpu.hours")
                ? sum(parts, "gpus.state", "state", state, result.series().stepSeconds() / 3600)
                : sum(parts, name, "state", state, 1);
        if (!(sum > 0)) {
            return List.of();
        }
        // Errors of parts that move together do not add up, so a sum has none that is known.
        String number = parts.size() == 1 ? Wording.text(parts.get(0)) : Figures.plain(sum);
        return List.of(number + words);
    }

    /**
     * What adds up over time: of one phase its parts; of several, which may overlap or leave hours
     * out, the hourly column times a factor, from the begin of the first to the end of the last.
     */
    private double sum(
            List<Measurement> parts, String column, String label, String value, double factor) {
        List<Phase> phases = result.phases();
        if (phases.size() <= 1) {
            return parts.stream().mapToDouble(Measurement::value).sum();
        }
        double step = result.series().stepSeconds();
        double from = phases.stream().mapToDouble(Phase::fromSeconds).min().orElse(0);
        double to = phases.stream().mapToDouble(Phase::toSeconds).max().orElse(0);
        return factor
                * result.series().columns().stream()
                        .filter(each -> each.name().equals(column))
                        .filter(each -> value.equals(each.labels().getOrDefault(label, "")))
                        .flatMapToDouble(each -> Arrays.stream(
                                each.values(), (int) Math.ceil(from / step), (int) (to / step)))
                        .sum();
    }

    /** How close each site came to its limit, over all phases, and how long it was above. */
    static List<String> power(RunResult result) {
        FleetWords words = new FleetWords(result);
        List<String> sentences = new ArrayList<>();
        for (Map.Entry<String, Double> limit : result.limits().entrySet()) {
            if (limit.getKey().startsWith("powerLimitMw.")) {
                String site = limit.getKey().substring("powerLimitMw.".length());
                words.down(site).ifPresent(sentences::add);
                List<String> power = words.power(site, limit.getValue());
                sentences.addAll(power);
                sentences.addAll(power.isEmpty() ? power : few(site, limit.getValue(), result));
                sentences.addAll(words.clocks(site, result.phases()));
            }
        }
        return sentences;
    }

    /** "The site plant was down for 6.00 h after the lease." */
    private Optional<String> down(String site) {
        List<Measurement> times = summary.stream()
                .filter(each -> each.name().equals("site.down") && each.value() > 0)
                .filter(each -> site.equals(each.labels().get("site")))
                .toList();
        List<String> parts = times.stream()
                .map(each -> Wording.text(each, Wording.scale(List.of(each))) + " "
                        + Wording.in(each.labels().getOrDefault("phase", "run")))
                .toList();
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of("The site " + site + " was down for " + Wording.and(parts) + ".");
    }

    /** That peaks of power say little, where few replicas stand for all and power is not far. */
    private static List<String> few(String site, double limitMw, RunResult result) {
        boolean isFar = highest(result.summary(), "power", site)
                .filter(most -> most.value() >= NEAR * limitMw)
                .isEmpty();
        double replicas = result.limits().getOrDefault("sampledReplicas." + site, Double.NaN);
        if (isFar || !(replicas > 0 && replicas < FEW)) {
            return List.of();
        }
        String weight = Figures.plain((double) result.cells() / result.sampledCells())
                .replaceAll("\\.0+$", "");
        return List.of("Only " + Figures.fixed(replicas, 0) + " replicas of " + site
                + " are simulated, each for " + weight + " that are not all busy in the same"
                + " seconds: its highest power, the time above the limit and what clocks lose to"
                + " them are overstated, mean power and energy are not"
                + highest(result.summary(), "power.hour", site)
                        .map(most -> " ("
                                + Wording.text(most, Figures.Scale.of("MW", most.value()))
                                + " in the highest hour)")
                        .orElse("")
                + ". More sampled cells mend that.");
    }

    private static Optional<Measurement> highest(
            List<Measurement> summary, String name, String site) {
        return summary.stream()
                .filter(each -> each.name().equals(name) && each.statistic().equals("max"))
                .filter(each -> site.equals(each.labels().get("site")))
                .filter(each -> Double.isFinite(each.value()))
                .max((a, b) -> Double.compare(a.value(), b.value()));
    }

    /** "Power bound at dc: to keep the limit its clocks stood at 0.80 ± 0.01 of full ...". */
    private List<String> clocks(String site, List<Phase> phases) {
        List<String> parts = new ArrayList<>();
        Measurement least = null;
        for (String phase : phases.stream().map(Phase::name).distinct().toList()) {
            Measurement lowest = clock(site, phase, "min").orElse(null);
            if (lowest != null && lowest.value() < FULL) {
                String mean = clock(site, phase, "mean").map(Wording::text).orElse("");
                parts.add(mean + (parts.isEmpty() ? " of full " : " ") + Wording.in(phase));
                least = least == null || lowest.value() < least.value() ? lowest : least;
            }
        }
        return least == null
                ? List.of()
                : List.of("Power bound at " + site + ": to keep the limit its clocks stood at "
                        + Wording.and(parts) + "; in the lowest hour at " + Wording.text(least)
                        + ".");
    }

    private Optional<Measurement> clock(String site, String phase, String statistic) {
        return summary.stream()
                .filter(each -> each.name().equals("clock") && each.statistic().equals(statistic))
                .filter(each -> site.equals(each.labels().get("site")))
                .filter(each -> phase.equals(each.labels().get("phase")))
                .filter(each -> Double.isFinite(each.value()))
                .findFirst();
    }

    private List<String> power(String site, double limitMw) {
        List<Measurement> here = summary.stream()
                .filter(each -> site.equals(each.labels().get("site")))
                .filter(each -> Double.isFinite(each.value()))
                .toList();
        List<Measurement> parts =
                here.stream().filter(each -> each.name().equals("power.above")).toList();
        double above = sum(parts, "power.above", "site", site, 1);
        Figures.Scale time = Figures.Scale.of("s", above);
        Figures.Scale scale = Figures.Scale.of("MW", limitMw);
        String limit = Figures.plain(limitMw * scale.factor()) + " " + scale.unit();
        return highest(here, "power", site)
                .filter(each -> !BeforeAfter.isUnpowered(each))
                .map(most -> "The highest power at " + site + " was " + Wording.text(most, scale)
                        + (most.value() > limitMw
                                ? ", above its limit of " + limit
                                        + (above > 0
                                                ? "; it was above for "
                                                        + Figures.plain(above * time.factor()) + " "
                                                        + time.unit() + "."
                                                : ".")
                                : "; its limit is " + limit + "."))
                .stream()
                .toList();
    }
}
