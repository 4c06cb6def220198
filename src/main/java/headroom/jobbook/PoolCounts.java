package headroom.jobbook;

import java.util.Arrays;

/**
 * What the GPUs of a pool did, and what failures cost, by stream.
 *
 * <p>Time is counted in whole ticks of 2^-16 s, each instant rounded down, so that the uses add up
 * to what is owned without any error, however they are cut into hours.
 */
@SuppressWarnings("EnumOrdinal") // arrays by use
public final class PoolCounts {
    private static final double TICKS_PER_SECOND = 65_536;

    /** By {@link GpuUse} [GPU-ticks]: what no job holds. */
    private final long[] ownTicks = new long[GpuUse.values().length];
    /** By stream and use: what jobs hold [GPU-ticks]. */
    private final long[][] heldTicks;
    /** By stream and cause, the last outages, preemptions and power: work lost [GPU-ticks]. */
    private final long[][] lostTicks;
    /** By stream and cause, the last outages: gangs killed. */
    private final long[][] interruptions;
    /** By stream: time on GPUs at work, and of it what was lost [ticks]. */
    private final long[] workTicks;

    private final long[] lostRunTicks;
    /** Moves to make room. */
    public long moves;

    private final int[] gpus = new int[GpuUse.values().length];
    private long settledTicks;

    /** Nothing yet. */
    public PoolCounts(int streams, int causes) {
        heldTicks = new long[streams][GpuUse.HELD];
        lostTicks = new long[streams][causes + 3];
        interruptions = new long[streams][causes + 1];
        workTicks = new long[streams];
        lostRunTicks = new long[streams];
    }

    /** Ticks until a time, whole ones. */
    public static long ticks(double seconds) {
        return (long) (seconds * TICKS_PER_SECOND);
    }

    /** The time of so many ticks [s]. */
    static double seconds(long ticks) {
        return ticks / TICKS_PER_SECOND;
    }

    /** From now on so many GPUs are in a use in which nobody holds them. */
    public void set(double nowSeconds, GpuUse use, int count) {
        if (gpus[use.ordinal()] != count) {
            settle(nowSeconds);
            gpus[use.ordinal()] = count;
        }
    }

    private void settle(double nowSeconds) {
        long now = ticks(nowSeconds);
        for (int use = GpuUse.HELD; use < gpus.length; use++) {
            ownTicks[use] += gpus[use] * (now - settledTicks);
        }
        settledTicks = now;
    }

    /** No GPUs are there any more, and it is time 0; what was counted stays. */
    void restart(double nowSeconds) {
        settle(nowSeconds);
        Arrays.fill(gpus, 0);
        settledTicks = 0;
    }

    /** GPUs that a job holds were so long in a use. */
    public void held(int stream, GpuUse use, int count, long ticks) {
        heldTicks[stream][use.ordinal()] += count * ticks;
        workTicks[stream] += use == GpuUse.WORKING ? ticks : 0;
    }

    /** A failure killed a gang. */
    public void interrupted(int stream, int cause) {
        interruptions[stream][cause]++;
    }

    /** Work of so many GPU-ticks, and of the job so many ticks, was lost to a cause. */
    public void lost(int stream, int cause, long gpuTicks, long ticks) {
        lostTicks[stream][cause] += gpuTicks;
        lostRunTicks[stream] += ticks;
    }

    /** The cause that stands for outages of the site. */
    public int outage() {
        return interruptions.length == 0 ? 0 : interruptions[0].length - 1;
    }

    /** The cause that stands for preemptions, in what is lost. */
    public int preemption() {
        return outage() + 1;
    }

    /** The cause that stands for power that was short, in what is lost. */
    public int power() {
        return preemption() + 1;
    }

    /** Streams told apart. */
    public int streams() {
        return heldTicks.length;
    }

    /** Exact time in a use [GPU-ticks]. */
    public long ticks(GpuUse use) {
        long sum = ownTicks[use.ordinal()];
        for (int stream = 0; stream < streams() && use.ordinal() < GpuUse.HELD; stream++) {
            sum += heldTicks[stream][use.ordinal()];
        }
        return sum;
    }

    /** Time in a use [GPU-s]. */
    public double seconds(GpuUse use) {
        return ticks(use) / TICKS_PER_SECOND;
    }

    /** Time of a stream's jobs in a use in which they hold GPUs [GPU-s]. */
    public double seconds(int stream, GpuUse use) {
        return heldTicks[stream][use.ordinal()] / TICKS_PER_SECOND;
    }

    /** All time of a stream's jobs on GPUs [GPU-s]. */
    public double heldSeconds(int stream) {
        return Arrays.stream(heldTicks[stream]).sum() / TICKS_PER_SECOND;
    }

    /** Work lost to a cause [GPU-s]. */
    public double lostSeconds(int stream, int cause) {
        return lostTicks[stream][cause] / TICKS_PER_SECOND;
    }

    /** Work lost to all causes [GPU-s]. */
    public double lostSeconds(int stream) {
        return Arrays.stream(lostTicks[stream]).sum() / TICKS_PER_SECOND;
    }

    /** Work that was not lost so far [GPU-s]; in an hour below 0 where older work was lost. */
    public double usefulSeconds(int stream) {
        return seconds(stream, GpuUse.WORKING) - lostSeconds(stream);
    }

    /** Gangs killed by a cause. */
    public long interruptions(int stream, int cause) {
        return interruptions[stream][cause];
    }

    /** Gangs killed. */
    public long interruptions(int stream) {
        return Arrays.stream(interruptions[stream]).sum();
    }

    /** Time of a stream's jobs at work that was not lost, however many GPUs they have [s]. */
    public double usefulTimeSeconds(int stream) {
        return (workTicks[stream] - lostRunTicks[stream]) / TICKS_PER_SECOND;
    }

    /** Moves all that was counted to another; what is there stays. */
    public void drain(double nowSeconds, PoolCounts into) {
        settle(nowSeconds);
        into.add(this);
        Arrays.fill(ownTicks, 0);
        for (int stream = 0; stream < streams(); stream++) {
            Arrays.fill(heldTicks[stream], 0);
            Arrays.fill(lostTicks[stream], 0);
            Arrays.fill(interruptions[stream], 0);
        }
        Arrays.fill(workTicks, 0);
        Arrays.fill(lostRunTicks, 0);
        moves = 0;
    }

    /** Adds what another counted. */
    public void add(PoolCounts other) {
        add(ownTicks, other.ownTicks);
        for (int stream = 0; stream < streams(); stream++) {
            add(heldTicks[stream], other.heldTicks[stream]);
            add(lostTicks[stream], other.lostTicks[stream]);
            add(interruptions[stream], other.interruptions[stream]);
        }
        add(workTicks, other.workTicks);
        add(lostRunTicks, other.lostRunTicks);
        moves += other.moves;
    }

    private static void add(long[] to, long[] more) {
        for (int i = 0; i < to.length; i++) {
            to[i] += more[i];
        }
    }
}
