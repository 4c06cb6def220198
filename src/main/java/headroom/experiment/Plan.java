package headroom.experiment;

import headroom.cell.CellSpec;
import headroom.cluster.ClusterSpec;
import headroom.measure.Names;
import headroom.measure.Window;

import java.util.List;

/**
 * A scenario turned into what the simulation is built from.
 *
 * @param cell what a cell is
 * @param cluster what is owned and how it is controlled
 * @param names names of what is measured
 * @param windows stretches summed up by themselves
 * @param seed seed of all random streams
 * @param replications independent repetitions
 */
record Plan(
        CellSpec cell,
        ClusterSpec cluster,
        Names names,
        List<Window> windows,
        long seed,
        int replications) {}
