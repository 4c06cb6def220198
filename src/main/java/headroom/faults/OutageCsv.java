package headroom.faults;

import headroom.faults.Onset.Outage;
import headroom.workload.CsvRows;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads outages of nodes from a table with the columns node, from and until: the number of the
 * node, from 0, and the times from the start of the run between which it is out of service.
 */
public final class OutageCsv {
    private static final List<String> NEEDED = List.of("node", "from", "until");

    private OutageCsv() {}

    /** All of them, of a pool of so many nodes; a TraceException tells what is wrong with it. */
    public static List<Outage> read(Path path, long nodes) {
        return CsvRows.read(path, NEEDED, row -> outage(row, nodes));
    }

    private static Outage outage(CsvRows row, long nodes) {
        int node = row.whole("node", 0);
        if (node >= nodes) {
            throw row.wrong("node", "one of 0 to " + (nodes - 1));
        }
        double from = row.seconds("from");
        double until = row.seconds("until");
        if (until < from) {
            throw row.wrong("until", "a time not before from");
        }
        return new Outage(node, from, until);
    }
}
