package headroom.faults;

import headroom.faults.Onset.Recorded;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;

/**
 * The failures and returns of the nodes of a site as one sequence in time, pulled by whoever keeps
 * the clock: {@link #nextSeconds} says when, {@link #fire} does it and tells the listener.
 *
 * <p>However many nodes there are, a class of failures has one time pending; beside these there is
 * one for each outage in progress, spare being set up and change of spell ({@link #pending}). At
 * equal times failures come before all that ends, else what was entered first is first.
 *
 * <p>A component fails only while all of it can: a node that is down for any reason does not fail,
 * nor does a group that is down for this cause, while its nodes may be down one by one. A node is
 * back when no reason is left. Random numbers come from streams named by class, so that adding a
 * class leaves the candidates of the others as they are.
 *
 * <p>A node that is away, because it is used for something that fails otherwise, does not fail, nor
 * does a group of such nodes: what would strike them is passed over. For rates and Weibull hazards
 * that is thinning, so failures are those of the nodes that are here, at their age on the calendar;
 * a life that ends away begins anew there and then. A group with some nodes here fails with these,
 * and its other nodes cannot come home until it is mended.
 */
public final class Faults {
    private final FaultSite site;
    private final Nodes nodes;
    private final Pending pending;
    private final Repairs repairs;
    private final Victims victims;
    private final Spells spells;
    private final long[] failures;
    private int dueCause;
    private double dueSeconds;

    public Faults(FaultPlan plan, FaultListener listener, Streams streams) {
        site = new FaultSite(plan, listener, streams);
        nodes = site.nodes();
        pending = site.pending();
        repairs = new Repairs(site, plan.upkeep(), streams.of("setup"));
        victims = new Victims(site, streams);
        spells = new Spells(plan.rough(), site, streams.of("spells"));
        failures = new long[site.causes()];
        requireNodes(plan);
        findDue();
    }

    private static void requireNodes(FaultPlan plan) {
        for (FaultClass type : plan.classes()) {
            if (type.onset() instanceof Recorded recorded) {
                for (Onset.Outage outage : recorded.outages()) {
                    if (outage.node() >= plan.topology().nodes()) {
                        throw new IllegalArgumentException(type.name() + ": node " + outage.node()
                                + " of " + plan.topology().nodes());
                    }
                }
            }
        }
    }

    /** When the next thing happens [s]; infinite if nothing ever does. */
    public double nextSeconds() {
        return Math.min(dueSeconds, pending.nextSeconds());
    }

    /** Whether the next thing is a failure and not an end of something. */
    public boolean isFailureNext() {
        return dueSeconds <= pending.nextSeconds();
    }

    /** Does what is due at {@link #nextSeconds}; the listener may hear of none or many nodes. */
    public void fire() {
        double now = nextSeconds();
        if (now == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("nothing is due");
        }
        if (isFailureNext()) {
            int component = site.onsets(dueCause).fire();
            if (component >= 0) {
                strike(dueCause, component, now);
            }
        } else {
            proceed(now);
        }
        findDue();
    }

    /** Does all that is due up to and including the time. */
    public void runUntil(double seconds) {
        while (nextSeconds() <= seconds) {
            fire();
        }
    }

    /** A node that is up does not fail from now on. */
    public void sendAway(int node) {
        nodes.setAway(node, true);
    }

    /** A node that is up and was away may fail again. */
    public void bringHome(int node) {
        nodes.setAway(node, false);
    }

    public boolean isUp(int node) {
        return nodes.isUp(node);
    }

    public int nodesUp() {
        return nodes.up();
    }

    /** Components of the class that failed; for a common shock the shocks. */
    public long failures(int cause) {
        return failures[cause];
    }

    /** How many times are pending: one a class, and one for each thing in progress. */
    public int pending() {
        return site.causes() + pending.size();
    }

    private void findDue() {
        dueSeconds = Double.POSITIVE_INFINITY;
        for (int cause = 0; cause < site.causes(); cause++) {
            double next = site.onsets(cause).nextSeconds();
            if (next < dueSeconds) {
                dueSeconds = next;
                dueCause = cause;
            }
        }
    }

    private void proceed(double now) {
        Pending.Step step = pending.step();
        int subject = pending.subject();
        pending.remove();
        switch (step) {
            case DETECTED -> repairs.detect(subject, now);
            case RESTARTED -> repairs.mended(subject, now);
            case REPAIRED -> repairs.repaired(subject, now);
            case SPARE_READY -> repairs.spareReady(subject, now);
            case SPELL -> spells.turn(now);
        }
    }

    /** A component is due: it fails, if it can, and may take others with it. */
    private void strike(int cause, int component, double now) {
        FaultClass type = site.type(cause);
        if (type.onset() instanceof Recorded recorded) {
            failures[cause]++;
            repairs.failRecorded(cause, recorded.outages().get(component));
            return;
        }
        boolean node = type.scope() == Scope.NODE;
        int place = node ? site.machines().placeOf(component) : component;
        if (place < 0 || !fail(cause, place, now) || type.spread() == null) {
            return;
        }
        int further = victims.spread(cause, place);
        for (int i = 0; i < further; i++) {
            fail(cause, victims.victim(i), now);
        }
    }

    /** Whether the component of the class at that place could fail; if so it does. */
    private boolean fail(int cause, int place, double now) {
        FaultClass type = site.type(cause);
        if (isWhollyAway(type, place)) {
            return false;
        }
        if (type.hitShare() < 1) {
            shock(cause, place, now);
        } else if (site.isGroup(cause)) {
            if (site.isGroupDown(cause, place)) {
                return false;
            }
            site.groupFails(cause, place);
            repairs.failGroup(cause, place, now);
        } else {
            if (!nodes.isUp(place)) {
                return false;
            }
            repairs.failNode(cause, place, now);
        }
        failures[cause]++;
        return true;
    }

    private boolean isWhollyAway(FaultClass type, int place) {
        Topology topology = site.topology();
        int first = topology.firstNode(place, type.scope());
        return !nodes.isAnyHere(first, topology.endNode(place, type.scope()));
    }

    /** Each node of the group that can fails with the probability of the class. */
    private void shock(int cause, int group, double now) {
        Topology topology = site.topology();
        FaultClass type = site.type(cause);
        int end = topology.endNode(group, type.scope());
        FastStream random = victims.random(cause);
        for (int node = topology.firstNode(group, type.scope()); node < end; node++) {
            if (random.nextDouble() < type.hitShare() && nodes.canFail(node)) {
                repairs.failNode(cause, node, now);
            }
        }
    }
}
