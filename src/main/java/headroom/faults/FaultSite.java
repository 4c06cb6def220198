package headroom.faults;

import headroom.faults.FaultClass.Remedy;
import headroom.faults.Onsets.Replayed;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;

/** What the parts of one {@link Faults} share: nodes, machines, classes and their streams. */
final class FaultSite {
    private final FaultPlan plan;
    private final Nodes nodes;
    private final Machines machines;
    private final Pending pending = new Pending();
    private final Onsets[] onsets;
    /** Draws of detection and remedy, by class. */
    private final FastStream[] randoms;
    /** By class, whether a component that is repaired as one is down; empty for others. */
    private final boolean[][] groupDown;

    FaultSite(FaultPlan plan, FaultListener listener, Streams streams) {
        this.plan = plan;
        int places = plan.topology().nodes();
        nodes = new Nodes(places, listener);
        int spares = plan.upkeep().spares();
        machines = new Machines(places, spares, plan.lemons(), streams.of("lemons"));
        int count = plan.classes().size();
        onsets = new Onsets[count];
        randoms = new FastStream[count];
        groupDown = new boolean[count][];
        for (int cause = 0; cause < count; cause++) {
            Streams own = streams.child(type(cause).name());
            randoms[cause] = own.of("remedy");
            onsets[cause] = open(type(cause), own);
            groupDown[cause] = new boolean[isGroup(cause) ? groups(type(cause)) : 0];
        }
    }

    private Onsets open(FaultClass type, Streams own) {
        FastStream random = own.of("onset");
        int groups = groups(type);
        if (type.onset() instanceof Onset.Constant constant) {
            Superposed.Hazard hazard = Superposed.Hazard.of(constant);
            return new Superposed(hazard, machines, groups, random, own.of("victim"));
        }
        if (type.onset() instanceof Onset.Ageing ageing) {
            Superposed.Hazard hazard = Superposed.Hazard.of(ageing);
            return new Superposed(hazard, machines, groups, random, own.of("victim"));
        }
        if (type.onset() instanceof Onset.Renewal renewal) {
            return new Lives(renewal.lifeSeconds(), machines, groups, random);
        }
        return new Replayed(((Onset.Recorded) type.onset()).outages());
    }

    /** Components of a class of groups; 0 if its components are machines. */
    private int groups(FaultClass type) {
        return type.scope() == Scope.NODE ? 0 : plan.topology().groups(type.scope());
    }

    Topology topology() {
        return plan.topology();
    }

    Nodes nodes() {
        return nodes;
    }

    Machines machines() {
        return machines;
    }

    Pending pending() {
        return pending;
    }

    int causes() {
        return onsets.length;
    }

    FaultClass type(int cause) {
        return plan.classes().get(cause);
    }

    Onsets onsets(int cause) {
        return onsets[cause];
    }

    Remedy remedy(int cause) {
        return type(cause).remedy();
    }

    FastStream random(int cause) {
        return randoms[cause];
    }

    /** Whether a failure of the class is of a group as a whole. */
    boolean isGroup(int cause) {
        return type(cause).scope() != Scope.NODE && type(cause).hitShare() == 1;
    }

    boolean isGroupDown(int cause, int group) {
        return groupDown[cause][group];
    }

    void groupFails(int cause, int group) {
        groupDown[cause][group] = true;
    }

    /** The first node out of service in an outage of the class. */
    int first(int cause, int component) {
        return isGroup(cause) ? topology().firstNode(component, type(cause).scope()) : component;
    }

    /** The node behind the last one out of service in an outage of the class. */
    int end(int cause, int component) {
        return isGroup(cause) ? topology().endNode(component, type(cause).scope()) : component + 1;
    }

    /** A repair of a machine or a group ends; nodes hit by a shock do not renew its source. */
    void renew(int cause, int component, double nowSeconds) {
        if (isGroup(cause)) {
            groupDown[cause][component] = false;
        }
        if (type(cause).hitShare() == 1) {
            onsets[cause].renew(component, nowSeconds);
        }
    }
}
