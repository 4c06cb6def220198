package headroom.gangs;

/**
 * How the jobs of a stream come in, besides arriving.
 *
 * @param population jobs that are there at time 0 and come in anew whenever they leave, in
 *     place of arrivals; 0: the stream is open
 * @param present jobs of an open stream that are there at time 0
 * @param isSaturated whether one comes in whenever one starts for the first time, besides those
 *     of time 0; then nobody ever waits for arrivals
 * @param mix share of the jobs that come in that are of each stream, by index; empty: all are
 *     of its own
 * @param forks stations a job is at at once, a part at each; it ends when all parts have left;
 *     empty: it comes to the first station
 */
public record Coming(int population, int present, boolean isSaturated, double[] mix, int[] forks) {
    /** They arrive, and that is all. */
    public static final Coming OPEN = new Coming(0, 0, false, new double[0], new int[0]);

    /** So many circulate. */
    public static Coming closed(int population) {
        return new Coming(population, 0, false, new double[0], new int[0]);
    }

    /** Whether they arrive or are there at time 0, each at one station, and that is all. */
    public boolean isOpen() {
        return population == 0 && !isSaturated && mix.length == 0 && forks.length == 0;
    }
}
