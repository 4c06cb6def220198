package headroom.cluster;

import headroom.cell.Cell;

import java.util.List;

/** Advances cells to the end of an epoch, in any order or side by side: cells share nothing. */
@FunctionalInterface
public interface CellRunner {
    /** One after the other, on the calling thread. */
    CellRunner SEQUENTIAL = (cells, until) -> {
        for (Cell cell : cells) {
            cell.advance(until);
        }
    };

    /** Advances every cell. */
    void advance(List<Cell> cells, double untilSeconds);
}
