package headroom.experiment;

import headroom.assembly.Plan;
import headroom.cell.Cell;
import headroom.cell.CellProbe;
import headroom.cluster.CellRunner;
import headroom.cluster.Cluster;
import headroom.cluster.HourFacts;
import headroom.kernel.Streams;
import headroom.measure.HourlyColumns;
import headroom.measure.RunRecord;
import headroom.summary.Subject;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/** One run of a plan from its start to its horizon; depends on the seed and its number alone. */
final class Replication {
    private static final double HOUR_SECONDS = 3600;

    private final Plan plan;
    private final int number;
    private final CellRunner runner;
    private final Progress progress;
    /** Jobs that stations have completed. */
    private long jobs;

    Replication(Plan plan, int number, CellRunner runner, Progress progress) {
        this.plan = plan;
        this.number = number;
        this.runner = runner;
        this.progress = progress;
    }

    /** Hears of every simulated hour. */
    @FunctionalInterface
    interface Progress {
        /** Nobody listens. */
        Progress NONE = (replication, seconds, ended) -> {};

        /** A replication has come to an instant, and has ended this many requests and jobs. */
        void at(int replication, double seconds, long ended);
    }

    /** What a replication leaves behind. */
    record Result(int replication, RunRecord record, long events) {}

    /** Runs, with probes at the cells if the function gives any. */
    Result run(IntFunction<@Nullable CellProbe> probes) {
        return run(probes, plan.cluster().horizonSeconds());
    }

    /** Runs the first hour of it: enough to know what is measured. */
    RunRecord begun() {
        return run(cell -> null, Math.min(HOUR_SECONDS, plan.cluster().horizonSeconds()))
                .record();
    }

    private Result run(IntFunction<@Nullable CellProbe> probes, double untilSeconds) {
        Streams streams = new Streams(plan.seed(), number);
        Subject subject = plan.subject();
        List<Cell> cells = new ArrayList<>();
        for (int c = 0; c < plan.cluster().sampledCells(); c++) {
            cells.add(new Cell(c, plan.cell(), streams, probes.apply(c)));
            cells.get(c).countOver(subject.periodEdges());
        }
        HourlyColumns columns = new HourlyColumns(
                plan.names(),
                subject.users(),
                plan.cell().peakHours(),
                plan.cluster().weight(),
                plan.cluster().jobs());
        RunRecord record = new RunRecord(
                columns, plan.counted(), cells.size(), cells.get(0).newReport());
        Cluster.Slices slices = new Cluster.Slices(cells, runner);
        Cluster cluster = new Cluster(plan.cluster(), streams, slices, facts -> {
            record.hour(facts);
            tell(facts, record);
        });
        cluster.run(untilSeconds);
        if (untilSeconds < plan.cluster().horizonSeconds()) {
            // at the horizon the cluster has done so
            cells.forEach(cell -> cell.end(untilSeconds));
        }
        record.occupancy(
                cells.stream().map(Cell::occupancy).filter(Objects::nonNull).toList());
        return new Result(number, record, cluster.events());
    }

    private void tell(HourFacts facts, RunRecord record) {
        long ended = 0;
        for (long[] outcomes : record.run().outcomes) {
            for (long count : outcomes) {
                ended += count;
            }
        }
        if (facts.jobs() != null) {
            jobs += facts.jobs().stations.stream()
                    .flatMap(station -> station.streams.stream())
                    .mapToLong(stream -> stream.completed)
                    .sum();
        }
        progress.at(number, facts.toSeconds(), ended + jobs);
    }
}
