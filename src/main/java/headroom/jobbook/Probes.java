package headroom.jobbook;

/**
 * What is looked at besides sums and means, at every station.
 *
 * @param instantsSeconds when the jobs at a station are counted; rising [s]
 * @param periodSeconds after which the instants come again; infinite: they come once [s]
 * @param waitsSeconds waits that are told from longer ones; rising [s]
 * @param customers whose wait is kept: 1 is the first that comes to the station; rising
 * @param sizesSeconds ends of classes of size of which the time at the station is kept: below the
 *     first, up to the second, and so on; rising [s]
 * @param phasesSeconds when phases begin that do not at time 0: losses of earlier work are told
 *     apart; rising [s]
 */
public record Probes(
        double[] instantsSeconds,
        double periodSeconds,
        double[] waitsSeconds,
        int[] customers,
        double[] sizesSeconds,
        double[] phasesSeconds) {
    /** Nothing else is looked at. */
    public static final Probes NONE = new Probes(
            new double[0], Double.POSITIVE_INFINITY, new double[0], new int[0], new double[0]);

    /** Of one phase. */
    public Probes(
            double[] instantsSeconds,
            double periodSeconds,
            double[] waitsSeconds,
            int[] customers,
            double[] sizesSeconds) {
        this(instantsSeconds, periodSeconds, waitsSeconds, customers, sizesSeconds, new double[0]);
    }

    /** The same of phases that begin at such instants. */
    public Probes since(double[] phases) {
        return new Probes(
                instantsSeconds, periodSeconds, waitsSeconds, customers, sizesSeconds, phases);
    }

    /** Whether it matters which job is which: its size, or how many came before it. */
    public boolean followJobs() {
        return customers.length > 0 || sizesSeconds.length > 0;
    }
}
