package headroom.control;

/** The hourly measurements that an operator acts on, oldest first. */
final class History {
    private final Hour[] hours;
    private int count;

    History(int capacity) {
        hours = new Hour[capacity];
    }

    /**
     * The measurements of one hour; NaN: none.
     *
     * @param endSeconds when it ended [s]
     * @param ttftP99Seconds p99 of time to first token [s]
     * @param utilisation occupancy of the fleet
     * @param capacityTokens KV memory of the replicas that took requests, mean [token]
     * @param value the controlled value, mean
     */
    record Hour(
            double endSeconds,
            double ttftP99Seconds,
            double utilisation,
            double capacityTokens,
            double value) {

        double of(ControlView.Measure measure) {
            return measure == ControlView.Measure.TTFT_P99 ? ttftP99Seconds : utilisation;
        }
    }

    void add(Hour hour) {
        hours[count++] = hour;
    }

    /** How many hours had ended by then. */
    int endedBy(double timeSeconds) {
        int ended = count;
        while (ended > 0 && hours[ended - 1].endSeconds() > timeSeconds) {
            ended--;
        }
        return ended;
    }

    /** The i-th hour. */
    Hour hour(int i) {
        if (i < 0 || i >= count) {
            throw new IndexOutOfBoundsException("hour " + i + " of " + count);
        }
        return hours[i];
    }

    /** The highest of the hours from one to before another; NaN if none is known. */
    double worst(ControlView.Measure measure, int from, int to) {
        double worst = Double.NaN;
        for (int i = Math.max(0, from); i < to; i++) {
            double value = hours[i].of(measure);
            if (!(value <= worst)) {
                worst = Double.isNaN(value) ? worst : value;
            }
        }
        return worst;
    }
}
