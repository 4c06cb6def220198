package headroom.cluster;

import headroom.cell.CellCommand;
import headroom.control.Knob;
import headroom.control.Yielding;
import headroom.gangs.JobsSpec;
import headroom.kernel.Agenda;
import headroom.plant.GpuModel;
import headroom.plant.Site;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A control plane over cells that only write their commands down. */
final class Pools implements ReplicaBook.Orders {
    /** A command and the cell it went to. */
    record Order(int cell, CellCommand command) {}

    private static final GpuModel GPU = new GpuModel("g", 100, 400, 700, 300, 3, 0.5);

    final Agenda agenda = new Agenda();
    final List<Order> orders = new ArrayList<>();
    final ClusterSpec spec;
    final ReplicaBook book;
    final Capacity capacity;

    private Pools(ClusterSpec spec) {
        this.spec = spec;
        book = new ReplicaBook(agenda, spec, this);
        capacity = new Capacity(agenda, spec, book);
    }

    /** Pools of these sizes, with what stands on them and what strikes them. */
    static Pools of(
            int[] gpus,
            int cells,
            int sampled,
            List<ClusterSpec.Placement> placements,
            List<ClusterSpec.FailureClass> failures) {
        List<ClusterSpec.PoolSpec> pools = new ArrayList<>();
        for (int each : gpus) {
            pools.add(new ClusterSpec.PoolSpec("pool" + pools.size(), 0, GPU, each, 1, 1, 1));
        }
        Knob none = Knob.fixed(1);
        ClusterSpec.SiteSpec site = new ClusterSpec.SiteSpec(
                new Site("site", 1e9, 1), view -> 1, 0, Yielding.TOGETHER, List.of());
        return new Pools(new ClusterSpec(
                1e9,
                0,
                10,
                cells,
                sampled,
                List.of(site),
                pools,
                placements,
                List.of(),
                none,
                none,
                failures,
                List.of(),
                null,
                List.of()));
    }

    /** The same, from the start, with a site that is down at times. */
    Pools with(ClusterSpec.Outage... outages) {
        ClusterSpec.SiteSpec s = spec.sites().get(0);
        return new Pools(new ClusterSpec(
                spec.horizonSeconds(),
                0,
                spec.epochSeconds(),
                spec.cells(),
                spec.sampledCells(),
                List.of(new ClusterSpec.SiteSpec(
                        s.site(), s.power(), s.actuationSeconds(), s.yielding(), List.of(outages))),
                spec.pools(),
                spec.placements(),
                spec.additions(),
                spec.caps(),
                spec.peak(),
                spec.failures(),
                spec.dated(),
                spec.jobs(),
                spec.loans()));
    }

    /** The same, from the start, with GPUs that arrive. */
    Pools with(ClusterSpec.Addition... additions) {
        return new Pools(new ClusterSpec(
                spec.horizonSeconds(),
                0,
                spec.epochSeconds(),
                spec.cells(),
                spec.sampledCells(),
                spec.sites(),
                spec.pools(),
                spec.placements(),
                List.of(additions),
                spec.caps(),
                spec.peak(),
                spec.failures(),
                spec.dated(),
                spec.jobs(),
                spec.loans()));
    }

    /** The same, from the start, with jobs on the GPUs of its pools. */
    Pools with(JobsSpec jobs, ClusterSpec.Loan... loans) {
        return new Pools(new ClusterSpec(
                spec.horizonSeconds(),
                0,
                spec.epochSeconds(),
                spec.cells(),
                spec.sampledCells(),
                spec.sites(),
                spec.pools(),
                spec.placements(),
                spec.additions(),
                spec.caps(),
                spec.peak(),
                spec.failures(),
                spec.dated(),
                jobs,
                List.of(loans)));
    }

    /** The same, its planes started as in a run without jobs. */
    Pools started() {
        ScalingPlane scaling = new ScalingPlane(agenda, spec, book, capacity.loading());
        capacity.start();
        scaling.start();
        new OutagePlane(agenda, spec, capacity, scaling, null).start();
        new LeavingPlane(agenda, spec, scaling, null).start();
        return this;
    }

    /** A placement of a share of a pool; scaled if there is a scale. */
    static ClusterSpec.Placement placement(
            int pool, double share, int gpus, double load, ClusterSpec.@Nullable Scale scale) {
        return new ClusterSpec.Placement(pool, share, gpus, load, 1000, scale);
    }

    @Override
    public void tell(int cell, CellCommand command) {
        orders.add(new Order(cell, command));
    }

    /** How many commands of a kind were given. */
    long told(Class<? extends CellCommand> kind) {
        return orders.stream().filter(o -> kind.isInstance(o.command())).count();
    }
}
