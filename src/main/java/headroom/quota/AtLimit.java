package headroom.quota;

import java.util.Arrays;

/** What users do at a limit, drawn each time that a request meets it: shares of the ways out. */
public final class AtLimit {

    /** The ways out, in the order in which shares are given. */
    public enum Choice {
        /** Waits for the reset and comes back. */
        WAIT,
        /** Leaves; the demand is suppressed. */
        LEAVE,
        /** Goes on at list price, past the limits. */
        PAY,
        /** Goes on past the limits, behind others in the queues of the replicas. */
        SLOW,
        /** Goes on with another model, as far as the limits on that one admit it. */
        DOWNGRADE,
        /** Waits in line, first come first served, until the limits admit it. */
        QUEUE,
        /** Is told when to come again, and comes again as its client does. */
        REJECT
    }

    private static final Choice[] CHOICES = Choice.values();

    private final double[] shares = new double[CHOICES.length];

    /** Shares in the order of the choices; those left out are 0. Throws unless they sum to 1. */
    public AtLimit(double... shares) {
        double sum = 0;
        boolean least = shares.length <= CHOICES.length;
        for (int i = 0; least && i < shares.length; i++) {
            least = shares[i] >= 0;
            this.shares[i] = shares[i];
            sum += shares[i];
        }
        if (!least || !(Math.abs(sum - 1) <= 1e-9)) {
            throw new IllegalArgumentException(Arrays.toString(shares) + " are not shares of 1");
        }
    }

    /** The share of a choice. */
    public double share(Choice choice) {
        return shares[choice.ordinal()];
    }

    /** The choice for a uniform variate u in (0,1); a share of 0 is never chosen. */
    public Choice choose(double u) {
        return choose(u, -1);
    }

    /** The choice of those who cannot do a certain one: the others keep their proportions. */
    public Choice chooseBut(Choice not, double u) {
        double others = 1 - share(not);
        return choose(u * others, not.ordinal());
    }

    private Choice choose(double u, int not) {
        double sum = 0;
        Choice last = Choice.WAIT;
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] == 0 || i == not) {
                continue;
            }
            sum += shares[i];
            last = CHOICES[i];
            if (u < sum) {
                break;
            }
        }
        return last;
    }
}
