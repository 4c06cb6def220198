package headroom.measure;

import headroom.cell.CellReport;
import headroom.cluster.ClusterListener;
import headroom.cluster.HourFacts;
import headroom.fleet.Occupancy;
import headroom.jobbook.JobCounts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Everything that one replication leaves behind: hourly columns, and totals by window and cell. */
public final class RunRecord implements ClusterListener {
    private final HourlyColumns columns;
    private final List<Phase> windows;
    /** Totals by window, then by cell. */
    private final List<List<CellReport>> totals = new ArrayList<>();

    private final CellReport run;
    /** Totals by window over all cells, as far as they were asked for. */
    private final Map<Integer, CellReport> sums = new TreeMap<>();

    private List<Occupancy> occupancy = List.of();
    /** What jobs did, by window; empty where there are none. */
    private final Map<Integer, JobCounts> jobs = new TreeMap<>();

    /** Room for a run of some cells, whose reports are like an empty one. */
    public RunRecord(HourlyColumns columns, List<Phase> windows, int cells, CellReport empty) {
        this.columns = columns;
        this.windows = List.copyOf(windows);
        this.run = empty.newLikeThis();
        for (int w = 0; w < windows.size(); w++) {
            List<CellReport> byCell = new ArrayList<>();
            for (int c = 0; c < cells; c++) {
                byCell.add(empty.newLikeThis());
            }
            totals.add(byCell);
        }
    }

    @Override
    public void hour(HourFacts facts) {
        columns.add(facts);
        facts.cells().forEach(run::add);
        sums.clear();
        for (int w = 0; w < windows.size(); w++) {
            Phase window = windows.get(w);
            if (facts.jobs() != null) {
                jobs.putIfAbsent(w, facts.jobs().newLikeThis());
            }
            boolean within = window.fromSeconds() > facts.fromSeconds()
                    && window.fromSeconds() < facts.toSeconds();
            if (window.holds(facts.fromSeconds())) {
                add(w, facts.cells());
                add(w, facts.jobs());
            } else if (within) {
                add(w, facts.afterWarmUp());
                add(w, facts.jobsAfterWarmUp());
            }
        }
    }

    private void add(int window, List<CellReport> cells) {
        for (int c = 0; c < cells.size(); c++) {
            totals.get(window).get(c).add(cells.get(c));
        }
    }

    private void add(int window, @Nullable JobCounts hour) {
        if (hour != null) {
            Objects.requireNonNull(jobs.get(window)).add(hour);
        }
    }

    /** The same run with some of its windows only, numbered anew; without occupancy. */
    public RunRecord within(List<Integer> chosen) {
        RunRecord part =
                new RunRecord(columns, chosen.stream().map(windows::get).toList(), 0, run);
        part.run.add(run);
        for (int w = 0; w < chosen.size(); w++) {
            part.totals.set(w, totals.get(chosen.get(w)));
            JobCounts counts = jobs.get(chosen.get(w));
            if (counts != null) {
                part.jobs.put(w, counts);
            }
        }
        return part;
    }

    /** What jobs did in one window; null where there are none. */
    public @Nullable JobCounts jobs(int window) {
        return jobs.get(window);
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

    /** What happened in one window to all simulated cells; to be read, once the run is over. */
    public CellReport total(int window) {
        return sums.computeIfAbsent(window, w -> {
            CellReport sum = run.newLikeThis();
            totals.get(w).forEach(sum::add);
            return sum;
        });
    }

    /** What happened in the whole run to all simulated cells. */
    public CellReport run() {
        return run;
    }

    /** Keeps what the replicas of each cell held, where the run measured it. */
    public void occupancy(List<Occupancy> byCell) {
        occupancy = List.copyOf(byCell);
    }

    /** What the replicas of each cell held; empty where the run did not measure it. */
    public List<Occupancy> occupancy() {
        return occupancy;
    }

    /** Cells simulated. */
    public int cells() {
        return totals.get(0).size();
    }
}
