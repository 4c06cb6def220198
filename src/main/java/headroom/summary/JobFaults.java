package headroom.summary;

import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.gangs.JobsSpec;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StationCounts;
import headroom.summary.Summaries.Metric;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Numbers of one window about what failures of nodes did to the gangs of a station: interruptions
 * and lost work by cause, and how much of their time moved their work on.
 *
 * <pre>
 * effective time   time at work that was kept, over all time there, in line or on GPUs
 *                  (ETTR of arXiv 2410.21680: productive over available wall-clock time)
 * </pre>
 */
final class JobFaults {
    private static final double HOUR_SECONDS = 3600;
    private static final String PREEMPTION = "preemption";

    private final Summaries summaries;
    private final JobsSpec.StationSpec station;
    private final List<StationCounts> runs;

    JobFaults(Summaries summaries, JobsSpec.StationSpec station, List<StationCounts> runs) {
        this.summaries = summaries;
        this.station = station;
        this.runs = runs;
    }

    /** Of some streams together; nothing where no pool of the station fails. */
    void add(List<Integer> streams, SortedMap<String, String> labels) {
        if (station.pools().stream().allMatch(pool -> pool.faults() == null)) {
            return;
        }
        add(new Metric("jobs.interruptions", "total", "1"), labels, c -> c.pools.stream()
                .mapToLong(pool -> sum(streams, pool::interruptions))
                .sum());
        add(
                new Metric("jobs.effective.time", "share", "share"),
                labels,
                c -> share(
                        seconds(c, streams, PoolCounts::usefulTimeSeconds),
                        streams.stream()
                                .mapToDouble(s -> c.streams.get(s).numberSeconds)
                                .sum()));
    }

    /** By cause, of all streams together. */
    void causes(List<Integer> streams, SortedMap<String, String> labels) {
        TreeSet<String> names = new TreeSet<>();
        for (JobsSpec.FloorSpec pool : station.pools()) {
            if (pool.faults() != null) {
                pool.faults().classes().forEach(each -> names.add(each.name()));
            }
        }
        for (String name : names) {
            SortedMap<String, String> of = with(labels, name);
            add(new Metric("jobs.interruptions", "total", "1"), of, c -> count(c, streams, name));
            add(
                    new Metric("jobs.lost.work", "total", "GPU-h"),
                    of,
                    c -> lost(c, streams, name) / HOUR_SECONDS);
        }
        if (!names.isEmpty()) {
            add(
                    new Metric("jobs.lost.work", "total", "GPU-h"),
                    with(labels, PREEMPTION),
                    c -> preempted(c, streams) / HOUR_SECONDS);
        }
    }

    private static double share(double part, double whole) {
        return whole > 0 ? part / whole : Double.NaN;
    }

    private long count(StationCounts c, List<Integer> streams, String cause) {
        long sum = 0;
        for (int p = 0; p < c.pools.size(); p++) {
            PoolCounts pool = c.pools.get(p);
            for (int of : indices(p, cause)) {
                sum += sum(streams, stream -> pool.interruptions(stream, of));
            }
        }
        return sum;
    }

    private double lost(StationCounts c, List<Integer> streams, String cause) {
        double sum = 0;
        for (int p = 0; p < c.pools.size(); p++) {
            for (int of : indices(p, cause)) {
                for (int stream : streams) {
                    sum += c.pools.get(p).lostSeconds(stream, of);
                }
            }
        }
        return sum;
    }

    private static double preempted(StationCounts c, List<Integer> streams) {
        return seconds(c, streams, (pool, stream) -> pool.lostSeconds(stream, pool.preemption()));
    }

    /** The class of that name among those of a pool, if there is one. */
    private List<Integer> indices(int pool, String cause) {
        List<Integer> indices = new ArrayList<>();
        FaultPlan faults = station.pools().get(pool).faults();
        if (faults != null) {
            List<FaultClass> classes = faults.classes();
            for (int i = 0; i < classes.size(); i++) {
                if (classes.get(i).name().equals(cause)) {
                    indices.add(i);
                }
            }
        }
        return indices;
    }

    /** Seconds of a stream on a pool. */
    private interface OfStream {
        double seconds(PoolCounts pool, int stream);
    }

    private static double seconds(StationCounts c, List<Integer> streams, OfStream of) {
        double sum = 0;
        for (PoolCounts pool : c.pools) {
            for (int stream : streams) {
                sum += of.seconds(pool, stream);
            }
        }
        return sum;
    }

    private static long sum(List<Integer> streams, ToLongFunction<Integer> of) {
        return streams.stream().mapToLong(of).sum();
    }

    private void add(
            Metric metric, SortedMap<String, String> labels, ToDoubleFunction<StationCounts> f) {
        summaries.add(runs, metric, labels, f);
    }

    private static SortedMap<String, String> with(SortedMap<String, String> labels, String cause) {
        SortedMap<String, String> more = new TreeMap<>(labels);
        more.put("cause", cause);
        return more;
    }
}
