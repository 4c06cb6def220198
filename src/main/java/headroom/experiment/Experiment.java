package headroom.experiment;

import headroom.assembly.Plan;
import headroom.cell.CellProbe;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;
import java.util.function.IntFunction;

/** All replications of a plan, side by side; what comes out depends on no thread. */
final class Experiment {
    private static final IntFunction<@Nullable CellProbe> NO_PROBE = cell -> null;

    private final Plan plan;

    Experiment(Plan plan) {
        this.plan = plan;
    }

    /** Runs on some threads, and keeps of each replication what is made of it, in their order. */
    <T> List<T> run(
            int threads, Replication.Progress progress, Function<Replication.Result, T> made) {
        return run(new Range(0, plan.replications()), threads, progress, made);
    }

    /** Replications from one on, and before another. */
    record Range(int from, int to) {}

    /** The same with some of the replications. */
    <T> List<T> run(
            Range range,
            int threads,
            Replication.Progress progress,
            Function<Replication.Result, T> made) {
        return each(range, threads, number -> made.apply(run(number, progress)));
    }

    /** Makes something for each replication on some threads; in their order. */
    static <T> List<T> each(Range range, int threads, IntFunction<T> made) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            List<ForkJoinTask<T>> tasks = new ArrayList<>();
            for (int r = range.from; r < range.to; r++) {
                int number = r;
                tasks.add(pool.submit(() -> made.apply(number)));
            }
            return tasks.stream().map(ForkJoinTask::join).toList();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Runs one replication; within a fork-join pool, whose threads share its cells. */
    Replication.Result run(int number, Replication.Progress progress) {
        return new Replication(plan, number, new ParallelCells(), progress).run(NO_PROBE);
    }
}
