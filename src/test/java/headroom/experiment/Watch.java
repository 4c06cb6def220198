package headroom.experiment;

import headroom.assembly.Plan;
import headroom.cell.Cell;
import headroom.cluster.CellRunner;
import headroom.cluster.ClusterSpec;
import headroom.control.PowerPolicy;
import headroom.fleet.FleetUse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sees every epoch of a run: what the replicas did, and what the power policy saw and wanted. */
final class Watch implements CellRunner {
    /** One epoch; use since the start of the run, of the simulated cells. */
    record Epoch(double fromSeconds, double toSeconds, FleetUse use) {
        double seconds() {
            return toSeconds - fromSeconds;
        }

        long inSystem() {
            return Arrays.stream(use.waiting).sum()
                    + Arrays.stream(use.inService).sum();
        }
    }

    /** What the policy of a site saw at the end of an epoch, and the clock it wanted then. */
    record Reading(double facilityWatts, double wantedClock) {}

    final List<Epoch> epochs = new ArrayList<>();
    final List<Reading> readings = new ArrayList<>();

    @Override
    public void advance(List<Cell> cells, double untilSeconds) {
        CellRunner.SEQUENTIAL.advance(cells, untilSeconds);
        double from = epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).toSeconds();
        FleetUse use = new FleetUse(cells.get(0).use(untilSeconds).replicas.length);
        cells.forEach(cell -> use.add(cell.use(untilSeconds)));
        epochs.add(new Epoch(from, untilSeconds, use));
    }

    /** The same plan, its first site's policy watched. */
    Plan over(Plan plan) {
        ClusterSpec c = plan.cluster();
        List<ClusterSpec.SiteSpec> sites = new ArrayList<>(c.sites());
        ClusterSpec.SiteSpec s = sites.get(0);
        PowerPolicy watched = view -> {
            double wanted = s.power().clock(view);
            readings.add(new Reading(view.facilityWatts(), wanted));
            return wanted;
        };
        sites.set(
                0,
                new ClusterSpec.SiteSpec(
                        s.site(), watched, s.actuationSeconds(), s.yielding(), s.outages()));
        ClusterSpec cluster = new ClusterSpec(
                c.horizonSeconds(),
                c.warmUpSeconds(),
                c.epochSeconds(),
                c.cells(),
                c.sampledCells(),
                sites,
                c.pools(),
                c.placements(),
                c.additions(),
                c.caps(),
                c.peak(),
                c.failures(),
                c.dated(),
                c.jobs(),
                c.loans());
        return new Plan(
                plan.cell(),
                cluster,
                plan.names(),
                plan.windows(),
                plan.batches(),
                plan.seed(),
                plan.replications());
    }
}
