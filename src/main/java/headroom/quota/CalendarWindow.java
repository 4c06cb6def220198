package headroom.quota;

/**
 * A usage window that is a day, a week or a month of the calendar of a zone: requests per day,
 * spend per month.
 *
 * <pre>
 * in force at t:  the period with begin &lt;= t &lt; begin of the next
 * admitted at t:  used in it &lt; cap
 * </pre>
 *
 * <p>Source: spend limits of API organisations per calendar month and requests per day of free
 * tiers, as fixed window counters. Grade: A; the zone of the provider's
 * clock is an assumption of the scenario. 12 bytes a slot.
 */
final class CalendarWindow implements Meter {
    private final Calendar calendar;
    private final double cap;
    private final int[] period;
    private final double[] used;
    private final Resets resets;
    /** The period of the last call, which is mostly that of the next. */
    private int current;

    CalendarWindow(int slots, Calendar calendar, double cap) {
        this.calendar = calendar;
        this.cap = cap;
        period = new int[slots];
        used = new double[slots];
        resets = new Resets(slots);
    }

    @Override
    public void startWith(int slot, double start, double usedBefore) {
        used[slot] = usedBefore;
    }

    private void open(int slot, double timeSeconds) {
        if (timeSeconds < calendar.beginSeconds(current)
                || timeSeconds >= calendar.beginSeconds(current + 1)) {
            current = calendar.at(timeSeconds);
        }
        if (period[slot] != current || resets.isStale(slot)) {
            period[slot] = current;
            used[slot] = 0;
            resets.renew(slot);
        }
    }

    @Override
    public boolean admits(int slot, double timeSeconds, double cost, double scale) {
        open(slot, timeSeconds);
        return used[slot] < cap * scale;
    }

    @Override
    public void charge(int slot, double timeSeconds, double cost, double scale) {
        open(slot, timeSeconds);
        used[slot] += cost;
    }

    @Override
    public double opensSeconds(int slot, double timeSeconds, double cost, double scale) {
        return admits(slot, timeSeconds, cost, scale)
                ? timeSeconds
                : calendar.beginSeconds(current + 1);
    }

    @Override
    public double usedShare(int slot, double timeSeconds, double scale) {
        open(slot, timeSeconds);
        return used[slot] / (cap * scale);
    }

    @Override
    public void reset(double timeSeconds) {
        resets.all();
    }
}
