package headroom.policy;

import headroom.control.PowerPolicy;
import headroom.control.PowerView;

/**
 * Lowers the clock of a whole site when its power comes close to the limit, and raises it again
 * when there is room to spare.
 *
 * <pre>
 * goal = limit*(1 - margin)
 * lower  when power &gt; goal: the highest clock whose predicted power is within the goal
 * raise  when the clock is lowered: the highest clock within goal*(1 - hysteresis)
 * </pre>
 *
 * <p>The prediction keeps the phases of the last epoch; work slowed down by the clock is still the
 * same work, so a second correction may follow an epoch later. Source: two thresholds with
 * hysteresis after POLCA (Patel et al., ASPLOS 2024). Grade: vendor for the form, assumed for the
 * constants.
 */
public final class FrequencyCap implements PowerPolicy {
    private static final int HALVINGS = 20;

    private final double margin;
    private final double hysteresis;
    private final double minClock;

    public FrequencyCap(double margin, double hysteresis, double minClock) {
        this.margin = margin;
        this.hysteresis = hysteresis;
        this.minClock = minClock;
    }

    @Override
    public double clock(PowerView view) {
        double goal = view.limitWatts() * (1 - margin);
        if (view.facilityWatts() > goal) {
            return Math.min(view.clock(), highest(view, goal));
        }
        if (view.clock() < 1) {
            return Math.max(view.clock(), highest(view, goal * (1 - hysteresis)));
        }
        return view.clock();
    }

    /** The highest clock whose predicted power is within the goal, or the lowest there is. */
    private double highest(PowerView view, double goalWatts) {
        if (view.facilityWattsAt(1) <= goalWatts) {
            return 1;
        }
        double low = minClock;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = 0.5 * (low + high);
            if (view.facilityWattsAt(middle) <= goalWatts) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
