package headroom.quota;

import java.util.Arrays;
import java.util.List;

/**
 * All limits of one tier in one cell, nested with AND: a request passes when each of them admits
 * it. Nothing is charged unless all do.
 */
public final class Quota {
    /** No limit: none stands in the way. */
    public static final int NONE = -1;

    /** A scale that no usage comes near to, and small enough to divide by. */
    public static final double UNLIMITED = 0x1p100;

    /** From this scale on a limit is out of force, whatever else scales it. */
    private static final double OUT_OF_FORCE = 0x1p64;

    /** Five hours [s]. */
    public static final double FIVE_HOURS_SECONDS = 5 * 3600;

    /** A week [s]. */
    public static final double WEEK_SECONDS = 7 * 86_400;

    private final Limit[] limits;
    private final Counts[] counts;
    private final Meter[] meters;
    private final double[] scales;
    /** Share by which what is under way may exceed each limit. */
    private final double[] graces;

    private final double[] weights;
    private final Slots words;
    private final boolean sharesPlaces;
    private boolean gracious;

    /** Users who have only a part of their limits here, and how large it is. */
    private int firstDivided = Integer.MAX_VALUE;

    private int lastDivided = -1;
    private double part = 1;

    /** The limits of a tier that shares none with others. */
    public Quota(List<Limit> limits, int users) {
        this(limits, users, new CommonMeters());
    }

    /**
     * The limits of a tier.
     *
     * @param common meters that tiers of the cell share
     */
    public Quota(List<Limit> limits, int users, CommonMeters common) {
        if (limits.size() > Limit.MOST) {
            throw new IllegalArgumentException(limits.size() + " limits");
        }
        this.limits = limits.toArray(new Limit[0]);
        counts = limits.stream().map(Limit::counts).toArray(Counts[]::new);
        meters = new Meter[limits.size()];
        int width = limits.stream().mapToInt(Limit::width).sum();
        Slots slots = Slots.alone(users, width + 1);
        words = slots.from(width);
        int offset = 0;
        for (int i = 0; i < meters.length; i++) {
            Limit limit = this.limits[i];
            Slots beside = slots.from(offset);
            meters[i] = limit.isOfAllTiers()
                    ? common.of(limit, beside)
                    : limit.meter(limit.slots(users), beside);
            offset += limit.width();
        }
        scales = new double[limits.size()];
        Arrays.fill(scales, 1);
        graces = new double[limits.size()];
        weights = scales.clone();
        sharesPlaces = limits.stream()
                .anyMatch(l -> l.sharing() > 1 && l.kind() instanceof Limit.Kind.AtOnce);
    }

    /** Whether a limit is a usage cap; else it is a rate limit, or none. */
    public boolean isCap(int limit) {
        return limit >= 0 && limits[limit].refusal() == Limit.Refusal.CAP;
    }

    /** Whether a limit is one of requests at once, of which nobody knows when it admits more. */
    public boolean isAtOnce(int limit) {
        return limit >= 0 && limits[limit].kind() instanceof Limit.Kind.AtOnce;
    }

    /** Whether any limit of requests at once is shared. */
    public boolean sharesPlaces() {
        return sharesPlaces;
    }

    /** Whether there is a limit that counts requests such as this. */
    public boolean counts(int limit, Usage usage) {
        return limit != NONE && counts[limit].holds(usage.model());
    }

    /** Requests that limits of requests at once count now, each once a limit. */
    public long underWay() {
        long sum = 0;
        for (Meter meter : meters) {
            sum += meter instanceof Concurrency places ? places.underWay() : 0;
        }
        return sum;
    }

    /** Whether requests to a model may meet a limit now: it counts them and is in force. */
    private boolean bears(int limit, Usage usage) {
        return counts[limit].holds(usage.model()) && scales[limit] < OUT_OF_FORCE;
    }

    /** A word for each user beside its meters, for whoever has the users. */
    public Slots words() {
        return words;
    }

    /** Scales a limit from now on. */
    public void setScale(int limit, double factor) {
        if (!(factor > 0)) {
            throw new IllegalArgumentException(limits[limit].name() + ": scaled by " + factor);
        }
        scales[limit] = factor;
    }

    /** Sets the share of a limit by which what is under way may exceed it. */
    public void setGrace(int limit, double share) {
        graces[limit] = share;
        gracious |= share > 0;
    }

    /** These users have only this part of each of their own limits in this cell. */
    public void divide(int firstUser, int lastUser, double partHere) {
        firstDivided = firstUser;
        lastDivided = lastUser;
        part = partHere;
    }

    /** Whether any limit may be exceeded by what is under way. */
    public boolean isGracious() {
        return gracious;
    }

    /** What usage counts against a limit from now on. */
    public void setWeight(int limit, double factor) {
        if (!(factor > 0)) {
            throw new IllegalArgumentException(limits[limit].name() + ": weight " + factor);
        }
        // what is under way is a count, whatever it weighs
        weights[limit] = limits[limit].kind() instanceof Limit.Kind.AtOnce ? 1 : factor;
    }

    /** What everybody used of a limit before this instant is forgotten. */
    public void reset(int limit, double timeSeconds) {
        meters[limit].reset(timeSeconds);
    }

    /** Sets what had been used when the run began of the meter of a user and who shares it. */
    public void startWith(int limit, int user, double startSeconds, double used) {
        if (!(used >= 0)) {
            throw new IllegalArgumentException(limits[limit].name() + ": " + used + " used");
        }
        meters[limit].startWith(slot(limit, user), startSeconds, used);
    }

    private int slot(int limit, int user) {
        int sharing = limits[limit].sharing();
        return sharing == 1 ? user : user / sharing;
    }

    private double scale(int limit, int user) {
        return limits[limit].sharing() == 1 ? scales[limit] * part(user) : scales[limit];
    }

    /** The part that a user has of each of its own limits here. */
    public double part(int user) {
        return user >= firstDivided && user <= lastDivided ? part : 1;
    }

    /** The first limit that stands in the way of a request even with its grace, or NONE. */
    public int askGrace(int user, double timeSeconds, Usage usage) {
        for (int i = 0; i < meters.length; i++) {
            if (mayRefuse(i, usage)
                    && !meters[i].admitsOver(
                            slot(i, user),
                            timeSeconds,
                            asked(i, usage),
                            scale(i, user),
                            graces[i])) {
                return i;
            }
        }
        return NONE;
    }

    /** The first limit that stands in the way of a request, or NONE. */
    public int ask(int user, double timeSeconds, Usage usage) {
        for (int i = 0; i < meters.length; i++) {
            if (stands(i, user, timeSeconds, usage, scale(i, user))) {
                return i;
            }
        }
        return NONE;
    }

    private boolean stands(int i, int user, double timeSeconds, Usage usage, double scale) {
        return mayRefuse(i, usage)
                && !admits(meters[i], slot(i, user), timeSeconds, asked(i, usage), scale);
    }

    private boolean mayRefuse(int i, Usage usage) {
        return bears(i, usage) && limits[i].refusal() != Limit.Refusal.QUEUE;
    }

    // Where meters of many kinds meet at one call, nothing is inlined. The usual kinds are asked
    // by name first: that halves what a request costs here.

    private static boolean admits(Meter m, int slot, double now, double cost, double scale) {
        if (m instanceof TokenBucket bucket) {
            return bucket.admits(slot, now, cost, scale);
        } else if (m instanceof AnchoredWindow window) {
            return window.admits(slot, now, cost, scale);
        } else if (m instanceof PhasedWindow window) {
            return window.admits(slot, now, cost, scale);
        }
        return m.admits(slot, now, cost, scale);
    }

    private static void begin(Meter m, int slot, double now, double cost, double scale) {
        if (m instanceof TokenBucket bucket) {
            bucket.begin(slot, now, cost, scale);
        } else if (m instanceof AnchoredWindow window) {
            window.begin(slot, now, cost, scale);
        } else if (m instanceof PhasedWindow window) {
            window.begin(slot, now, cost, scale);
        } else {
            m.begin(slot, now, cost, scale);
        }
    }

    private static void charge(Meter m, int slot, double now, double cost, double scale) {
        if (m instanceof TokenBucket bucket) {
            bucket.charge(slot, now, cost, scale);
        } else if (m instanceof AnchoredWindow window) {
            window.charge(slot, now, cost, scale);
        } else if (m instanceof PhasedWindow window) {
            window.charge(slot, now, cost, scale);
        } else {
            m.charge(slot, now, cost, scale);
        }
    }

    /** What a request must find free: what is charged then, or one where nothing is known. */
    private double asked(int limit, Usage usage) {
        return counts[limit].chargesAtStart()
                ? times(limit, usage, counts[limit].atStart(usage))
                : 1;
    }

    /**
     * A request that every limit admitted begins: windows open, its known costs are charged.
     *
     * @return how long it waits for its turn where limits queue, after those before it; else 0 [s]
     */
    public double begin(int user, double timeSeconds, Usage usage) {
        double wait = 0;
        for (int i = 0; i < meters.length; i++) {
            if (!counts[i].holds(usage.model())) {
                continue;
            }
            int slot = slot(i, user);
            if (limits[i].refusal() == Limit.Refusal.QUEUE && bears(i, usage)) {
                double cost = asked(i, usage);
                wait = Math.max(
                        wait, meters[i].waitSeconds(slot, timeSeconds, cost, scale(i, user)));
            }
            boolean known = counts[i].chargesAtStart();
            double cost = known ? times(i, usage, counts[i].atStart(usage)) : 0;
            begin(meters[i], slot, timeSeconds, cost, scale(i, user));
        }
        return wait;
    }

    /** A request ends with an answer: what was not known before is charged. */
    public void end(int user, double timeSeconds, Usage usage) {
        for (int i = 0; i < meters.length; i++) {
            if (!counts[i].holds(usage.model())) {
                continue;
            }
            if (counts[i].chargesAtEnd()) {
                double cost = times(i, usage, counts[i].atEnd(usage));
                charge(meters[i], slot(i, user), timeSeconds, cost, scale(i, user));
            } else if (limits[i].kind() instanceof Limit.Kind.AtOnce) {
                meters[i].over(slot(i, user));
            }
        }
    }

    /** A request that had begun ends without an answer: its estimated output is given back. */
    public void lose(int user, double timeSeconds, Usage usage) {
        for (int i = 0; i < meters.length; i++) {
            if (counts[i].holds(usage.model())) {
                int slot = slot(i, user);
                double back = times(i, usage, counts[i].atLoss(usage));
                if (back > 0) {
                    meters[i].charge(slot, timeSeconds, -back, scale(i, user));
                }
                meters[i].over(slot);
            }
        }
    }

    private double times(int limit, Usage usage, double cost) {
        double counted = cost * weights[limit];
        return limits[limit].peak() ? counted * usage.peakFactor() : counted;
    }

    /** When the usage caps that now stand in the way are reset [s]; now if none does. */
    public double reopensSeconds(int user, double timeSeconds, Usage usage) {
        double reopens = timeSeconds;
        for (int i = 0; i < meters.length; i++) {
            if (isCap(i) && bears(i, usage)) {
                double cost = asked(i, usage);
                double opens =
                        meters[i].opensSeconds(slot(i, user), timeSeconds, cost, scale(i, user));
                reopens = Math.max(reopens, opens);
            }
        }
        return reopens;
    }

    /** How long the rate limits in the way ask the client to wait; zero if none is [s]. */
    public double retrySeconds(int user, double timeSeconds, Usage usage) {
        double wait = 0;
        for (int i = 0; i < meters.length; i++) {
            if (limits[i].refusal() == Limit.Refusal.RATE_LIMIT && bears(i, usage)) {
                double cost = asked(i, usage);
                double one =
                        meters[i].waitSeconds(slot(i, user), timeSeconds, cost, scale(i, user));
                wait = Math.max(wait, one);
            }
        }
        return wait;
    }

    /** Share used of the usage cap that is used most; 1 and above: at the limit. */
    public double usedShare(int user, double timeSeconds) {
        double share = 0;
        for (int i = 0; i < meters.length; i++) {
            if (isCap(i)) {
                double one = meters[i].usedShare(slot(i, user), timeSeconds, scale(i, user));
                share = Math.max(share, one);
            }
        }
        return share;
    }
}
