package headroom.measure;

import headroom.cluster.HourFacts;
import headroom.gangs.JobsSpec;
import headroom.jobbook.GpuUse;
import headroom.jobbook.JobCounts;
import headroom.jobbook.PoolCounts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hourly columns of what all GPUs that are owned are used for; they add up to those owned.
 *
 * <pre>
 * idle = lent to jobs - held by jobs - on nodes that failed or are drained
 * free = owned - serving - loading - failed - draining - lent to jobs - reserved
 * </pre>
 */
final class UseColumns {
    /** All uses but those by kinds of jobs, in the order of a stack. */
    private static final List<String> OTHERS =
            List.of("overhead", "draining", "failed", "reserved", "idle", "free");

    private final JobsSpec spec;
    private final Names names;

    UseColumns(JobsSpec spec, Names names) {
        this.spec = spec;
        this.names = names;
    }

    /** Nothing where jobs have no GPUs of pools. */
    void add(HourFacts facts, JobCounts hour, double seconds, LimitColumns.Sink sink) {
        Map<String, Double> uses = new LinkedHashMap<>();
        uses.put("serving", 0.0);
        uses.put("loading", 0.0);
        names.kinds().forEach(kind -> uses.put(kind, 0.0));
        OTHERS.forEach(use -> uses.put(use, 0.0));
        for (HourFacts.PoolStates pool : facts.states()) {
            add(uses, "serving", pool.servingSeconds());
            add(uses, "loading", pool.loadingSeconds());
            add(uses, "draining", pool.drainingSeconds());
            add(uses, "failed", pool.failedSeconds());
            add(uses, "idle", pool.lentSeconds());
            add(uses, "free", pool.freeSeconds());
        }
        boolean any = false;
        for (int s = 0; s < spec.stations().size(); s++) {
            for (PoolCounts pool : hour.stations.get(s).pools) {
                any = true;
                pool(uses, pool);
            }
        }
        if (any) {
            uses.forEach((use, gpuSeconds) ->
                    sink.put("gpus.use", "1", gpuSeconds / seconds, "use", use));
        }
    }

    private void pool(Map<String, Double> uses, PoolCounts pool) {
        for (int stream = 0; stream < pool.streams(); stream++) {
            double working = pool.seconds(stream, GpuUse.WORKING);
            double held = pool.heldSeconds(stream);
            add(uses, names.kinds().get(stream), working);
            add(uses, "overhead", held - working);
            add(uses, "idle", -held);
        }
        move(uses, "idle", "failed", pool.seconds(GpuUse.FAILED));
        move(uses, "idle", "draining", pool.seconds(GpuUse.DRAINING));
        move(uses, "free", "reserved", pool.seconds(GpuUse.RESERVED));
    }

    private static void move(Map<String, Double> uses, String from, String to, double seconds) {
        add(uses, from, -seconds);
        add(uses, to, seconds);
    }

    private static void add(Map<String, Double> uses, String use, double seconds) {
        uses.merge(use, seconds, Double::sum);
    }
}
