package headroom.jobbook;

/**
 * How long a station had each number of jobs, and how often the number rose and fell from there:
 * what the known rates of arrivals and of services are compared with.
 */
public final class Ladder {
    /** Time with so many jobs, the last with as many or more [s]. */
    public final double[] seconds;

    public final long[] rises;
    public final long[] falls;
    private final int top;
    private int number;
    private double settledSeconds;

    /**
     * Nothing yet.
     *
     * @param levels numbers of jobs: 0 to levels - 1, and more; 0: none is kept
     */
    Ladder(int levels) {
        int length = levels == 0 ? 0 : levels + 1;
        seconds = new double[length];
        rises = new long[length];
        falls = new long[length];
        top = levels;
    }

    /** One more, or one fewer. */
    void change(double nowSeconds, int more) {
        settle(nowSeconds);
        long[] steps = more > 0 ? rises : falls;
        steps[Math.min(number, top)]++;
        number += more;
    }

    private void settle(double nowSeconds) {
        seconds[Math.min(number, top)] += nowSeconds - settledSeconds;
        settledSeconds = nowSeconds;
    }

    void restart(double nowSeconds) {
        if (seconds.length > 0) {
            settle(nowSeconds);
            settledSeconds = 0;
            number = 0;
        }
    }

    void drain(double nowSeconds, Ladder into) {
        if (seconds.length > 0) {
            settle(nowSeconds);
            into.add(this);
            for (int n = 0; n < seconds.length; n++) {
                seconds[n] = 0;
                rises[n] = 0;
                falls[n] = 0;
            }
        }
    }

    void add(Ladder other) {
        for (int n = 0; n < seconds.length; n++) {
            seconds[n] += other.seconds[n];
            rises[n] += other.rises[n];
            falls[n] += other.falls[n];
        }
    }
}
