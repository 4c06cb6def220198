package headroom.measure;

import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;

import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeSet;

/** Hourly columns about jobs: how many there are, wait and hold GPUs, by station and stream. */
public final class JobColumns {
    private final JobsSpec spec;
    /** By station and stream: whether its jobs come there. */
    private final boolean[][] comes;

    JobColumns(JobsSpec spec) {
        this.spec = spec;
        comes = new boolean[spec.stations().size()][spec.streams().size()];
        for (int s = 0; s < comes.length; s++) {
            for (int i = 0; i < comes[s].length; i++) {
                comes[s][i] = comesTo(spec.streams().get(i), s);
            }
        }
    }

    void add(JobCounts hour, double seconds, LimitColumns.Sink sink) {
        for (int s = 0; s < spec.stations().size(); s++) {
            String station = spec.stations().get(s).name();
            StationCounts counts = hour.stations.get(s);
            boolean endless = spec.stations().get(s).service() instanceof JobsSpec.Delay;
            double each = ofEach(spec.stations().get(s), counts);
            double held = 0;
            for (int i = 0; i < spec.streams().size(); i++) {
                if (comes[s][i]) {
                    String stream = spec.streams().get(i).name();
                    StreamCounts c = counts.streams.get(i);
                    stream(c, seconds, sink, station, stream);
                    use(sink, station, stream, c.heldSeconds * each / seconds);
                    held += c.heldSeconds * each;
                }
            }
            if (!endless) {
                double there = capacitySeconds(spec.stations().get(s), counts, seconds);
                use(sink, station, "idle", (there - held) / seconds);
            }
        }
    }

    /** Servers times the time they were there; who goes off for want of work is there [s]. */
    public static double capacitySeconds(
            JobsSpec.StationSpec station, StationCounts counts, double seconds) {
        boolean isIdle = station.away() instanceof JobsSpec.Setup
                || station.away() instanceof JobsSpec.Vacations;
        return isIdle ? station.capacity() * seconds : counts.capacitySeconds;
    }

    /** Servers that a job in service holds: one, or its part where they are shared. */
    private static double ofEach(JobsSpec.StationSpec station, StationCounts counts) {
        double all = counts.streams.stream().mapToDouble(c -> c.heldSeconds).sum();
        boolean shares = station.service() instanceof JobsSpec.Sharing && all > 0;
        return shares ? counts.shared.valueSeconds / all : 1;
    }

    /** GPUs or servers in a use: by the jobs of a stream, or by nobody. */
    private static void use(LimitColumns.Sink sink, String station, String use, double mean) {
        sink.put("jobs.use", "1", mean, "station", station, "use", use);
    }

    /** Whether jobs of a stream come to a station, at once or in the end. */
    public static boolean comesTo(JobsSpec.StreamSpec stream, int station) {
        TreeSet<Integer> reached = new TreeSet<>(List.of(stream.first()));
        for (int part : stream.coming().forks()) {
            reached.add(part);
        }
        ArrayDeque<Integer> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (int next : stream.visits().get(open.remove()).next()) {
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached.contains(station);
    }

    private static void stream(
            StreamCounts c, double seconds, LimitColumns.Sink sink, String station, String stream) {
        String[] labels = {"station", station, "stream", stream};
        sink.put("jobs.number", "1", c.numberSeconds / seconds, labels);
        sink.put("jobs.waiting", "1", c.waitingSeconds / seconds, labels);
        sink.put("jobs.busy", "1", c.heldSeconds / seconds, labels);
        sink.put("jobs.arrived", "1/s", c.arrived / seconds, labels);
        sink.put("jobs.completed", "1/s", c.completed / seconds, labels);
        sink.put("jobs.wait", "s", c.wait.mean(), labels);
    }
}
