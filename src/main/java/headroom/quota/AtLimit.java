package headroom.quota;

/**
 * What a user does at a usage cap, drawn each time a request meets it.
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

    /** Throws unless the shares are at least 0 and add up to one within rounding. */
    public AtLimit {
        boolean shares = waitShare >= 0 && leaveShare >= 0 && payShare >= 0;
        if (!shares || Math.abs(waitShare + leaveShare + payShare - 1) > 1e-9) {
            throw new IllegalArgumentException(
                    waitShare + ", " + leaveShare + ", " + payShare + " are not shares of 1");
        }
    }

    /** The choice for a uniform variate u in (0,1); a share of 0 is never chosen. */
    public Choice choose(double u) {
        if (u < waitShare || leaveShare + payShare == 0) {
            return Choice.WAIT;
        }
        return u < waitShare + leaveShare || payShare == 0 ? Choice.LEAVE : Choice.PAY;
    }
}
