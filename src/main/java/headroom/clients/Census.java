package headroom.clients;

import headroom.quota.Slots;

import java.util.Arrays;

/**
 * Counts the users of one tier in one cell: who asked for something, who was refused by which
 * limit, who was locked out, each at most once an hour and once a period, and what each was served.
 *
 * <p>Hours are those since the start of the run. Periods are stretches that the experiment names,
 * such as the weeks of a phase; outside of them nobody is counted by period. Both are half open,
 * like epochs.
 *
 * <p>State: a bit for each limit, one for any and one for activity, for the hour and again for the
 * period, one for a lock-out, a byte for the limit that locks out, and a float of credits: with
 * five limits 7 bytes a user. A request costs a comparison of the time, two tests of a bit and an
 * addition; all else happens at refusals, and at the ends of hours and periods. Who was locked out
 * in a period is counted at its end: at its beginning the tally may be that of what was before.
 */
public final class Census {
    private static final double HOUR_SECONDS = 3600;
    private static final byte FREE = -1;

    private final int users;
    private final int limits;
    private final LimitTally tally;
    /** Whoever was active, then whoever was refused by each limit, then by any: a bit a user. */
    private final long[][] hour;

    private final long[][] period;
    private final long[] locked;
    private final byte[] lockedBy;
    /** By limit, in parts of a user. */
    private final long[] lockedParts;
    /** The number in each: credits that the user was served. */
    private final Slots words;
    /** Whoever has taken a larger plan, a bit a user; empty as long as nobody has. */
    private long[] upgraded = {};

    /** Users from this one on have one of so many parts here. */
    private int firstPart = Integer.MAX_VALUE;

    private int parts = 1;
    private double[] periodEdges = {};
    private int passedEdges;
    private double hourFromSeconds;
    private double periodFromSeconds;
    private double edgeSeconds = HOUR_SECONDS;
    private double settledSeconds;

    public Census(int users, int limits, LimitTally tally, Slots words) {
        this.users = users;
        this.limits = limits;
        this.tally = tally;
        int longs = (users + 63) / 64;
        hour = new long[limits + 2][longs];
        period = new long[limits + 2][longs];
        locked = new long[longs];
        lockedBy = new byte[users];
        Arrays.fill(lockedBy, FREE);
        lockedParts = new long[limits];
        this.words = words;
    }

    /** Whoever is spread over several cells has a part here. */
    public void divided(TierSpec tier) {
        firstPart = tier.firstPart();
        parts = tier.parts();
    }

    /** Counts by period: the first begins at edge 0 and ends at edge 1, and so on [s]. */
    public void countOver(double[] edges) {
        periodEdges = edges;
        findEdge();
    }

    private boolean inPeriod() {
        return passedEdges % 2 == 1;
    }

    /** A user issues a request. */
    public void offered(int user, double now) {
        roll(now);
        asks(user);
    }

    private void asks(int user) {
        double first = mark(hour[0], user);
        tally.activeHours += first;
        // who was active in the hour is marked for the period, unless that began within the hour
        if (inPeriod() && (first > 0 || periodFromSeconds > hourFromSeconds)) {
            tally.activePeriods += mark(period[0], user);
        }
    }

    /** A limit refuses an attempt that asks for some tokens. */
    public void refused(int user, int limit, int tokens, double now) {
        roll(now);
        asks(user); // again, in an hour in which it may have issued nothing
        tally.deniedTokens[limit] += tokens;
        tally.boundHours[limit] += mark(hour[limit + 1], user);
        tally.cappedHours += mark(hour[limits + 1], user);
        if (inPeriod()) {
            tally.boundPeriods[limit] += mark(period[limit + 1], user);
            tally.cappedPeriods += mark(period[limits + 1], user);
        }
    }

    /** A user begins to wait for the reset of a limit. */
    public void lockedOut(int user, int limit, double now) {
        settle(now);
        lockedBy[user] = (byte) limit;
        lockedParts[limit] += user < firstPart ? parts : 1;
        if (inPeriod()) {
            mark(locked, user);
        }
    }

    /** The user waits no more. */
    public void released(int user, double now) {
        settle(now);
        lockedParts[lockedBy[user]] -= user < firstPart ? parts : 1;
        lockedBy[user] = FREE;
    }

    /** A user has taken the plan of another tier. */
    public void upgraded(int user) {
        if (upgraded.length == 0) {
            upgraded = new long[locked.length];
        }
        mark(upgraded, user);
    }

    /** Whether a user has the plan of another tier. */
    public boolean isUpgraded(int user) {
        return upgraded.length > 0 && isMarked(upgraded, user);
    }

    /** A user was served. */
    public void served(int user, double credits, double now) {
        roll(now);
        words.number(user, words.number(user) + (float) credits);
    }

    /** How much of a user is here if it was not marked yet, else 0. */
    private double mark(long[] bits, int user) {
        if (isMarked(bits, user)) {
            return 0;
        }
        bits[user >> 6] |= 1L << user;
        return user < firstPart ? 1 : 1.0 / parts;
    }

    private static boolean isMarked(long[] bits, int user) {
        return (bits[user >> 6] & 1L << user) != 0;
    }

    /** Users here, those who are spread by their parts. */
    private double people() {
        int whole = Math.min(users, firstPart);
        return whole + (double) (users - whole) / parts;
    }

    /** Adds up what lasts, to an instant. */
    public void settle(double now) {
        roll(now);
        lockedUntil(now);
    }

    private void lockedUntil(double now) {
        double seconds = now - settledSeconds;
        settledSeconds = now;
        for (int i = 0; i < limits; i++) {
            double userSeconds = lockedParts[i] * seconds / parts;
            tally.lockedSeconds[i] += userSeconds;
            tally.lockedInPeriodsSeconds += inPeriod() ? userSeconds : 0;
        }
    }

    /** The run is over: the last hour ends here. */
    public void end(double now) {
        settle(now);
        if (now > hourFromSeconds) {
            endHour(now);
        }
    }

    /** Ends every hour and every period that is over by an instant. */
    private void roll(double now) {
        while (now >= edgeSeconds) {
            double edge = edgeSeconds;
            lockedUntil(edge);
            if (edge >= hourFromSeconds + HOUR_SECONDS) {
                endHour(edge);
            }
            while (passedEdges < periodEdges.length && periodEdges[passedEdges] <= edge) {
                passEdge();
            }
            findEdge();
        }
    }

    private void findEdge() {
        double next = hourFromSeconds + HOUR_SECONDS;
        boolean more = passedEdges < periodEdges.length;
        edgeSeconds = more ? Math.min(next, periodEdges[passedEdges]) : next;
    }

    private void endHour(double now) {
        hourFromSeconds = now;
        tally.userHours += people();
        for (long[] bits : hour) {
            Arrays.fill(bits, 0);
        }
    }

    private void passEdge() {
        if (inPeriod()) {
            tally.userPeriods += people();
            for (int user = 0; user < users; user++) {
                int of = user < firstPart ? 1 : parts;
                tally.lockedPeriods += isMarked(locked, user) ? 1.0 / of : 0;
                tally.served.add(words.number(user), of);
            }
        }
        passedEdges++;
        for (int user = 0; user < users; user++) {
            words.number(user, 0);
        }
        Arrays.fill(locked, 0);
        for (long[] bits : period) {
            Arrays.fill(bits, 0);
        }
        if (inPeriod()) {
            periodFromSeconds = periodEdges[passedEdges - 1];
            for (int user = 0; user < users; user++) {
                if (lockedBy[user] != FREE) {
                    mark(locked, user);
                }
            }
        }
    }
}
