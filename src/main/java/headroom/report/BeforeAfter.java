package headroom.report;

import headroom.economics.Contract;
import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.page.Figures;
import headroom.page.Labels;
import headroom.theory.Theory;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The table that sets the phases of a run side by side: normal demand, the spike before an
 * addition of capacity, the time after it. Terminal and HTML show the same rows.
 *
 * @param columns the phases in order of time; one column "whole run" where there are none
 * @param rows what was measured; a quantity that a run did not measure has no row
 */
record BeforeAfter(List<Column> columns, List<Row> rows) {
    /** Key of the column for measurements without a phase. */
    static final String WHOLE_RUN = "";
    /** Key of the column for what theory says of a run of one phase. */
    static final String THEORY = "theory";

    private static final double DAY_SECONDS = 86_400;

    /** Terms of the rows that say nothing where no controller moves the limits. */
    private static final List<String> SCALES = List.of("caps", "peak");

    /** Terms of the rows that say nothing where no limit on users was met or moved. */
    private static final List<String> LIMITS = List.of(
            "caps",
            "peak",
            "capped",
            "capped-users",
            "lockout",
            "overbooking",
            "bound",
            "unserved");

    /** One phase as a column: its name in measurements and its heading for people. */
    record Column(String phase, String heading) {}

    /**
     * One quantity over the phases.
     *
     * @param group heading under which the row stands
     * @param label the quantity in words
     * @param term entry of the glossary that explains it, or empty
     * @param brief whether the row belongs in the short table of the terminal
     * @param scale unit shown
     * @param cells a measurement for each column, null where there is none
     */
    record Row(
            String group,
            String label,
            String term,
            boolean brief,
            Figures.Scale scale,
            List<@Nullable Measurement> cells) {
        Row {
            // Not List.copyOf, which refuses the nulls that stand for absent cells.
            cells = Collections.unmodifiableList(new ArrayList<>(cells));
        }

        /** The text of a cell, such as "0.42 ± 0.03". */
        String text(int column) {
            Measurement cell = cells.get(column);
            if (cell != null && cell.name().endsWith(Theory.SUFFIX)) {
                String off = off(cell);
                return expected(cell) + (off.isEmpty() ? "" : " (" + off + ")");
            }
            return cell == null
                    ? Figures.ABSENT
                    : Figures.withError(
                            cell.value() * scale.factor(), cell.halfWidth() * scale.factor());
        }

        /** What theory says, with a digit more than what was simulated has. */
        String expected(Measurement theory) {
            double halfWidth = simulated().map(Measurement::halfWidth).orElse(Double.NaN);
            return Figures.number(
                    theory.value() * scale.factor(), 0.1 * halfWidth * scale.factor());
        }

        /** "0.4 half-widths off", or nothing where there is no half-width. */
        String off(Measurement theory) {
            return simulated()
                    .filter(m -> m.halfWidth() > 0)
                    .map(m -> Math.abs(m.value() - theory.value()) / m.halfWidth())
                    .filter(Double::isFinite)
                    .map(off -> Figures.fixed(off, 1) + " half-widths off")
                    .orElse("");
        }

        private Optional<Measurement> simulated() {
            return Optional.ofNullable(cells.get(0));
        }
    }

    /** All rows, sums over tiers where the run has them and each tier where it has not. */
    static BeforeAfter of(RunResult result) {
        return of(result, RowSpec.ALL);
    }

    /** What differs by tier, a row for each tier. */
    static BeforeAfter byTier(RunResult result) {
        return of(result, RowSpec.BY_TIER);
    }

    /** What differs by stream of jobs, a row for each; without rows where there is one only. */
    static BeforeAfter byStream(RunResult result) {
        return of(result, RowSpec.BY_STREAM);
    }

    /** Latencies, a row for each model; without rows where there is one model only. */
    static BeforeAfter byModel(RunResult result) {
        BeforeAfter all = of(result, RowSpec.BY_MODEL);
        long models = all.rows.stream().map(Row::label).distinct().count();
        return models > 1 ? all : new BeforeAfter(all.columns, List.of());
    }

    /** Only the rows of the short table, and only the columns that these fill. */
    BeforeAfter brief() {
        return kept(columns, rows.stream().filter(Row::brief).toList());
    }

    /** Whether capacity came in the spike or after it: the one is held against the other. */
    static boolean isRelieved(List<Phase> all) {
        double spike = begins("spike", all);
        double after = begins("after", all);
        return spike < after;
    }

    /** When the first phase of a name begins; NaN where there is none [s]. */
    private static double begins(String name, List<Phase> all) {
        return all.stream()
                .filter(each -> each.name().equals(name))
                .mapToDouble(Phase::fromSeconds)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The heading of a phase in tables and charts. */
    static String heading(Phase phase, List<Phase> all) {
        return switch (phase.name()) {
            case "normal" -> "normal demand";
            case "spike" -> isRelieved(all) ? "spike, before addition" : "spike";
            case "after" -> "after addition";
            case "ended" -> "after lease";
            default -> phase.name().replace('_', ' ');
        };
    }

    private static BeforeAfter of(RunResult result, List<RowSpec> specs) {
        Map<String, Column> columns = new LinkedHashMap<>();
        result.phases().stream()
                .sorted(Comparator.comparingDouble(Phase::fromSeconds))
                .forEach(phase -> columns.putIfAbsent(
                        phase.name(), new Column(phase.name(), heading(phase, result.phases()))));
        if (columns.size() == 1) {
            columns.put(THEORY, new Column(THEORY, theory(result)));
        }
        columns.put(WHOLE_RUN, new Column(WHOLE_RUN, "whole run"));
        List<Column> all = List.copyOf(columns.values());
        List<Measurement> rated =
                result.summary().stream().map(each -> rated(each, result)).toList();
        List<Row> rows = new ArrayList<>();
        boolean idle = ChartPlan.hasIdleLimits(result);
        boolean fixed = ChartPlan.hasFixedLimits(result);
        specs.stream()
                .filter(spec -> !idle || !LIMITS.contains(spec.term()))
                .filter(spec -> !fixed || !SCALES.contains(spec.term()))
                .forEach(spec -> rows.addAll(rows(rated, spec, all)));
        return kept(all, rows);
    }

    /** Money by the month and energy by the day: phases are of unequal length. */
    private static Measurement rated(Measurement m, RunResult result) {
        double seconds = result.phases().stream()
                .filter(phase -> phase.name().equals(m.labels().get("phase")))
                .mapToDouble(Phase::lengthSeconds)
                .findFirst()
                .orElse(result.horizonSeconds());
        if (m.unit().equals("$/s")) {
            return in(m, "$/month", Contract.MONTH_SECONDS);
        } else if (m.name().equals("cost")) {
            return in(m, "$/month", Contract.MONTH_SECONDS / seconds);
        } else if (m.name().equals("energy")) {
            return in(m, "MWh/day", DAY_SECONDS / seconds);
        }
        return m;
    }

    private static Measurement in(Measurement m, String unit, double factor) {
        return new Measurement(
                m.name(),
                m.labels(),
                m.statistic(),
                unit,
                m.value() * factor,
                m.halfWidth() * factor,
                m.level(),
                m.n());
    }

    /** "theory (M/M/3)", where all of a run is one model. */
    private static String theory(RunResult result) {
        List<String> models = result.summary().stream()
                .filter(each -> each.name().endsWith(Theory.SUFFIX))
                .map(each -> each.labels().get(Theory.MODEL))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return models.size() == 1 ? "theory (" + models.get(0) + ")" : "theory";
    }

    /** The rows of one quantity: one, or one for each tier, pool or site. */
    private static List<Row> rows(List<Measurement> summary, RowSpec spec, List<Column> columns) {
        // What the labels say beyond phase and specification tells the rows of one quantity apart.
        Map<SortedMap<String, String>, Map<String, Measurement>> groups = new LinkedHashMap<>();
        for (Measurement each : summary) {
            if (spec.fits(each)) {
                groups.computeIfAbsent(rest(each, spec), key -> new LinkedHashMap<>())
                        .put(each.labels().getOrDefault("phase", WHOLE_RUN), each);
            } else if (spec.isTheory(each)) {
                SortedMap<String, String> rest = rest(each, spec);
                rest.remove(Theory.MODEL);
                // what was simulated comes first
                Optional.ofNullable(groups.get(rest)).ifPresent(row -> row.put(THEORY, each));
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<SortedMap<String, String>, Map<String, Measurement>> group :
                groups.entrySet()) {
            boolean some =
                    group.getValue().values().stream().anyMatch(each -> Math.abs(each.value()) > 0);
            // a model of queues has no power: a site that never drew any has no row
            boolean none = group.getValue().values().stream().allMatch(BeforeAfter::isUnpowered);
            if (spec.shows(group.getKey(), groups.keySet()) && (some || !spec.nonZero()) && !none) {
                rows.add(row(spec, group.getKey(), group.getValue(), columns));
            }
        }
        return rows;
    }

    private static SortedMap<String, String> rest(Measurement each, RowSpec spec) {
        SortedMap<String, String> rest = new TreeMap<>(each.labels());
        rest.remove("phase");
        spec.labels().keySet().forEach(rest::remove);
        return rest;
    }

    /** Whether it is about power, of which there was none. */
    static boolean isUnpowered(Measurement each) {
        boolean power = List.of("power", "power.hour", "energy").contains(each.name());
        return power && each.value() == 0;
    }

    /** One row, in one unit for all its phases. */
    private static Row row(
            RowSpec spec,
            SortedMap<String, String> rest,
            Map<String, Measurement> byPhase,
            List<Column> columns) {
        List<@Nullable Measurement> cells = new ArrayList<>();
        columns.forEach(column -> cells.add(byPhase.get(column.phase())));
        String unit = byPhase.values().iterator().next().unit();
        Figures.Scale scale = spec.unit().isEmpty()
                ? Figures.Scale.ofAll(
                        unit, byPhase.values().stream().mapToDouble(Measurement::value))
                : new Figures.Scale(1, spec.unit());
        String words = Labels.words(rest);
        String joint = words.isEmpty() || spec.label().isEmpty() ? "" : " · ";
        String label = spec.label() + joint + words;
        return new Row(spec.group(), label, spec.term(), spec.brief(), scale, cells);
    }

    /** The table without a column for the whole run if no row has a number there. */
    private static BeforeAfter kept(List<Column> all, List<Row> rows) {
        Set<Integer> filled = new LinkedHashSet<>();
        for (int column = 0; column < all.size(); column++) {
            int index = column;
            boolean phase = !List.of(WHOLE_RUN, THEORY).contains(all.get(column).phase());
            if (phase || rows.stream().anyMatch(row -> row.cells().get(index) != null)) {
                filled.add(column);
            }
        }
        List<Row> narrowed = new ArrayList<>();
        for (Row row : rows) {
            List<@Nullable Measurement> cells = new ArrayList<>();
            filled.forEach(column -> cells.add(row.cells().get(column)));
            narrowed.add(
                    new Row(row.group(), row.label(), row.term(), row.brief(), row.scale(), cells));
        }
        return new BeforeAfter(filled.stream().map(all::get).toList(), List.copyOf(narrowed));
    }
}
