package headroom.cluster;

import headroom.cell.Cell;
import headroom.cell.CellCommand;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Timer;

import java.util.Arrays;
import java.util.List;

/**
 * GPUs that are there and GPUs that arrive: turns both into replicas of the simulated cells.
 *
 * <p>Of n real replicas the K sampled of C cells hold round(n*K/C), dealt to the cells in turn. The
 * j-th of m replicas of a ramp arrives at begin + length*(j + 1/2)/m, and serves when its weights
 * are loaded.
 */
final class Capacity {
    private final Agenda agenda;
    private final ClusterSpec spec;
    private final List<Cell> cells;
    private final int[] gpus;
    /** Where the next replica of each placement goes, counted on over the cells. */
    private final int[] dealt;
    /** GPU-seconds present since this was last asked, by pool [s]. */
    private final double[] gpuSeconds;

    private double settledSeconds;

    Capacity(Agenda agenda, ClusterSpec spec, List<Cell> cells) {
        this.agenda = agenda;
        this.spec = spec;
        this.cells = cells;
        gpus = spec.pools().stream().mapToInt(ClusterSpec.PoolSpec::gpus).toArray();
        dealt = new int[spec.placements().size()];
        gpuSeconds = new double[gpus.length];
    }

    /** Deals what is there, and puts the additions on the agenda. */
    void start() {
        stagger();
        for (int p = 0; p < dealt.length; p++) {
            int present = gpus[spec.placements().get(p).pool()];
            for (int i = sampledReplicas(p, present); i > 0; i--) {
                serve(p, 0);
            }
        }
        int[] promised = gpus.clone();
        for (ClusterSpec.Addition addition : spec.additions()) {
            for (int p = 0; p < dealt.length; p++) {
                if (spec.placements().get(p).pool() == addition.pool()) {
                    int before = sampledReplicas(p, promised[addition.pool()]);
                    int after = sampledReplicas(p, promised[addition.pool()] + addition.gpus());
                    ramp(addition, p, after - before);
                }
            }
            promised[addition.pool()] += addition.gpus();
            rampGpus(addition);
        }
    }

    /** Each placement is dealt from where the one before leaves off, so that cells stay even. */
    private void stagger() {
        for (int p = 1; p < dealt.length; p++) {
            int pool = spec.placements().get(p - 1).pool();
            int last = gpus[pool];
            for (ClusterSpec.Addition addition : spec.additions()) {
                last += addition.pool() == pool ? addition.gpus() : 0;
            }
            dealt[p] = (dealt[p - 1] + sampledReplicas(p - 1, last)) % cells.size();
        }
    }

    private int sampledReplicas(int placement, int poolGpus) {
        ClusterSpec.Placement p = spec.placements().get(placement);
        double real = Math.floor(poolGpus * p.share() / p.replicaGpus() + 1e-9);
        return (int) Math.rint(real / spec.weight());
    }

    private void ramp(ClusterSpec.Addition addition, int placement, int count) {
        double load = spec.placements().get(placement).loadSeconds();
        for (int j = 0; j < count; j++) {
            double arrives = addition.atSeconds() + addition.rampSeconds() * (j + 0.5) / count;
            // what arrived before the run began is there at its start
            double serves = Math.max(0, arrives + load);
            if (serves < spec.horizonSeconds()) {
                Timer timer = agenda.timer(
                        Rank.ARRIVE_CAPACITY, () -> serve(placement, agenda.nowSeconds()));
                timer.startAt(serves);
            }
        }
    }

    /** GPUs arrive in steps of one hour: they draw power from then on. */
    private void rampGpus(ClusterSpec.Addition addition) {
        int steps = Math.max(1, (int) Math.ceil(addition.rampSeconds() / Cluster.HOUR_SECONDS));
        for (int i = 0; i < steps; i++) {
            int share = portion(addition.gpus(), i + 1, steps) - portion(addition.gpus(), i, steps);
            double at = Math.max(0, addition.atSeconds() + addition.rampSeconds() * i / steps);
            if (at < spec.horizonSeconds()) {
                agenda.timer(Rank.ARRIVE_CAPACITY, () -> arrive(addition.pool(), share))
                        .startAt(at);
            }
        }
    }

    private void arrive(int pool, int count) {
        settle();
        gpus[pool] += count;
    }

    private void settle() {
        double now = agenda.nowSeconds();
        for (int pool = 0; pool < gpus.length; pool++) {
            gpuSeconds[pool] += gpus[pool] * (now - settledSeconds);
        }
        settledSeconds = now;
    }

    private static int portion(int whole, int i, int steps) {
        return (int) ((long) whole * i / steps);
    }

    private void serve(int placement, double timeSeconds) {
        Cell cell = cells.get(dealt[placement]++ % cells.size());
        cell.command(new CellCommand.ReplicaUp(timeSeconds, placement));
    }

    /** Real GPUs present by pool. */
    int[] gpus() {
        return gpus;
    }

    /** Real GPU-seconds by pool since this was last asked [s]. */
    double[] drainGpuSeconds() {
        settle();
        double[] drained = gpuSeconds.clone();
        Arrays.fill(gpuSeconds, 0);
        return drained;
    }
}
