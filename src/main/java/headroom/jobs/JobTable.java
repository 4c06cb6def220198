package headroom.jobs;

import headroom.faults.Checkpoint;
import headroom.gangs.StationView;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** The jobs in the system, by number, in parallel arrays; numbers of jobs that left are reused. */
final class JobTable {
    /** What a job is doing. */
    static final byte NOWHERE = 0;

    static final byte WAITING = 1;
    static final byte RUNNING = 2;
    /** It writes a checkpoint, since its leavingSeconds, and then waits again. */
    static final byte LEAVING = 3;
    /** Between two tries; in parts; in parts of which one was not served. */
    static final byte ORBITING = 4;

    static final byte FORKED = 5;
    static final byte SPOILED = 6;

    private static final int NONE = StationView.NONE;

    byte[] state = new byte[64];
    int[] stream = new int[64];
    int[] station = new int[64];
    /** GPUs asked for, and held. */
    int[] gang = new int[64];

    int[] priority = new int[64];

    int[] held = new int[64];
    int[] pool = new int[64];
    /** Order of arrival at its station; unique. */
    long[] sequence = new long[64];
    /** When it came into the system, to its station, and when it last started [s]. */
    double[] bornSeconds = new double[64];

    double[] arrivedSeconds = new double[64];
    double[] startedSeconds = new double[64];
    /** Service it needs, and is said to need, at speed 1 [s]. */
    double[] sizeSeconds = new double[64];

    double[] estimateSeconds = new double[64];
    /** Service it still needed when its run began, at speed 1 [s]. */
    double[] remainingSeconds = new double[64];
    /** Of its run, time to start and to write checkpoints that was told of [s]. */
    double[] toldStartUpSeconds = new double[64];

    double[] toldWritingSeconds = new double[64];
    /** When its run began by the clock of its pool, and time to start it by that clock [s]. */
    double[] begunSeconds = new double[64];

    double[] startUpSeconds = new double[64];
    /** Since when it stands still, by the clock of its pool and in time [s]. */
    double[] haltedSeconds = new double[64];

    double[] stalledSeconds = new double[64];
    /** Until when standing still is accounted for [s]. */
    double[] accountedSeconds = new double[64];
    /** Since when it writes a checkpoint before it leaves [s], and whether it was told to. */
    double[] leavingSeconds = new double[64];

    boolean[] isRecalled = new boolean[64];
    /** As of its last checkpoint: service it needed, and since then time at work [s]. */
    double[] remainingIfKilledSeconds = new double[64];

    double[] openSeconds = new double[64];
    /** The same times GPUs, of earlier runs [GPU-s]. */
    double[] openGpuSeconds = new double[64];

    @Nullable
    Checkpoint[] checkpoints = new Checkpoint[64];
    /** Service a second. */
    double[] speed = new double[64];
    /** Stream it came in through, and the job it is a part of. */
    int[] door = new int[64];

    int[] parent = new int[64];
    /** Refusals at its station so far. */
    int[] tries = new int[64];
    /** When it should have ended [s]. */
    double[] deadlineSeconds = new double[64];
    /** Whether it has run at this station before. */
    boolean[] hasRun = new boolean[64];
    /** In line: key and neighbours. Among the running: place. */
    double[] key = new double[64];

    int[] before = new int[64];
    int[] behind = new int[64];
    int[] place = new int[64];

    private int size;
    private int free = NONE;
    private int present;

    /** A number for a job that comes into the system. */
    int add() {
        present++;
        if (free != NONE) {
            int job = free;
            free = behind[job];
            return job;
        }
        if (size == state.length) {
            grow(2 * size);
        }
        return size++;
    }

    /** A job has left. */
    void remove(int job) {
        state[job] = NOWHERE;
        behind[job] = free;
        free = job;
        present--;
    }

    /** How many are in the system. */
    int present() {
        return present;
    }

    /** Numbers below this one may be in use. */
    int size() {
        return size;
    }

    private void grow(int to) {
        state = Arrays.copyOf(state, to);
        stream = Arrays.copyOf(stream, to);
        station = Arrays.copyOf(station, to);
        gang = Arrays.copyOf(gang, to);
        priority = Arrays.copyOf(priority, to);
        held = Arrays.copyOf(held, to);
        pool = Arrays.copyOf(pool, to);
        sequence = Arrays.copyOf(sequence, to);
        bornSeconds = Arrays.copyOf(bornSeconds, to);
        arrivedSeconds = Arrays.copyOf(arrivedSeconds, to);
        startedSeconds = Arrays.copyOf(startedSeconds, to);
        sizeSeconds = Arrays.copyOf(sizeSeconds, to);
        estimateSeconds = Arrays.copyOf(estimateSeconds, to);
        remainingSeconds = Arrays.copyOf(remainingSeconds, to);
        toldStartUpSeconds = Arrays.copyOf(toldStartUpSeconds, to);
        toldWritingSeconds = Arrays.copyOf(toldWritingSeconds, to);
        begunSeconds = Arrays.copyOf(begunSeconds, to);
        startUpSeconds = Arrays.copyOf(startUpSeconds, to);
        haltedSeconds = Arrays.copyOf(haltedSeconds, to);
        stalledSeconds = Arrays.copyOf(stalledSeconds, to);
        accountedSeconds = Arrays.copyOf(accountedSeconds, to);
        leavingSeconds = Arrays.copyOf(leavingSeconds, to);
        isRecalled = Arrays.copyOf(isRecalled, to);
        remainingIfKilledSeconds = Arrays.copyOf(remainingIfKilledSeconds, to);
        openSeconds = Arrays.copyOf(openSeconds, to);
        openGpuSeconds = Arrays.copyOf(openGpuSeconds, to);
        checkpoints = Arrays.copyOf(checkpoints, to);
        speed = Arrays.copyOf(speed, to);
        door = Arrays.copyOf(door, to);
        parent = Arrays.copyOf(parent, to);
        tries = Arrays.copyOf(tries, to);
        deadlineSeconds = Arrays.copyOf(deadlineSeconds, to);
        hasRun = Arrays.copyOf(hasRun, to);
        key = Arrays.copyOf(key, to);
        before = Arrays.copyOf(before, to);
        behind = Arrays.copyOf(behind, to);
        place = Arrays.copyOf(place, to);
    }
}
