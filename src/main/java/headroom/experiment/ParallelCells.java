package headroom.experiment;

import headroom.cell.Cell;
import headroom.cluster.CellRunner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;

/**
 * Advances the cells of an epoch side by side, from within a fork-join pool. Cells share nothing,
 * so the order in which they finish cannot show.
 */
final class ParallelCells implements CellRunner {
    @Override
    public void advance(List<Cell> cells, double untilSeconds) {
        List<Advance> tasks = new ArrayList<>(cells.size());
        for (Cell cell : cells) {
            tasks.add(new Advance(cell, untilSeconds));
        }
        ForkJoinTask.invokeAll(tasks);
    }

    /** One cell, one epoch. */
    @SuppressWarnings("serial") // never serialised
    private static final class Advance extends RecursiveAction {
        private final transient Cell cell;
        private final double untilSeconds;

        Advance(Cell cell, double untilSeconds) {
            this.cell = cell;
            this.untilSeconds = untilSeconds;
        }

        @Override
        protected void compute() {
            cell.advance(untilSeconds);
        }
    }
}
