package headroom.policy;

import headroom.control.CapController;
import headroom.control.ControlView;

/**
 * Chooses the value by a forecast of the coming hours (model-predictive): the most generous path of
 * values under which the capacity that is ordered stays below a target utilisation, or exceeds it
 * least. Only the first step of the path is taken; the next decision plans again.
 *
 * <pre>
 * d(h)    = u(h)*c(h)*v(h)^-r                load of a past hour at value 1
 * G       = sum d(h) / sum d(h - P)          over the last 24 hours in which both are known
 * u_k(v)  = max of d(h - m*P)*G^m*v^r / (c(0)*o(h)/o(0))    over the hours h of step k
 * path    minimises first  sum max(0, u_k(v_k) - target),  then  sum |ln(v_k/best)|
 * v_(k+1) = v_k*f^j, j = -2..2, f = (1 + maxChangePerHour)^(hours/2), within min and max
 *   u, c, v  utilisation, KV memory of replicas that took requests [token], value of an hour
 *   o        KV memory of what is ordered, by its known dates [token]
 *   r        how load follows the value: the response for caps, minus it for the multiplier
 *   P, m     a week if the last eight days are known, else a day; so many that h - m*P is known
 *   best     max for caps, min for the multiplier
 * </pre>
 *
 * <p>All of it is known to an operator: measured hours, the values that were in force, and orders
 * of capacity. The search is dynamic programming over the paths that the rate of change allows, so
 * it is exact. Until two days are known, or without capacity, the value stays; unknown hours are
 * left out. The law takes the load to follow the value at once, which caps over long windows do
 * not. Source: receding horizon control (Garcia, Prett and Morari, Automatica 25(3), 1989) with a
 * seasonal naive forecast; no operator has published its own. Grade: assumed.
 */
public final class Predictive implements CapController {
    private static final int DAY = 24;
    private static final int WEEK = 7 * DAY;
    /** Moves up or down that a step has to choose from; the largest uses the whole rate. */
    private static final int MOVES = 2;

    private final Goal goal;
    private final int aheadHours;
    private final double response;

    /**
     * The law.
     *
     * @param goal the target of utilisation, within which bounds and at which rate
     * @param aheadHours length of the path [h]
     * @param response relative change of the load per relative change of the value, in size
     */
    public Predictive(Goal goal, int aheadHours, double response) {
        this.goal = goal;
        this.aheadHours = aheadHours;
        this.response = goal.rises() ? -response : response;
    }

    @Override
    public double next(ControlView view) {
        if (view.hours() < 2 * DAY || !(view.capacityTokens(0) > 0)) {
            return view.current();
        }
        int season = view.hours() >= WEEK + DAY ? WEEK : DAY;
        int stepHours = Math.max(1, (int) Math.rint(view.elapsedSeconds() / 3600));
        double[] demand = new double[Math.max(1, aheadHours / stepHours)];
        double growth = growth(view, season);
        double memory = view.capacityTokens(0) / view.orderedTokens(0);
        for (int k = 0; k < demand.length; k++) {
            for (int h = 1; h <= stepHours; h++) {
                int ahead = view.staleHours() + k * stepHours + h;
                int seasons = (ahead + season - 1) / season;
                double load = load(view, seasons * season - ahead);
                double forecast = load * StrictMath.pow(growth, seasons);
                double here = forecast / (memory * view.orderedTokens(ahead));
                // an unknown hour asks for nothing
                demand[k] = here > demand[k] ? here : demand[k];
            }
        }
        double step = StrictMath.pow(1 + goal.maxChangePerHour(), (double) stepHours / MOVES);
        return new Path(demand, view.current(), step).first();
    }

    /** Load of an hour at value 1 [token]; NaN if unknown. */
    private double load(ControlView view, int ago) {
        double factor = StrictMath.pow(view.value(ago), response);
        return view.utilisation(ago) * view.capacityTokens(ago) / factor;
    }

    private double growth(ControlView view, int season) {
        double now = 0;
        double then = 0;
        for (int ago = 0; ago < DAY; ago++) {
            double late = load(view, ago);
            double early = load(view, ago + season);
            if (!Double.isNaN(late + early)) {
                now += late;
                then += early;
            }
        }
        return now > 0 && then > 0 ? now / then : 1;
    }

    /** The best path from the present value, by its end first. */
    private final class Path {
        private final double[] demand;
        private final double[] values;
        /** Index of the present value. */
        private final int present;

        /**
         * Lays out the values that a path can reach.
         *
         * @param demand utilisation at value 1, by step
         * @param current the present value
         * @param step ratio of neighbouring values
         */
        Path(double[] demand, double current, double step) {
            this.demand = demand;
            present = MOVES * demand.length;
            values = new double[2 * present + 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = goal.clip(current * StrictMath.pow(step, i - present));
            }
        }

        /** The value of the first step. */
        double first() {
            double[] over = new double[values.length];
            double[] unease = new double[values.length];
            for (int k = demand.length - 1; k > 0; k--) {
                double[] overNow = new double[values.length];
                double[] uneaseNow = new double[values.length];
                for (int i = MOVES; i < values.length - MOVES; i++) {
                    int best = best(i, k, over, unease);
                    overNow[i] = over[best] + over(best, k);
                    uneaseNow[i] = unease[best] + unease(best);
                }
                over = overNow;
                unease = uneaseNow;
            }
            return values[best(present, 0, over, unease)];
        }

        /** Where to go from a value in a step; the least move on a tie. */
        private int best(int from, int k, double[] over, double[] unease) {
            int best = from;
            for (int j = 1; j <= MOVES; j++) {
                for (int to : new int[] {from - j, from + j}) {
                    double excess = over[to] + over(to, k);
                    double bestExcess = over[best] + over(best, k);
                    boolean same = excess == bestExcess;
                    boolean easier = unease[to] + unease(to) < unease[best] + unease(best);
                    if (excess < bestExcess || same && easier) {
                        best = to;
                    }
                }
            }
            return best;
        }

        private double over(int i, int k) {
            double used = demand[k] * StrictMath.pow(values[i], response);
            return Math.max(0, used - goal.target());
        }

        private double unease(int i) {
            double best = goal.rises() ? goal.min() : goal.max();
            return Math.abs(StrictMath.log(values[i] / best));
        }
    }
}
