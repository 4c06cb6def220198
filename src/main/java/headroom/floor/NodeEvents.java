package headroom.floor;

import headroom.faults.FaultListener;
import headroom.faults.FaultPlan;
import headroom.faults.Faults;
import headroom.kernel.Streams;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.PriorityQueue;

/**
 * What happens to the nodes of a floor, as one sequence in time: failures, their detection and
 * repair, and planned drains. Of gangs on a node that fails, those who keep the jobs are told.
 * Nodes that are away do not fail, unless whoever has them is told.
 */
public final class NodeEvents implements FaultListener {
    private final NodeFloor floor;
    private final Gangs gangs;
    private final @Nullable Faults faults;
    /** Begins and ends of drains, earliest first, each begin before its end. */
    private final PriorityQueue<Turn> turns = new PriorityQueue<>();

    private int cause;
    /** Who is told of drains of nodes that are away; null: nobody. */
    private @Nullable Away others;
    /** The same of their failures; null: what is away does not fail. */
    private @Nullable Away struck;

    /** Who has the nodes that are away. */
    public interface Away {
        /** A node that is away fails, at the same time as the others of its group. */
        void failed(int node);

        /** A node that failed while it was away works again. */
        void back(int node);

        /** A node that is away is to take no more work. */
        void drained(int node);

        /** A node that was drained while it was away may take work again. */
        void undrained(int node);
    }

    /** Who keeps the jobs. */
    public interface Gangs {
        /** A gang stands still, and keeps its GPUs; it may have been told before. */
        void stall(int job, int cause);

        /** A gang is known to stand still: it gives up all GPUs at once. */
        void kill(int job, int cause);
    }

    private record Turn(double timeSeconds, int order, FloorPlan.Drain drain, boolean isEnd)
            implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            int byTime = Double.compare(timeSeconds, other.timeSeconds);
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    /** From time 0; faults may be null. */
    public NodeEvents(
            NodeFloor floor,
            List<FloorPlan.Drain> drains,
            @Nullable FaultPlan plan,
            Streams streams,
            Gangs gangs) {
        this.floor = floor;
        this.gangs = gangs;
        faults = plan == null ? null : new Faults(plan, this, streams);
        for (FloorPlan.Drain drain : drains) {
            turns.add(new Turn(drain.startSeconds(), turns.size(), drain, false));
            if (drain.endSeconds() < Double.POSITIVE_INFINITY) {
                turns.add(new Turn(drain.endSeconds(), turns.size(), drain, true));
            }
        }
        for (int node = 0; node < floor.nodes() && faults != null; node++) {
            if (floor.isAway(node)) {
                faults.sendAway(node);
            }
        }
    }

    /** Whether any node is still to be drained. */
    public boolean hasDrains() {
        return !turns.isEmpty();
    }

    /**
     * From time 0 whoever has the nodes that are away is told what happens to them.
     *
     * @param fail whether they fail like all
     */
    public void tell(Away whoHasThem, boolean fail) {
        others = whoHasThem;
        if (fail) {
            strikeAway(whoHasThem);
        }
    }

    private void strikeAway(Away whoHasThem) {
        struck = whoHasThem;
        for (int node = 0; node < floor.nodes() && faults != null; node++) {
            if (floor.isAway(node)) {
                faults.bringHome(node);
            }
        }
    }

    /** Whether a node is with others. */
    public boolean isAway(int node) {
        return floor.isAway(node);
    }

    private boolean canComeHome(int node) {
        return floor.isAway(node)
                && !floor.isDrained(node)
                && (faults == null || faults.isUp(node));
    }

    /** An empty node goes away: it is with others. */
    void sendAway(int node) {
        floor.sendAway(node);
        if (faults != null && struck == null) {
            faults.sendAway(node);
        }
    }

    /** The first nodes that are away come home, but those down or drained; how many. */
    int bringHome(int most) {
        int came = 0;
        for (int node = 0; node < floor.nodes() && came < most; node++) {
            if (canComeHome(node)) {
                floor.bringHome(node);
                if (faults != null && struck == null) {
                    faults.bringHome(node);
                }
                came++;
            }
        }
        return came;
    }

    /** When the next thing happens; infinite if nothing does [s]. */
    public double nextSeconds() {
        return Math.min(faultSeconds(), drainSeconds());
    }

    /** Whether the next thing is a failure. */
    public boolean isFailureNext() {
        return faults != null && faultSeconds() <= drainSeconds() && faults.isFailureNext();
    }

    private double faultSeconds() {
        return faults == null ? Double.POSITIVE_INFINITY : faults.nextSeconds();
    }

    private double drainSeconds() {
        return turns.isEmpty() ? Double.POSITIVE_INFINITY : turns.peek().timeSeconds();
    }

    /** Does what is next. */
    public void fire() {
        if (faults != null && faultSeconds() <= drainSeconds()) {
            faults.fire();
            return;
        }
        Turn turn = turns.remove();
        int end = turn.drain().firstNode() + turn.drain().nodes();
        for (int node = turn.drain().firstNode(); node < end; node++) {
            if (turn.isEnd()) {
                undrain(node);
            } else {
                drain(node);
            }
        }
    }

    private void drain(int node) {
        boolean isFirst = !floor.isDrained(node);
        floor.drain(node);
        if (others != null && isFirst && floor.isAway(node)) {
            others.drained(node);
        }
    }

    private void undrain(int node) {
        floor.undrain(node);
        if (others != null && !floor.isDrained(node) && floor.isAway(node)) {
            others.undrained(node);
        }
    }

    @Override
    public void nodeFailed(int node, int ofCause, double timeSeconds) {
        if (struck != null && floor.isAway(node)) {
            struck.failed(node);
            return;
        }
        floor.fail(node);
        cause = ofCause;
        floor.forEachOn(node, this::stall);
    }

    private void stall(int job) {
        gangs.stall(job, cause);
    }

    @Override
    public void nodeDetected(int node, int ofCause, double timeSeconds) {
        int job = floor.jobOn(node);
        while (job >= 0) {
            gangs.kill(job, ofCause);
            job = floor.jobOn(node);
        }
    }

    @Override
    public void nodeBack(int node, double timeSeconds) {
        if (struck != null && floor.isAway(node)) {
            struck.back(node);
            return;
        }
        floor.repair(node);
    }
}
