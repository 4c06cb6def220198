package headroom.theory;

import headroom.joblist.JobStreamSection;
import headroom.joblist.VisitSection;
import headroom.joblist.VisitSection.NextSection;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where the jobs of a stream go. */
final class Route {
    private final JobStreamSection stream;
    private final List<String> stations;

    Route(JobStreamSection stream) {
        this.stream = stream;
        TreeSet<String> reached = new TreeSet<>(stream.forks());
        if (stream.forks().isEmpty()) {
            reached.add(stream.at());
        }
        ArrayDeque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (NextSection way : visit(open.remove()).next()) {
                if (reached.add(way.to())) {
                    open.add(way.to());
                }
            }
        }
        stations = List.copyOf(reached);
    }

    JobStreamSection stream() {
        return stream;
    }

    /** What they do at a station that they reach. */
    VisitSection visit(String station) {
        VisitSection other = stream.visits().get(station);
        return other == null ? stream.first() : other;
    }

    /** Stations they reach. */
    List<String> stations() {
        return stations;
    }

    boolean reaches(String station) {
        return stations.contains(station);
    }

    /** Whether they go from a station to another, or the same. */
    boolean leads(String from, String to) {
        return reaches(from)
                && visit(from).next().stream().anyMatch(way -> way.to().equals(to));
    }

    /** Mean visits to each station of a job that comes in; none where some never leave. */
    Optional<TreeMap<String, Double>> visits() {
        return solved(false);
    }

    /** Mean visits to each station between two to the first. */
    Optional<TreeMap<String, Double>> visitsInCycle() {
        return solved(true);
    }

    private Optional<TreeMap<String, Double>> solved(boolean cycle) {
        int n = stations.size();
        int first = stations.indexOf(stream.at());
        Array2DRowRealMatrix flow = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++) {
            flow.addToEntry(i, i, 1);
            for (NextSection way : visit(stations.get(i)).next()) {
                int to = stations.indexOf(way.to());
                if (!cycle || to != first) {
                    flow.addToEntry(to, i, -way.share());
                }
            }
        }
        double[] entering = new double[n];
        for (String part : stream.forks()) {
            entering[stations.indexOf(part)] = 1;
        }
        if (stream.forks().isEmpty()) {
            entering[first] = 1;
        }
        DecompositionSolver solver = new LUDecomposition(flow, 1e-9).getSolver();
        if (!solver.isNonSingular()) {
            return Optional.empty();
        }
        double[] solution = solver.solve(new Array2DRowRealMatrix(entering)).getColumn(0);
        TreeMap<String, Double> visits = new TreeMap<>();
        for (int i = 0; i < n; i++) {
            visits.put(stations.get(i), solution[i]);
        }
        return Optional.of(visits);
    }
}
