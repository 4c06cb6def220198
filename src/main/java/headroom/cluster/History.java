package headroom.cluster;

/** The hourly measurements that operators act on, oldest first. */
final class History {
    private final double[] ttftP99Seconds;
    private final double[] utilisation;
    private int hours;

    History(int capacity) {
        ttftP99Seconds = new double[capacity];
        utilisation = new double[capacity];
    }

    void add(double ttftP99, double occupancy) {
        ttftP99Seconds[hours] = ttftP99;
        utilisation[hours] = occupancy;
        hours++;
    }

    double worstTtftP99Seconds(int lookback) {
        return worst(ttftP99Seconds, lookback);
    }

    double worstUtilisation(int lookback) {
        return worst(utilisation, lookback);
    }

    private double worst(double[] values, int lookback) {
        double worst = Double.NaN;
        for (int i = Math.max(0, hours - lookback); i < hours; i++) {
            if (!(values[i] <= worst)) {
                worst = Double.isNaN(values[i]) ? worst : values[i];
            }
        }
        return worst;
    }
}
