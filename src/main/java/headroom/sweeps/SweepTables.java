package headroom.sweeps;

import headroom.page.Figures;
import headroom.page.Table;
import headroom.stat.Estimate;
import headroom.study.Shown;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The tables of a sweep: its points, and what each variable does. */
final class SweepTables {
    private final Sweep sweep;

    SweepTables(Sweep sweep) {
        this.sweep = sweep;
    }

    /** One scale for all values of a shown number. */
    Figures.Scale scale(int shown) {
        return Figures.Scale.ofAll(
                sweep.plan().shown().get(shown).unit(),
                IntStream.range(0, sweep.trials().size())
                        .mapToDouble(point -> sweep.number(point, shown).value()));
    }

    /** A number in the scale, with its half-width and without its unit. */
    static String text(Estimate estimate, Figures.Scale scale) {
        return Figures.withError(
                estimate.value() * scale.factor(), estimate.halfWidth() * scale.factor());
    }

    /** A change: with its sign, so that it is no level. */
    static String change(Estimate estimate, Figures.Scale scale) {
        String text = text(estimate, scale);
        return estimate.value() > 0 ? "+" + text : text;
    }

    /** The name of a number with its unit: {@code share(jobs.waited) [%]}. */
    String head(int shown) {
        Shown one = sweep.plan().shown().get(shown);
        String unit = scale(shown).unit();
        return unit.isEmpty() ? one.text() : one.text() + " [" + unit + "]";
    }

    /** The name of its change; that of a share is in percentage points. */
    String changeHead(int shown) {
        return "change of " + head(shown).replace("[%]", "[percentage points]");
    }

    /** The names of the variables, short where that tells them apart. */
    List<String> names() {
        List<Variation> all = sweep.plan().variations();
        return all.stream()
                .map(each -> all.stream()
                                        .filter(other -> other.label().equals(each.label()))
                                        .count()
                                > 1
                        ? each.path()
                        : each.label())
                .toList();
    }

    String name(Variation of) {
        return names().get(sweep.plan().variations().indexOf(of));
    }

    /** Points in rows: the values of the variables, then the numbers with their half-widths. */
    Table points() {
        List<Variation> variations = sweep.plan().variations();
        boolean alone = sweep.plan().design().kind() == Design.Kind.ONE_AT_A_TIME;
        List<String> heads = new ArrayList<>(alone ? List.of("point") : names());
        for (int s = 0; s < sweep.plan().shown().size(); s++) {
            heads.add(head(s));
        }
        List<List<String>> rows = new ArrayList<>();
        for (int p = 0; p < sweep.trials().size(); p++) {
            List<String> row = new ArrayList<>();
            if (alone) {
                row.add(sweep.words(p));
            } else {
                Map<String, String> changes = sweep.trials().get(p).changes();
                variations.forEach(each -> row.add(changes.getOrDefault(each.path(), "")));
            }
            for (int s = 0; s < sweep.plan().shown().size(); s++) {
                row.add(text(sweep.number(p, s), scale(s)));
            }
            rows.add(row);
        }
        return new Table("Numbers at each point", heads, rows);
    }

    /** What each variable alone does to a number. */
    Table swings(int shown) {
        List<List<String>> rows = new ArrayList<>();
        for (Swings.Swing swing : Swings.of(sweep, shown)) {
            for (Swings.Move move : swing.moves()) {
                rows.add(List.of(
                        name(swing.variation()),
                        move.value(),
                        change(move.change(), scale(shown))));
            }
        }
        return new Table(
                "What each variable alone changes",
                List.of("variable", "value", changeHead(shown)),
                rows);
    }

    /** The effects of a plane through the points; nothing where there is none. */
    Optional<Table> effects(int shown) {
        return Regression.of(sweep, shown).map(plane -> {
            List<List<String>> rows = new ArrayList<>();
            for (Regression.Effect effect : plane.effects()) {
                rows.add(List.of(
                        name(effect.variation()),
                        effect.from(),
                        effect.to(),
                        change(effect.change(), scale(shown)),
                        Figures.fixed(effect.standardised(), 2)));
            }
            return new Table(
                    "Effects over the ranges of the variables",
                    List.of("variable", "from", "to", changeHead(shown), "standardised"),
                    rows);
        });
    }
}
