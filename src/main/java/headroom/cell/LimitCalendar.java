package headroom.cell;

import headroom.cell.CellCommand.LimitReset;
import headroom.cell.CellCommand.LimitTerms;
import headroom.quota.PeakHours;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What is decided beforehand about the limits of tiers, laid out in time.
 *
 * <pre>
 * scale of a limit  = that of its last change (1 before the first) * those of promotions that run
 * weight of a limit = product of 1/scale of promotions that run, bear on other limits of its tier
 *                     and whose bonus counts nowhere else
 * </pre>
 *
 * <p>A limit out of force admits everything. When it comes into force, nothing used before counts.
 * The weight is what usage counts while it lasts: whoever uses the scaled limit to its end uses as
 * much of the others as without the promotion; whoever uses less gains in proportion. Source: a
 * promotion of March 2026, by which double usage off-peak did not count to the week. Grade: vendor
 * for the rule, assumed for its form.
 */
public final class LimitCalendar {
    private final List<Change> changes = new ArrayList<>();
    private final List<Promotion> promotions = new ArrayList<>();
    private final List<Reset> resets = new ArrayList<>();

    /** Notes new terms; of those of one limit at one instant the last count. */
    public void change(Change change) {
        changes.add(change);
    }

    /** Notes passing terms. */
    public void promotion(Promotion promotion) {
        promotions.add(promotion);
    }

    /** Notes a reset. */
    public void reset(Reset reset) {
        resets.add(reset);
    }

    /**
     * New terms of a limit from an instant on.
     *
     * @param atSeconds the instant [s]
     * @param tier index of the tier
     * @param limit index of the limit in it
     * @param scale factor on the cap
     * @param enforced whether it is in force
     */
    public record Change(double atSeconds, int tier, int limit, double scale, boolean enforced) {}

    /**
     * Passing terms of a limit.
     *
     * @param fromSeconds begin [s]
     * @param untilSeconds end, itself outside [s]
     * @param hours hours within them
     * @param tier index of the tier
     * @param limit index of the limit in it
     * @param scale factor on the cap
     * @param unmetered the other limits of the tier that the bonus does not count to
     */
    public record Promotion(
            double fromSeconds,
            double untilSeconds,
            PeakHours hours,
            int tier,
            int limit,
            double scale,
            List<Integer> unmetered) {

        boolean runs(double timeSeconds) {
            return fromSeconds <= timeSeconds
                    && timeSeconds < untilSeconds
                    && hours.at(timeSeconds);
        }

        boolean bears(int onTier, int onLimit) {
            return tier == onTier && (limit == onLimit || unmetered.contains(onLimit));
        }
    }

    /**
     * All usage of a limit so far is forgotten.
     *
     * @param atSeconds when [s]
     * @param tier index of the tier
     * @param limit index of the limit in it
     */
    public record Reset(double atSeconds, int tier, int limit) {}

    /** A limit of a tier. */
    private record Which(int tier, int limit) {}

    /** The commands of a run, in the order of their instants; what is before it counts at 0. */
    public List<CellCommand> commands(double horizonSeconds) {
        List<Which> touched = new ArrayList<>();
        changes.forEach(c -> touched.add(new Which(c.tier(), c.limit())));
        for (Promotion p : promotions) {
            touched.add(new Which(p.tier(), p.limit()));
            p.unmetered().forEach(other -> touched.add(new Which(p.tier(), other)));
        }
        List<CellCommand> commands = new ArrayList<>();
        touched.stream().distinct().forEach(w -> terms(w, horizonSeconds, commands));
        for (Reset reset : resets) {
            if (reset.atSeconds() >= 0 && reset.atSeconds() < horizonSeconds) {
                commands.add(new LimitReset(reset.atSeconds(), reset.tier(), reset.limit()));
            }
        }
        commands.sort(Comparator.comparingDouble(CellCommand::timeSeconds));
        return commands;
    }

    private void terms(Which which, double horizonSeconds, List<CellCommand> into) {
        LimitTerms last = new LimitTerms(0, which.tier(), which.limit(), 1, 1, true);
        for (double edge : edges(which, horizonSeconds)) {
            LimitTerms terms = at(edge, which);
            if (terms.scale() != last.scale()
                    || terms.weight() != last.weight()
                    || terms.enforced() != last.enforced()) {
                into.add(terms);
                if (terms.enforced() && !last.enforced()) {
                    into.add(new LimitReset(edge, which.tier(), which.limit()));
                }
                last = terms;
            }
        }
    }

    private TreeSet<Double> edges(Which which, double horizonSeconds) {
        TreeSet<Double> edges = new TreeSet<>(List.of(0.0));
        for (Change c : changes) {
            if (c.tier() == which.tier() && c.limit() == which.limit()) {
                edges.add(Math.max(0, c.atSeconds()));
            }
        }
        for (Promotion p : promotions) {
            if (p.bears(which.tier(), which.limit())) {
                edges.add(Math.max(0, p.fromSeconds()));
                edges.add(Math.max(0, p.untilSeconds()));
                double edge = p.hours().nextEdgeSeconds(Math.max(0, p.fromSeconds()));
                while (edge < Math.min(p.untilSeconds(), horizonSeconds)) {
                    edges.add(edge);
                    edge = p.hours().nextEdgeSeconds(edge);
                }
            }
        }
        edges.removeIf(edge -> edge >= horizonSeconds);
        return edges;
    }

    private LimitTerms at(double timeSeconds, Which which) {
        double scale = 1;
        double weight = 1;
        boolean enforced = true;
        double since = Double.NEGATIVE_INFINITY;
        for (Change c : changes) {
            if (c.tier() == which.tier()
                    && c.limit() == which.limit()
                    && since <= c.atSeconds()
                    && c.atSeconds() <= timeSeconds) {
                since = c.atSeconds();
                scale = c.scale();
                enforced = c.enforced();
            }
        }
        for (Promotion p : promotions) {
            if (p.runs(timeSeconds) && p.bears(which.tier(), which.limit())) {
                if (p.limit() == which.limit()) {
                    scale *= p.scale();
                } else {
                    weight /= p.scale();
                }
            }
        }
        return new LimitTerms(timeSeconds, which.tier(), which.limit(), scale, weight, enforced);
    }
}
