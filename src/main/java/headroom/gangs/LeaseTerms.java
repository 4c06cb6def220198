package headroom.gangs;

import java.util.List;

/**
 * How jobs leave GPUs that were lent to them.
 *
 * @param graceSeconds longest time to write a checkpoint that is waited for; a job that needs more,
 *     or writes none, is stopped at once and goes on from the last it has [s]
 * @param yields by stream: whether its jobs can be made to leave; if not, they stay until they end
 */
public record LeaseTerms(double graceSeconds, List<Boolean> yields) {

    public LeaseTerms {
        if (!(graceSeconds >= 0)) {
            throw new IllegalArgumentException("a grace of " + graceSeconds + " s");
        }
        yields = List.copyOf(yields);
    }
}
