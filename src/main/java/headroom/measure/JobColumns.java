package headroom.measure;

import headroom.jobbook.JobCounts;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.jobs.JobsSpec;

/** Hourly columns about jobs: how many there are, wait and hold GPUs, by station and stream. */
final class JobColumns {
    private final JobsSpec spec;

    JobColumns(JobsSpec spec) {
        this.spec = spec;
    }

    void add(JobCounts hour, double seconds, LimitColumns.Sink sink) {
        for (int s = 0; s < spec.stations().size(); s++) {
            String station = spec.stations().get(s).name();
            StationCounts counts = hour.stations.get(s);
            for (int i = 0; i < spec.streams().size(); i++) {
                if (spec.streams().get(i).comesTo(s)) {
                    String stream = spec.streams().get(i).name();
                    stream(counts.streams.get(i), seconds, sink, station, stream);
                }
            }
        }
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
