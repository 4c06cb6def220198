package headroom.summary;

import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.gangs.JobsSpec;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StationCounts;
import headroom.stat.Known;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Numbers of one window about what failures of nodes and outages of a site did to the gangs of a
 * station: interruptions and lost work by cause, and how much of their time moved their work on.
 *
 * <pre>
 * effective time   time at work that was kept, over all time there, in line or on GPUs
 *                  (ETTR of arXiv 2410.21680: productive over available wall-clock time)
 * </pre>
 */
final class JobFaults {
    private static final double HOUR_SECONDS = 3600;
    private static final String PREEMPTION = "preemption";
    private static final String OUTAGE = "outage";

    private final Summaries summaries;
    private final JobsSpec.StationSpec station;
    private final StationCounts counts;
    /** Of those before which work is told apart; negative: there is none before it. */
    private final int phase;

    JobFaults(Summaries summaries, JobsSpec.StationSpec station, StationCounts counts, int phase) {
        this.phase = phase;
        this.summaries = summaries;
        this.station = station;
        this.counts = counts;
    }

    /** Of some streams together; nothing where no pool of the station fails. */
    void add(List<Integer> streams, SortedMap<String, String> labels) {
        if (station.pools().stream().noneMatch(JobsSpec.FloorSpec::fails)) {
            return;
        }
        long interruptions = counts.pools.stream()
                .mapToLong(pool -> sum(streams, pool::interruptions))
                .sum();
        summaries.add("jobs.interruptions", "total", "1", labels, interruptions);
        double useful = seconds(streams, PoolCounts::usefulTimeSeconds);
        double there = streams.stream()
                .mapToDouble(s -> counts.streams.get(s).numberSeconds)
                .sum();
        for (int s : phase < 0 ? List.<Integer>of() : streams) {
            useful += counts.streams.get(s).closeup.earlierSeconds[phase];
        }
        // time at work is counted in ticks, which may round above time there
        double share = Math.min(1, Known.ratio(useful, there));
        summaries.add("jobs.effective.time", "share", "share", labels, share);
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
            summaries.add("jobs.interruptions", "total", "1", of, count(streams, name));
            summaries.add(
                    "jobs.lost.work", "total", "GPU-h", of, lost(streams, name) / HOUR_SECONDS);
        }
        if (station.pools().stream().anyMatch(JobsSpec.FloorSpec::goesDown)) {
            outages(streams, with(labels, OUTAGE));
        }
        if (station.pools().stream().anyMatch(JobsSpec.FloorSpec::fails)) {
            SortedMap<String, String> of = with(labels, PREEMPTION);
            summaries.add(
                    "jobs.lost.work", "total", "GPU-h", of, preempted(streams) / HOUR_SECONDS);
            double slowed =
                    seconds(streams, (pool, stream) -> pool.lostSeconds(stream, pool.power()));
            SortedMap<String, String> power = with(labels, Merged.POWER);
            summaries.add("jobs.lost.work", "total", "GPU-h", power, slowed / HOUR_SECONDS);
        }
    }

    private void outages(List<Integer> streams, SortedMap<String, String> of) {
        long killed = counts.pools.stream()
                .mapToLong(
                        pool -> sum(streams, stream -> pool.interruptions(stream, pool.outage())))
                .sum();
        summaries.add("jobs.interruptions", "total", "1", of, killed);
        double lost = seconds(streams, (pool, stream) -> pool.lostSeconds(stream, pool.outage()));
        summaries.add("jobs.lost.work", "total", "GPU-h", of, lost / HOUR_SECONDS);
    }

    private long count(List<Integer> streams, String cause) {
        long sum = 0;
        for (int p = 0; p < counts.pools.size(); p++) {
            PoolCounts pool = counts.pools.get(p);
            for (int of : indices(p, cause)) {
                sum += sum(streams, stream -> pool.interruptions(stream, of));
            }
        }
        return sum;
    }

    private double lost(List<Integer> streams, String cause) {
        double sum = 0;
        for (int p = 0; p < counts.pools.size(); p++) {
            for (int of : indices(p, cause)) {
                for (int stream : streams) {
                    sum += counts.pools.get(p).lostSeconds(stream, of);
                }
            }
        }
        return sum;
    }

    private double preempted(List<Integer> streams) {
        return seconds(streams, (pool, stream) -> pool.lostSeconds(stream, pool.preemption()));
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

    private double seconds(List<Integer> streams, OfStream of) {
        double sum = 0;
        for (PoolCounts pool : counts.pools) {
            for (int stream : streams) {
                sum += of.seconds(pool, stream);
            }
        }
        return sum;
    }

    private static long sum(List<Integer> streams, ToLongFunction<Integer> of) {
        return streams.stream().mapToLong(of).sum();
    }

    private static SortedMap<String, String> with(SortedMap<String, String> labels, String cause) {
        SortedMap<String, String> more = new TreeMap<>(labels);
        more.put("cause", cause);
        return more;
    }
}
