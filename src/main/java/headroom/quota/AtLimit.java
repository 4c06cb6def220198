package headroom.quota;

/**
 * What a user does at a usage cap, drawn once per session that meets it.
 *
 * @param waitShare waits for the reset and comes back
 * @param leaveShare leaves; the demand is suppressed
 * @param payShare goes on at list price, past the caps
 */
public record AtLimit(double waitShare, double leaveShare, double payShare) {

    /** The three ways out. */
    public enum Choice {
        WAIT,
        LEAVE,
        PAY
    }

    /** Throws unless the shares add up to one. */
    public AtLimit {
        if (Math.abs(waitShare + leaveShare + payShare - 1) > 1e-9) {
            throw new IllegalArgumentException("shares do not add up to 1");
        }
    }

    /** The choice for a uniform variate u in (0,1). */
    public Choice choose(double u) {
        if (u < waitShare) {
            return Choice.WAIT;
        }
        return u < waitShare + leaveShare ? Choice.LEAVE : Choice.PAY;
    }
}
