package headroom.sweeps;

import headroom.page.Figures;
import headroom.page.Growth;
import headroom.page.Wording;
import headroom.stat.Estimate;
import headroom.stat.Multiplicity;
import headroom.study.Trial;
import headroom.summary.Summaries;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a sweep found, in sentences. */
final class SweepWords {
    private final Sweep sweep;
    private final SweepTables tables;

    SweepWords(Sweep sweep, SweepTables tables) {
        this.sweep = sweep;
        this.tables = tables;
    }

    /** Where each number is lowest and highest, what moves it, and what errors rest on. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        for (int s = 0; s < sweep.plan().shown().size(); s++) {
            all.add(range(s));
            moved(s).ifPresent(all::add);
        }
        shared().ifPresent(all::add);
        for (int p = 0; p < sweep.trials().size(); p++) {
            Trial trial = sweep.trials().get(p);
            all.addAll(Growth.ofOneOfSeveral(
                    "at " + sweep.words(p), trial.summary(), trial.simulation().phases()));
        }
        return all;
    }

    private String name(int shown) {
        return sweep.plan().shown().get(shown).text();
    }

    private String withUnit(String number, int shown) {
        return (number + " " + tables.scale(shown).unit()).strip();
    }

    private String range(int shown) {
        int lowest = -1;
        int highest = -1;
        int observed = 0;
        for (int p = 0; p < sweep.trials().size(); p++) {
            double value = sweep.number(p, shown).value();
            if (Double.isFinite(value)) {
                observed++;
                lowest = lowest < 0 || value < sweep.number(lowest, shown).value() ? p : lowest;
                highest = highest < 0 || value > sweep.number(highest, shown).value() ? p : highest;
            }
        }
        if (lowest < 0) {
            return name(shown) + " was observed at no point.";
        }
        Figures.Scale scale = tables.scale(shown);
        String low = withUnit(SweepTables.text(sweep.number(lowest, shown), scale), shown);
        if (sweep.number(lowest, shown).value() == sweep.number(highest, shown).value()) {
            return name(shown) + " is " + low + " at every point"
                    + (observed < sweep.trials().size() ? " at which it was observed." : ".");
        }
        String high = withUnit(SweepTables.text(sweep.number(highest, shown), scale), shown);
        // the two were chosen by what they showed: the interval holds for all pairs together
        Estimate difference = sweep.difference(lowest, highest, shown, ofAllPairs());
        String apart = difference.n() < 2
                ? "of one replication the error of the difference is not known"
                : "they differ by " + changed(SweepTables.text(difference, scale), shown)
                        + (difference.low() > 0 ? "" : ", which may be chance");
        return name(shown) + " is lowest at " + sweep.words(lowest) + " with " + low
                + " and highest at " + sweep.words(highest) + " with " + high + "; " + apart + ".";
    }

    private double ofAllPairs() {
        int points = sweep.trials().size();
        return Multiplicity.eachLevel(Summaries.LEVEL, Math.max(1, points * (points - 1) / 2));
    }

    private Optional<String> moved(int shown) {
        Figures.Scale scale = tables.scale(shown);
        if (sweep.plan().design().kind() == Design.Kind.ONE_AT_A_TIME) {
            Swings.Swing first = Swings.of(sweep, shown).get(0);
            Swings.Move farthest = first.moves().get(0);
            for (Swings.Move move : first.moves()) {
                if (Math.abs(move.change().value()) > Math.abs(farthest.change().value())) {
                    farthest = move;
                }
            }
            return first.size() > 0
                    ? Optional.of(tables.name(first.variation()) + " alone moves " + name(shown)
                            + " farthest: by "
                            + changed(SweepTables.change(farthest.change(), scale), shown)
                            + " at " + farthest.value() + ".")
                    : Optional.empty();
        }
        if (sweep.plan().variations().size() < 2) {
            return Optional.empty();
        }
        return Regression.of(sweep, shown).map(plane -> {
            Regression.Effect first = plane.effects().get(0);
            return "With the others held still " + tables.name(first.variation())
                    + " moves " + name(shown) + " most: by "
                    + changed(SweepTables.change(first.change(), scale), shown) + " from "
                    + first.from() + " to " + first.to() + ", by a plane that has "
                    + percent(plane.determination()) + " of the variance over points"
                    + (plane.determination() < 0.8 ? ": a rough average only." : ".");
        });
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** What common random numbers were worth. */
    private Optional<String> shared() {
        List<String> parts = new ArrayList<>();
        for (int s = 0; s < sweep.plan().shown().size(); s++) {
            double factor = sweep.sharing(s);
            if (Double.isInfinite(factor)) {
                parts.add("not at all for " + name(s));
            } else if (!Double.isNaN(factor)) {
                parts.add((factor >= 1
                                ? Figures.plain(factor) + " times less"
                                : Figures.plain(1 / factor) + " times more")
                        + " for " + name(s));
            }
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of("On common random numbers the differences between neighbouring points"
                        + " vary, against independent ones, " + Wording.and(parts) + ".");
    }

    /** A change of a share is told in percentage points. */
    private String changed(String number, int shown) {
        String unit = tables.scale(shown).unit();
        return (number + " " + (unit.equals("%") ? "percentage points" : unit)).strip();
    }
}
