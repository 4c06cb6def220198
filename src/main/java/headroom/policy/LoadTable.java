package headroom.policy;

import headroom.control.CapController;
import headroom.control.ControlView;

/**
 * Reads the value from a table of utilisation: linear between its points, flat outside them.
 *
 * <pre>
 * value = v_i + (v_(i+1) - v_i)*(u - u_i)/(u_(i+1) - u_i)   for u_i &lt;= u &lt;= u_(i+1)
 *   u   the highest hourly utilisation of the lookback
 * </pre>
 *
 * <p>Without a measurement the value stays. Source: the caps of a subscription service are declared
 * to depend on capacity and traffic, by no published function. Grade: assumed.
 */
public final class LoadTable implements CapController {
    private final int lookbackHours;
    private final double[] utilisation;
    private final double[] value;

    /**
     * A table.
     *
     * @param lookbackHours hours of which the worst counts
     * @param utilisation strictly increasing
     * @param value at each of them
     */
    public LoadTable(int lookbackHours, double[] utilisation, double[] value) {
        this.lookbackHours = lookbackHours;
        this.utilisation = utilisation.clone();
        this.value = value.clone();
    }

    @Override
    public double next(ControlView view) {
        double u = view.worst(ControlView.Measure.UTILISATION, lookbackHours, 0);
        if (Double.isNaN(u)) {
            return view.current();
        }
        int last = value.length - 1;
        if (u >= utilisation[last]) {
            return value[last];
        }
        int i = 0;
        while (u >= utilisation[i]) {
            i++;
        }
        if (i == 0) {
            return value[0];
        }
        double share = (u - utilisation[i - 1]) / (utilisation[i] - utilisation[i - 1]);
        return value[i - 1] + share * (value[i] - value[i - 1]);
    }
}
