package headroom.clients;

import headroom.kernel.Streams;
import headroom.quota.CommonMeters;
import headroom.quota.Counts;
import headroom.quota.Limit;
import headroom.quota.Overage;
import headroom.quota.Quota;
import headroom.quota.Slots;
import headroom.stat.TimeWeighted;
import headroom.workload.Workload;

import org.jspecify.annotations.Nullable;

import umontreal.ssj.rng.RandomStream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The users of one tier in one cell: their meters, who starts the next session, and when. */
public final class Population {
    public final TierSpec spec;
    public final Quota quota;
    /** What a session of this tier may be, by index. */
    public final Workload[] workloads;

    /** A session of the user waits for a reset: at most one of theirs does. */
    private static final int LOCKED_OUT = 1;

    /** The user would take a larger plan. */
    private static final int WILLING = 2;

    /** The user has the plan of another tier. */
    private static final int UPGRADED = 4;

    /** From this bit on: one more than the cap at which the user has chosen the slow lane. */
    private static final int SLOW = 3;

    private final Reactions.@Nullable Upgrade upgrade;
    /** The tier whose plan users take. */
    private Population target;
    /** Slots of users in the quota of that tier; empty if nobody ever takes its plan. */
    private final int[] slots;
    /** The first slot of the own quota that nobody has. */
    private int freeSlot;

    private final @Nullable Overage overage;

    /** In parts of a user, as many as those have who are spread over several cells. */
    private final TimeWeighted upgradedParts = new TimeWeighted(0, 0);

    private final Crowds crowds;
    /** The scale of the caps, and that of each limit beside it. */
    private double capScale = 1;

    private final double[] ownScales;
    /** What holds for each user: bits of the constants above. */
    private final Slots words;

    private final int people;

    /** Requests that met a cap since the last decision on a larger plan; empty if there is none. */
    private final byte[] hits;

    private final TimeWeighted lockedParts = new TimeWeighted(0, 0);

    /** Users from this one on have one of so many parts here. */
    private final int firstPart;

    private final int parts;

    /** The populations of all tiers, which may take each other's plans. */
    public static Population[] all(List<TierSpec> tiers, List<ModelSpec> models, Streams streams) {
        Population[] all = new Population[tiers.size()];
        CommonMeters common = new CommonMeters();
        for (int i = 0; i < all.length; i++) {
            TierSpec t = tiers.get(i);
            int people = Math.max(1, t.users());
            Quota quota = new Quota(t.limits(), people + guests(tiers, i), common);
            all[i] = new Population(t, quota, models, streams);
        }
        for (Population p : all) {
            p.target = p.upgrade == null ? p : all[p.upgrade.tier()];
        }
        return all;
    }

    private static int guests(List<TierSpec> tiers, int of) {
        int guests = 0;
        for (TierSpec t : tiers) {
            Reactions.Upgrade upgrade = t.reactions().upgrade();
            if (upgrade != null && upgrade.tier() == of) {
                guests += upgrade.willing(t.users());
            }
        }
        return guests;
    }

    /**
     * The users of a tier.
     *
     * @param quota its limits, with room for users of other tiers who may take its plan
     */
    private Population(TierSpec spec, Quota quota, List<ModelSpec> models, Streams streams) {
        this.spec = spec;
        firstPart = spec.firstPart();
        parts = spec.parts();
        workloads = workloads(spec);
        people = Math.max(1, spec.users());
        this.quota = quota;
        words = quota.words();
        ownScales = new double[spec.limits().size()];
        Arrays.fill(ownScales, 1);
        for (int i = 0; i < spec.limits().size(); i++) {
            if (quota.isCap(i)) {
                quota.setGrace(i, spec.reactions().at(i, true).grace());
            }
        }
        freeSlot = people;
        target = this;
        upgrade = spec.reactions().upgrade();
        slots = new int[upgrade == null ? 0 : people];
        hits = new byte[upgrade == null ? 0 : people];
        Overage.Terms terms = spec.reactions().past().overage();
        overage = terms == null ? null : new Overage(terms, people);
        if (upgrade != null) {
            drawWilling(upgrade.willing(people), streams.of(spec.name() + ".upgrades"));
        }
        RandomStream users = streams.of(spec.name() + ".users");
        double[] activity = new double[people];
        crowds = new Crowds(spec, streams, users, activity, words);
        if (parts > 1) { // whoever is spread over several cells has a part of the limits in each
            quota.divide(firstPart, spec.users() - 1, 1.0 / parts);
        }
        if (!spec.isOpen()) {
            startWindows(models, activity, users);
        }
    }

    /** Exactly so many of the users, every set of them as likely as any other. */
    private void drawWilling(int willing, RandomStream random) {
        int left = willing;
        for (int user = 0; user < people; user++) {
            if (random.nextDouble() * (people - user) < left) {
                set(user, WILLING, true);
                left--;
            }
        }
    }

    /** Whether a user has taken the plan of another tier. */
    public boolean isUpgraded(int user) {
        return is(user, UPGRADED);
    }

    /** The tier whose limits users have: this one, or the one whose plan they take. */
    public Population plan(boolean upgraded) {
        return upgraded ? target : this;
    }

    /** Index of the tier whose plan users may take; -1: none. */
    public int largerPlan() {
        return upgrade == null ? -1 : upgrade.tier();
    }

    /** Whether any of the users may wait in line, under this plan or the one they take. */
    public boolean queues() {
        return spec.reactions().queues() || target.spec.reactions().queues();
    }

    /** Where the user's meters are in the quota of its plan. */
    public int slot(int user, boolean upgraded) {
        return upgraded ? slots[user] : user;
    }

    /** The user has met a cap; true if it decides for the larger plan because of it. */
    public boolean wantsLargerPlan(int user) {
        return upgrade != null
                && is(user, WILLING)
                && !is(user, UPGRADED)
                && ++hits[user] >= upgrade.hits();
    }

    /** The user takes the larger plan. */
    public void takeLargerPlan(int user, double timeSeconds) {
        slots[user] = target.takeSlot(timeSeconds);
        set(user, UPGRADED, true);
        slowAt(user, Quota.NONE); // limits of the plan that is left have other indices
        upgradedParts.add(timeSeconds, partsOf(user));
    }

    /** A slot for a user of another tier, whose long windows begin now. */
    private int takeSlot(double timeSeconds) {
        int slot = freeSlot++;
        for (int i = 0; i < spec.limits().size(); i++) {
            Limit limit = spec.limits().get(i);
            if (slot % limit.sharing() == 0 && limit.kind().elapsedSeconds(0.5) > 0) {
                quota.startWith(i, slot, timeSeconds, 0);
            }
        }
        return slot;
    }

    /** What users with a larger plan have paid more since this was last asked [$]. */
    public double drainUpgradeDollars(double timeSeconds) {
        double drained = upgradedParts.integral(timeSeconds) / parts;
        upgradedParts.restart(timeSeconds);
        return upgrade == null ? 0 : drained * upgrade.dollarsPerSecond();
    }

    /** Whether a user may pay past the limits. */
    public boolean mayPay(int user, double timeSeconds) {
        return overage == null || overage.admits(user, timeSeconds);
    }

    /** A user has paid past the limits. */
    public void pays(int user, double dollars, double timeSeconds) {
        if (overage != null) {
            overage.charge(user, timeSeconds, dollars);
        }
    }

    /** Users of the tier in the cell, at least one slot for open arrivals. */
    public int users() {
        return people;
    }

    private static Workload[] workloads(TierSpec spec) {
        List<Workload> all = new ArrayList<>(spec.workloads());
        Reactions.Ping ping = spec.reactions().ping();
        if (ping != null) {
            all.add(ping.tiny());
        }
        return all.toArray(new Workload[0]);
    }

    /** What users send to anchor their windows: an index into the workloads. */
    public int pingWorkload() {
        return spec.workloads().size();
    }

    /** Whether a workload is what users send to anchor their windows. */
    public boolean isPing(int workload) {
        return workload == pingWorkload();
    }

    /**
     * Puts every user in the middle of each long window, with the usage that the mean rate would
     * have left by then: a start near the stationary state, so that weekly caps bind from the first
     * day. Users of closed tiers have no such rate, and have used nothing; nor has anybody of what
     * tiers share. Who shares a meter shares the phase of the first of them.
     */
    private void startWindows(List<ModelSpec> models, double[] activity, RandomStream people) {
        double[] phase = new double[activity.length];
        Arrays.setAll(phase, user -> people.nextDouble());
        for (int i = 0; i < spec.limits().size(); i++) {
            Limit limit = spec.limits().get(i);
            if (limit.isOfAllTiers()) {
                continue; // no tier alone knows what all have used
            }
            double[] uses = perSession(limit.counts(), models);
            double mean = spec.meanOf(uses);
            double rate = mean * spec.sessionsPerSecond();
            double perUserSecond = rate / spec.users();
            int user = 0;
            while (user < phase.length) {
                int first = user;
                double weight = 0;
                for (; user < phase.length && user - first < limit.sharing(); user++) {
                    weight += activity[user] * timesMean(user, uses, mean);
                }
                double elapsed = limit.kind().elapsedSeconds(phase[first]);
                if (elapsed > 0) {
                    double used = weight * perUserSecond * elapsed;
                    double most = limit.cap() * quota.part(first);
                    quota.startWith(i, first, -elapsed, Math.min(used, most));
                }
            }
        }
    }

    /** Mean usage of a session of each workload, as a limit counts it. */
    private double[] perSession(Counts counts, List<ModelSpec> models) {
        return spec.workloads().stream()
                .mapToDouble(w -> models.get(w.modelIndex()).perSession(counts, w))
                .toArray();
    }

    /** How many times what sessions use on average those of a user do. */
    private double timesMean(int user, double[] uses, double mean) {
        boolean alike = user >= spec.firstWithoutKind() || mean == 0;
        return alike ? 1 : uses[crowds.workload(user, 0)] / mean;
    }

    /** Scales those limits that scale. */
    public void scaleCaps(double factor) {
        capScale = factor;
        for (int i = 0; i < ownScales.length; i++) {
            quota.setScale(i, scale(i));
        }
    }

    /** Sets a limit's own scale and what usage counts against it; true if that raises it. */
    public boolean setTerms(int limit, double scale, double weight) {
        boolean raised = scale > ownScales[limit];
        ownScales[limit] = scale;
        quota.setScale(limit, scale(limit));
        quota.setWeight(limit, weight);
        return raised;
    }

    private double scale(int limit) {
        boolean scales = spec.scaled() && spec.limits().get(limit).scaled();
        return scales ? ownScales[limit] * capScale : ownScales[limit];
    }

    /** The session start that follows the one that is now due [s]. */
    public double nextSessionSeconds() {
        return crowds.nextSessionSeconds();
    }

    /** The user who starts the session that is due. */
    public int user() {
        return crowds.user();
    }

    /** What the session that is due is for: an index into the workloads of the tier. */
    public int workload() {
        return crowds.workload();
    }

    /** What a session of a user is for that nobody timed, from a uniform. */
    public int workload(int user, double u) {
        return crowds.workload(user, u);
    }

    /** The number of the session that is due, which no other of the tier has. */
    public int number() {
        return crowds.number();
    }

    /** The cap past which the user goes on in the slow lane until it admits again; -1: none. */
    public int slowAt(int user) {
        return (words.bits(user) >> SLOW) - 1;
    }

    public void slowAt(int user, int limit) {
        int others = words.bits(user) & (1 << SLOW) - 1;
        words.bits(user, limit + 1 << SLOW | others);
    }

    private boolean is(int user, int flag) {
        return (words.bits(user) & flag) != 0;
    }

    private void set(int user, int flag, boolean on) {
        int bits = words.bits(user);
        words.bits(user, on ? bits | flag : bits & ~flag);
    }

    public boolean isLockedOut(int user) {
        return is(user, LOCKED_OUT);
    }

    public void lockOut(int user, double timeSeconds) {
        set(user, LOCKED_OUT, true);
        lockedParts.add(timeSeconds, partsOf(user));
    }

    public void release(int user, double timeSeconds) {
        set(user, LOCKED_OUT, false);
        lockedParts.add(timeSeconds, -partsOf(user));
    }

    /** How many parts of a user are here. */
    private int partsOf(int user) {
        return user < firstPart ? parts : 1;
    }

    /** User-seconds locked out since this was last asked [s]. */
    public double drainLockedSeconds(double timeSeconds) {
        double drained = lockedParts.integral(timeSeconds) / parts;
        lockedParts.restart(timeSeconds);
        return drained;
    }
}
