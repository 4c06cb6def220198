package headroom.faults;

import headroom.faults.FaultClass.Remedy;
import headroom.faults.FaultPlan.Upkeep;
import headroom.faults.Pending.Step;
import headroom.kernel.FastStream;
import headroom.variates.Law;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/**
 * The way of an outage: failed, detected, then restarted in place, or repaired by a crew while a
 * spare takes the place of the machine. A machine repaired goes back to its place if that still
 * waits, else it is a spare. Groups and recorded outages know no spares.
 */
final class Repairs {
    private final FaultSite site;
    private final Nodes nodes;
    private final Machines machines;
    private final Pending pending;
    private final Outages outages = new Outages();
    private final SparePool spares;
    private final @Nullable Law setupSeconds;
    private final FastStream setup;
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final int crews;
    private int busyCrews;

    Repairs(FaultSite site, Upkeep upkeep, FastStream setup) {
        this.site = site;
        this.nodes = site.nodes();
        this.machines = site.machines();
        this.pending = site.pending();
        this.spares = new SparePool(site.topology().nodes(), upkeep.spares());
        this.setupSeconds = upkeep.setupSeconds();
        this.setup = setup;
        this.crews = upkeep.crews() == 0 ? Integer.MAX_VALUE : upkeep.crews();
    }

    /** The node at a place fails, which was up. */
    void failNode(int cause, int place, double now) {
        int machine = machines.machineAt(place);
        machines.countFailure(machine);
        nodes.fail(place, cause, now);
        notice(outages.ofNode(cause, place, machine), now);
    }

    /** All nodes of a group fail, some of which may be down. */
    void failGroup(int cause, int group, double now) {
        for (int node = site.first(cause, group); node < site.end(cause, group); node++) {
            nodes.fail(node, cause, now);
        }
        notice(outages.ofComponent(cause, group), now);
    }

    /** A node fails and is back as recorded. */
    void failRecorded(int cause, Onset.Outage recorded) {
        double now = recorded.startSeconds();
        int outage = outages.ofComponent(cause, recorded.node());
        nodes.fail(recorded.node(), cause, now);
        nodes.detect(recorded.node(), cause, now);
        pending.add(recorded.endSeconds(), Step.RESTARTED, outage);
    }

    private void notice(int outage, double now) {
        int cause = outages.cause(outage);
        double delay = site.remedy(cause).detectionSeconds().draw(site.random(cause));
        if (delay > 0) {
            pending.add(now + delay, Step.DETECTED, outage);
        } else {
            detect(outage, now);
        }
    }

    /** The outage becomes known, and something is done about it. */
    void detect(int outage, double now) {
        int cause = outages.cause(outage);
        int component = outages.component(outage);
        for (int node = site.first(cause, component); node < site.end(cause, component); node++) {
            nodes.detect(node, cause, now);
        }
        Remedy remedy = site.remedy(cause);
        boolean restart = site.random(cause).nextDouble() < remedy.restartShare();
        if (restart && !isToGo(outage)) {
            double length = remedy.restartSeconds().draw(site.random(cause));
            pending.add(now + length, Step.RESTARTED, outage);
            return;
        }
        if (outages.isOfMachine(outage)) {
            occupy(component, spares.take(component), now);
        }
        if (remedy.crew() && busyCrews == crews) {
            queue.add(outage);
        } else {
            repair(outage, now);
        }
    }

    private void repair(int outage, double now) {
        Remedy remedy = site.remedy(outages.cause(outage));
        busyCrews += remedy.crew() ? 1 : 0;
        double length = remedy.repairSeconds().draw(site.random(outages.cause(outage)));
        pending.add(now + length, Step.REPAIRED, outage);
    }

    /** A repair ends; the crew goes to the next. */
    void repaired(int outage, double now) {
        if (site.remedy(outages.cause(outage)).crew()) {
            busyCrews--;
            if (!queue.isEmpty()) {
                repair(queue.remove(), now);
            }
        }
        if (!isToGo(outage) || machines.takeOut(outages.machine(outage))) {
            mended(outage, now);
        } else {
            outages.close(outage);
        }
    }

    /** What the outage is of works again. */
    void mended(int outage, double now) {
        int cause = outages.cause(outage);
        int component = outages.component(outage);
        if (!outages.isOfMachine(outage)) {
            for (int node = site.first(cause, component);
                    node < site.end(cause, component);
                    node++) {
                nodes.mend(node, now);
            }
            site.renew(cause, component, now);
        } else {
            int machine = outages.machine(outage);
            site.renew(cause, machine, now);
            if (machines.placeOf(machine) == component) {
                spares.stopWaiting(component);
                nodes.mend(component, now);
            } else {
                occupy(spares.give(machine), machine, now);
            }
        }
        outages.close(outage);
    }

    /** The spare that was set up works. */
    void spareReady(int place, double now) {
        nodes.mend(place, now);
    }

    private void occupy(int place, int spare, double now) {
        if (place >= 0 && spare >= 0 && setupSeconds != null) {
            machines.replace(place, spare);
            pending.add(now + setupSeconds.draw(setup), Step.SPARE_READY, place);
        }
    }

    private boolean isToGo(int outage) {
        return outages.isOfMachine(outage) && machines.isToGo(outages.machine(outage));
    }
}
