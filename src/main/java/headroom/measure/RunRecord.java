package headroom.measure;

import headroom.cell.CellReport;
import headroom.cluster.ClusterListener;
import headroom.cluster.HourFacts;

import java.util.ArrayList;
import java.util.List;

/** Everything that one replication leaves behind: hourly columns, and totals by window and cell. */
public final class RunRecord implements ClusterListener {
    private final HourlyColumns columns;
    private final List<Phase> windows;
    /** Totals by window, then by cell. */
    private final List<List<CellReport>> totals = new ArrayList<>();

    private final CellReport run;

    /** Room for a run of some cells. */
    public RunRecord(HourlyColumns columns, List<Phase> windows, int cells, int tiers) {
        this.columns = columns;
        this.windows = List.copyOf(windows);
        this.run = new CellReport(tiers);
        for (int w = 0; w < windows.size(); w++) {
            List<CellReport> byCell = new ArrayList<>();
            for (int c = 0; c < cells; c++) {
                byCell.add(new CellReport(tiers));
            }
            totals.add(byCell);
        }
    }

    @Override
    public void hour(HourFacts facts) {
        columns.add(facts);
        facts.cells().forEach(run::add);
        for (int w = 0; w < windows.size(); w++) {
            if (windows.get(w).holds(facts.fromSeconds())) {
                for (int c = 0; c < facts.cells().size(); c++) {
                    totals.get(w).get(c).add(facts.cells().get(c));
                }
            }
        }
    }

    public HourlyColumns columns() {
        return columns;
    }

    public List<Phase> windows() {
        return windows;
    }

    /** What happened in one window to one cell. */
    public CellReport total(int window, int cell) {
        return totals.get(window).get(cell);
    }

    /** What happened in one window to all simulated cells. */
    public CellReport total(int window) {
        CellReport sum = new CellReport(run.tiers());
        totals.get(window).forEach(sum::add);
        return sum;
    }

    /** What happened in the whole run to all simulated cells. */
    public CellReport run() {
        return run;
    }

    /** Cells simulated. */
    public int cells() {
        return totals.get(0).size();
    }
}
