package headroom.faults;

import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told and checks that every node walks the way it should. */
final class Log implements FaultListener {
    final List<String> lines = new ArrayList<>();
    /** 0 up, 1 failed, 2 detected, by node. */
    private final int[] states;

    private double clock;
    private int up;

    Log(int nodes) {
        states = new int[nodes];
        up = nodes;
    }

    int up() {
        return up;
    }

    @Override
    public void nodeFailed(int node, int cause, double timeSeconds) {
        step(node, 0, 1, timeSeconds);
        up--;
        lines.add(at(timeSeconds) + " node " + node + " fails of " + cause);
    }

    @Override
    public void nodeDetected(int node, int cause, double timeSeconds) {
        step(node, 1, 2, timeSeconds);
        lines.add(at(timeSeconds) + " node " + node + " known of " + cause);
    }

    @Override
    public void nodeBack(int node, double timeSeconds) {
        step(node, 2, 0, timeSeconds);
        up++;
        lines.add(at(timeSeconds) + " node " + node + " back");
    }

    private static String at(double seconds) {
        return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : "" + seconds;
    }

    private void step(int node, int from, int to, double seconds) {
        if (states[node] != from || seconds < clock) {
            throw new AssertionError("node " + node + " goes from " + states[node] + " to " + to
                    + " at " + seconds + " after " + clock);
        }
        states[node] = to;
        clock = seconds;
    }
}
