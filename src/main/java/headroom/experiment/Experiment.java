package headroom.experiment;

import headroom.cell.CellProbe;
import headroom.measure.Measurement;
import headroom.measure.RunRecord;
import headroom.summary.OccupancySummary;
import headroom.summary.Summaries;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.IntFunction;

/** All replications of a plan, side by side; what comes out depends on no thread. */
final class Experiment {
    private static final IntFunction<@Nullable CellProbe> NO_PROBE = cell -> null;

    private final Plan plan;

    Experiment(Plan plan) {
        this.plan = plan;
    }

    /** What an experiment leaves behind: a record a replication, in their order. */
    record Result(List<RunRecord> records, long events) {

        /** Requests issued, in all replications together. */
        long requests() {
            long requests = 0;
            for (RunRecord r : records) {
                for (long offered : r.run().offered) {
                    requests += offered;
                }
            }
            return requests;
        }
    }

    /** Runs on some threads. */
    Result run(int threads, Replication.Progress progress) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            List<ForkJoinTask<Replication.Result>> tasks = new ArrayList<>();
            for (int r = 0; r < plan.replications(); r++) {
                Replication replication = new Replication(plan, r, new ParallelCells(), progress);
                tasks.add(pool.submit(() -> replication.run(NO_PROBE)));
            }
            List<RunRecord> records = new ArrayList<>();
            long events = 0;
            for (ForkJoinTask<Replication.Result> task : tasks) {
                Replication.Result result = task.join();
                records.add(result.record());
                events += result.events();
            }
            return new Result(records, events);
        } finally {
            pool.shutdownNow();
        }
    }

    /** The numbers of an experiment with their errors. */
    List<Measurement> summary(Result result) {
        List<Measurement> all =
                new ArrayList<>(new Summaries(plan.subject(), result.records()).all());
        all.addAll(new OccupancySummary(plan.subject(), result.records()).means());
        return all;
    }

    /** How long replicas held how many requests; empty where nobody asked for it. */
    List<Measurement> occupancy(Result result) {
        return new OccupancySummary(plan.subject(), result.records()).distribution();
    }
}
