package headroom.faults;

import java.util.Arrays;

/** The outages that are not over: a row each, used again when it is free. */
final class Outages {
    private static final int NONE = -1;

    private int[] causes = new int[16];
    private int[] components = new int[16];
    private int[] machines = new int[16];
    private int[] nextFree = new int[16];
    private int firstFree = NONE;
    private int used;

    /** Of the place of a machine. */
    int ofNode(int cause, int place, int machine) {
        return open(cause, place, machine);
    }

    /** Of a group, or of a node whose machine stays: as recorded. */
    int ofComponent(int cause, int component) {
        return open(cause, component, NONE);
    }

    int cause(int outage) {
        return causes[outage];
    }

    /** The place, or the group. */
    int component(int outage) {
        return components[outage];
    }

    boolean isOfMachine(int outage) {
        return machines[outage] != NONE;
    }

    int machine(int outage) {
        return machines[outage];
    }

    void close(int outage) {
        nextFree[outage] = firstFree;
        firstFree = outage;
    }

    private int open(int cause, int component, int machine) {
        int outage = firstFree;
        if (outage == NONE) {
            outage = used++;
            grow();
        } else {
            firstFree = nextFree[outage];
        }
        causes[outage] = cause;
        components[outage] = component;
        machines[outage] = machine;
        return outage;
    }

    private void grow() {
        if (used > causes.length) {
            causes = Arrays.copyOf(causes, 2 * causes.length);
            components = Arrays.copyOf(components, 2 * components.length);
            machines = Arrays.copyOf(machines, 2 * machines.length);
            nextFree = Arrays.copyOf(nextFree, 2 * nextFree.length);
        }
    }
}
