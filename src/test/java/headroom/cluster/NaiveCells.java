package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.cell.CellCommand;
import headroom.fleet.FleetUse;

import java.util.ArrayList;
import java.util.List;

/** What stands in the place of the cells. */
final class NaiveCells {
    private final Pools pools;
    private final double drainSeconds;
    private final int[][] serving;
    /** When each draining replica goes, by placement and cell. */
    private final List<List<List<Double>>> draining = new ArrayList<>();

    private int read;

    NaiveCells(Pools pools, double drainSeconds) {
        this.pools = pools;
        this.drainSeconds = drainSeconds;
        int placements = pools.spec.placements().size();
        serving = new int[placements][pools.spec.sampledCells()];
        for (int p = 0; p < placements; p++) {
            List<List<Double>> cells = new ArrayList<>();
            for (int c = 0; c < pools.spec.sampledCells(); c++) {
                cells.add(new ArrayList<>());
            }
            draining.add(cells);
        }
    }

    /** Obeys every command before an instant, as an epoch does not hold its end. */
    List<FleetUse> advance(double until) {
        while (read < pools.orders.size()
                && pools.orders.get(read).command().timeSeconds() < until) {
            obey(pools.orders.get(read++));
        }
        List<FleetUse> uses = new ArrayList<>();
        for (int c = 0; c < pools.spec.sampledCells(); c++) {
            FleetUse use = new FleetUse(serving.length);
            for (int p = 0; p < serving.length; p++) {
                draining.get(p).get(c).removeIf(at -> at < until);
                use.replicas[p] = serving[p][c];
                use.draining[p] = draining.get(p).get(c).size();
            }
            uses.add(use);
        }
        return uses;
    }

    private void obey(Pools.Order order) {
        int cell = order.cell();
        CellCommand command = order.command();
        if (command instanceof CellCommand.ReplicaUp up) {
            serving[up.deployment()][cell]++;
        } else if (command instanceof CellCommand.ReplicaFail fail) {
            assertThat(fail.k()).isBetween(0, serving[fail.deployment()][cell] - 1);
            serving[fail.deployment()][cell]--;
        } else if (command instanceof CellCommand.ReplicaDrain drain) {
            assertThat(--serving[drain.deployment()][cell]).isNotNegative();
            draining.get(drain.deployment()).get(cell).add(command.timeSeconds() + drainSeconds);
        }
    }
}
