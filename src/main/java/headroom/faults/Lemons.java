package headroom.faults;

/**
 * Machines that fail more often than others, and when a machine is taken out.
 *
 * @param share share of the machines that are lemons, in [0, 1)
 * @param multiple their rate over that of good machines [1], at least 1
 * @param keepMean whether the rate of a class stays the mean over all machines, so that good ones
 *     fail less often; otherwise it is that of good machines
 * @param removeAfter failures after which a machine, lemon or not, is taken out; 0 for never
 * @param exchanged whether a good machine comes in its stead at the end of that repair; otherwise
 *     the site has one machine less
 */
public record Lemons(
        double share, double multiple, boolean keepMean, int removeAfter, boolean exchanged) {
    /** All machines alike, none taken out. */
    public static final Lemons NONE = new Lemons(0, 1, true, 0, true);

    public Lemons {
        if (!(share >= 0 && share < 1) || !(multiple >= 1 && multiple <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "share " + share + " of lemons at " + multiple + " times the rate");
        }
        if (removeAfter < 0) {
            throw new IllegalArgumentException("taken out after " + removeAfter + " failures");
        }
    }
}
