package headroom.jobbook;

import java.util.Arrays;
import java.util.List;

/**
 * What the GPUs that jobs of a station hold are doing, read from time to time, in whole ticks: each
 * tick of a job since it started goes to one use.
 */
public final class GangBook {
    private final List<PoolCounts> pools;
    /** By job: until when it is booked, and of its run the ticks written and worked. */
    private long[] bookedTicks = new long[64];

    private long[] writtenTicks = new long[64];
    private long[] workedTicks = new long[64];
    /** By job: work of earlier runs that no checkpoint holds [GPU-ticks; ticks]. */
    private long[] openGpuTicks = new long[64];

    private long[] openTicks = new long[64];
    /** Why it stands still. */
    private int[] causes = new int[64];

    /** Of such pools. */
    public GangBook(List<PoolCounts> pools) {
        this.pools = pools;
    }

    /** What a job has done since its run began, as far as it can be told. */
    public interface Run {
        /** Since when it works; before that it starts [s]. */
        double workingFromSeconds(int job);

        /** Since when it stands still; infinite: it does not [s]. */
        double stalledSeconds(int job);

        /** Time it has spent writing checkpoints up to a time [s]. */
        double writingSeconds(int job, double nowSeconds);

        /** Time to start, to work and to write that it gets out of a unit of time [1]. */
        double pace(int job);
    }

    /** A job comes to the station. */
    public void enter(int job) {
        if (job >= bookedTicks.length) {
            int to = Math.max(2 * bookedTicks.length, job + 1);
            bookedTicks = Arrays.copyOf(bookedTicks, to);
            writtenTicks = Arrays.copyOf(writtenTicks, to);
            workedTicks = Arrays.copyOf(workedTicks, to);
            openGpuTicks = Arrays.copyOf(openGpuTicks, to);
            openTicks = Arrays.copyOf(openTicks, to);
            causes = Arrays.copyOf(causes, to);
        }
        openGpuTicks[job] = 0;
        openTicks[job] = 0;
    }

    /** A run of a job begins. */
    public void begin(int job, double nowSeconds) {
        bookedTicks[job] = PoolCounts.ticks(nowSeconds);
        writtenTicks[job] = 0;
        workedTicks[job] = 0;
    }

    /**
     * Books a run until now, at a pace that was the same since it was booked last. Time that it got
     * nothing out of counts as work that was lost to power.
     *
     * @return that time [GPU-s]
     */
    public double settle(int job, Holder holder, double nowSeconds, Run run) {
        long now = PoolCounts.ticks(nowSeconds);
        long since = bookedTicks[job];
        long works = PoolCounts.ticks(run.workingFromSeconds(job));
        long stalls = PoolCounts.ticks(run.stalledSeconds(job));
        double pace = run.pace(job);
        long starting = Math.max(0, Math.min(now, Math.min(works, stalls)) - since);
        long restarting = (long) (pace * starting);
        long stalled = Math.max(0, now - Math.max(since, stalls));
        long going = now - since - stalled;
        long slowed = going - (long) (pace * going);
        long rest = going - restarting - slowed;
        long writing = PoolCounts.ticks(run.writingSeconds(job, nowSeconds)) - writtenTicks[job];
        writing = Math.max(0, Math.min(rest, writing));
        PoolCounts pool = pools.get(holder.pool());
        pool.held(holder.stream(), GpuUse.RESTARTING, holder.gpus(), restarting);
        pool.held(holder.stream(), GpuUse.STALLED, holder.gpus(), stalled);
        pool.held(holder.stream(), GpuUse.WRITING, holder.gpus(), writing);
        pool.held(holder.stream(), GpuUse.WORKING, holder.gpus(), rest - writing + slowed);
        pool.lost(holder.stream(), pool.power(), holder.gpus() * slowed, slowed);
        writtenTicks[job] += writing;
        workedTicks[job] += rest - writing;
        bookedTicks[job] = now;
        return PoolCounts.seconds(holder.gpus() * slowed);
    }

    /**
     * Who holds GPUs.
     *
     * @param stream of the job
     * @param pool whose GPUs
     * @param gpus how many
     */
    public record Holder(int stream, int pool, int gpus) {}

    /** Books a job that only writes, or stands still, until now. */
    public void settleLeaving(int job, Holder holder, double nowSeconds, double stalledSeconds) {
        long now = PoolCounts.ticks(nowSeconds);
        long stalls = PoolCounts.ticks(stalledSeconds);
        long stalled = Math.max(0, now - Math.max(bookedTicks[job], stalls));
        PoolCounts pool = pools.get(holder.pool());
        pool.held(holder.stream(), GpuUse.STALLED, holder.gpus(), stalled);
        long writing = now - bookedTicks[job] - stalled;
        pool.held(holder.stream(), GpuUse.WRITING, holder.gpus(), writing);
        bookedTicks[job] = now;
    }

    /**
     * A settled run ends with its work kept: so much time at work is in no checkpoint, nor is that
     * of earlier runs unless this one has written any.
     */
    public void keep(int job, int gpus, double unsavedSeconds, boolean hasSaved) {
        if (hasSaved) {
            saved(job);
        }
        long unsaved = Math.min(PoolCounts.ticks(unsavedSeconds), workedTicks[job]);
        openGpuTicks[job] += gpus * unsaved;
        openTicks[job] += unsaved;
        workedTicks[job] = 0;
    }

    /** Time at work that would be lost if a settled run were killed now [s]. */
    public double openSeconds(int job, double unsavedSeconds, boolean hasSaved) {
        long unsaved = Math.min(PoolCounts.ticks(unsavedSeconds), workedTicks[job]);
        return PoolCounts.seconds(unsaved + (hasSaved ? 0 : openTicks[job]));
    }

    /** A checkpoint holds what earlier runs of a job have done. */
    public void saved(int job) {
        openGpuTicks[job] = 0;
        openTicks[job] = 0;
    }

    /** A job stands still for a cause, or is about to be killed by it. */
    public void stall(int job, int cause) {
        causes[job] = cause;
    }

    /** A failure kills a job, for the cause it stands still for. */
    public void kill(int job, Holder holder, double unsavedSeconds, boolean hasSaved) {
        pools.get(holder.pool()).interrupted(holder.stream(), causes[job]);
        lose(job, holder, causes[job], unsavedSeconds, hasSaved);
    }

    /** A preemption takes work back. */
    public void preempt(int job, Holder holder, double unsavedSeconds, boolean hasSaved) {
        lose(job, holder, pools.get(holder.pool()).preemption(), unsavedSeconds, hasSaved);
    }

    /** Of a settled run so much time at work is lost, and what was kept in no checkpoint. */
    private void lose(int job, Holder holder, int cause, double unsavedSeconds, boolean hasSaved) {
        keep(job, holder.gpus(), unsavedSeconds, hasSaved);
        pools.get(holder.pool()).lost(holder.stream(), cause, openGpuTicks[job], openTicks[job]);
        saved(job);
    }
}
