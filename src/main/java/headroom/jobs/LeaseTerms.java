package headroom.jobs;

import java.util.List;

/**
 * How jobs leave GPUs that were lent to them.
 *
 * @param graceSeconds from asking them back until a job that has not saved its work is stopped [s]
 * @param yields by stream: what its jobs do
 */
public record LeaseTerms(double graceSeconds, List<Yield> yields) {

    public LeaseTerms {
        if (!(graceSeconds >= 0)) {
            throw new IllegalArgumentException("a grace of " + graceSeconds + " s");
        }
        yields = List.copyOf(yields);
    }

    /**
     * What jobs do when their GPUs are asked back.
     *
     * @param yields whether they can be made to leave; if not, they stay until they end
     * @param saveSeconds time to save their work [s]; where it is longer than the grace they leave
     *     at once and lose what they did since they started last; infinite: they cannot save it
     */
    public record Yield(boolean yields, double saveSeconds) {
        /** Whether work is saved before a job leaves. */
        boolean savesWithin(double graceSeconds) {
            return saveSeconds <= graceSeconds;
        }
    }
}
