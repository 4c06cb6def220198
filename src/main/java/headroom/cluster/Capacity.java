package headroom.cluster;

import headroom.kernel.Agenda;
import headroom.kernel.Rank;

import java.util.Arrays;
import java.util.Comparator;

/**
 * GPUs that are there and GPUs that arrive, and the replicas of fixed shares that run on them.
 *
 * <p>Of n real replicas the K sampled of C cells hold round(n*K/C), dealt to the cells in turn. The
 * j-th of m replicas of a ramp arrives at begin + length*(j + 1/2)/m, and serves when its weights
 * are loaded. A scaled deployment begins with its share, rounded down, and gets no more of what
 * arrives than it asks for.
 *
 * <p>GPUs that leave are those of replicas that load, or of the cells with most, which drain; where
 * all have failed, of the next that would come back.
 */
final class Capacity {
    private final Agenda agenda;
    private final ClusterSpec spec;
    private final ReplicaBook book;
    private final Loading loading;
    /** Where the next replica of each placement goes, counted on over the cells. */
    private final int[] dealt;
    /** GPU-seconds present and powered since this was last asked, by pool [s]. */
    private final double[] gpuSeconds;

    /** GPU-seconds of the hour that GPUs of now were not yet there for, by pool [s]. */
    private final double[] missedGpuSeconds;

    private double settledSeconds;
    private double hourFromSeconds;

    Capacity(Agenda agenda, ClusterSpec spec, ReplicaBook book) {
        this.agenda = agenda;
        this.spec = spec;
        this.book = book;
        loading = new Loading(agenda, spec, book, this::deal);
        dealt = new int[spec.placements().size()];
        gpuSeconds = new double[spec.pools().size()];
        missedGpuSeconds = new double[spec.pools().size()];
    }

    /** The replicas whose weights load. */
    Loading loading() {
        return loading;
    }

    /** Deals what is there, and puts the additions on the agenda. */
    void start() {
        stagger();
        int[] promised = book.present().clone();
        for (int p = 0; p < dealt.length; p++) {
            for (int i = initial(p, promised); i > 0; i--) {
                book.serve(p, deal(p));
            }
        }
        for (ClusterSpec.Addition addition : spec.additions()) {
            for (int p = 0; p < dealt.length; p++) {
                ClusterSpec.Placement placement = spec.placements().get(p);
                if (placement.pool() == addition.pool() && placement.scale() == null) {
                    int before = spec.sampledReplicas(p, promised[addition.pool()]);
                    int after =
                            spec.sampledReplicas(p, promised[addition.pool()] + addition.gpus());
                    ramp(addition, p, after - before);
                }
            }
            promised[addition.pool()] += addition.gpus();
            rampGpus(addition);
        }
        spec.additions().stream()
                .filter(addition -> addition.untilSeconds() < spec.horizonSeconds())
                .sorted(Comparator.comparingDouble(ClusterSpec.Addition::untilSeconds))
                .forEach(addition -> leave(addition, promised));
    }

    /** Puts the end of an addition on the agenda. */
    private void leave(ClusterSpec.Addition addition, int[] promised) {
        int pool = addition.pool();
        int left = promised[pool] - addition.gpus();
        for (int p = 0; p < dealt.length; p++) {
            ClusterSpec.Placement placement = spec.placements().get(p);
            if (placement.pool() == pool && placement.scale() == null) {
                int placed = p;
                int count = spec.sampledReplicas(p, promised[pool]) - spec.sampledReplicas(p, left);
                agenda.timer(Rank.ARRIVE_CAPACITY, () -> giveUp(placed, count))
                        .startAt(Math.max(0, addition.untilSeconds()));
            }
        }
        promised[pool] = left;
    }

    /** So many replicas end what they have and are gone, those that load first. */
    private void giveUp(int placement, int count) {
        for (int i = 0; i < count; i++) {
            if (book.count(ReplicaBook.State.LOADING, placement) > 0) {
                loading.cancelLast(placement);
            } else if (book.count(ReplicaBook.State.SERVING, placement) > 0) {
                book.drain(placement, fullest(placement));
            } else {
                loading.owe(placement);
            }
        }
    }

    /** The last of the cells with most serving replicas of a placement. */
    private int fullest(int placement) {
        int fullest = 0;
        for (int cell = 1; cell < spec.sampledCells(); cell++) {
            if (book.count(ReplicaBook.State.SERVING, placement, cell)
                    >= book.count(ReplicaBook.State.SERVING, placement, fullest)) {
                fullest = cell;
            }
        }
        return fullest;
    }

    private int initial(int placement, int[] present) {
        ClusterSpec.Placement p = spec.placements().get(placement);
        if (p.scale() == null) {
            return spec.sampledReplicas(placement, present[p.pool()]);
        }
        double share = spec.realReplicas(placement, present[p.pool()]) / spec.weight();
        return Math.min(spec.mostReplicas(placement), (int) Math.floor(share + 1e-9));
    }

    /** Each placement is dealt from where the one before leaves off, so that cells stay even. */
    private void stagger() {
        for (int p = 1; p < dealt.length; p++) {
            int last = spec.finalGpus(spec.placements().get(p - 1).pool());
            dealt[p] = (dealt[p - 1] + spec.sampledReplicas(p - 1, last)) % spec.sampledCells();
        }
    }

    private int deal(int placement) {
        return dealt[placement]++ % spec.sampledCells();
    }

    private void ramp(ClusterSpec.Addition addition, int placement, int count) {
        double load = spec.placements().get(placement).loadSeconds();
        for (int j = 0; j < count; j++) {
            double arrives = addition.atSeconds() + addition.rampSeconds() * (j + 0.5) / count;
            // what arrived before the run began is there at its start
            double serves = Math.max(0, arrives + load);
            if (arrives <= 0) {
                loading.begin(placement, book.noCell(), serves);
            } else if (arrives < spec.horizonSeconds()) {
                agenda.timer(Rank.ARRIVE_CAPACITY, () -> loading.begin(placement, book.noCell()))
                        .startAt(arrives);
            }
        }
    }

    /** GPUs arrive in steps of one hour, and draw power from then on, until they leave. */
    private void rampGpus(ClusterSpec.Addition addition) {
        for (ClusterSpec.Addition.Step step : addition.steps()) {
            if (step.atSeconds() < spec.horizonSeconds()) {
                agenda.timer(Rank.ARRIVE_CAPACITY, () -> arrive(addition.pool(), step.gpus()))
                        .startAt(step.atSeconds());
            }
        }
    }

    private void arrive(int pool, int count) {
        settle();
        book.arrive(pool, count);
        missedGpuSeconds[pool] += count * (agenda.nowSeconds() - hourFromSeconds);
    }

    /** The site of a pool goes down or comes back. */
    void setDown(int pool, boolean isDown) {
        settle();
        book.setDown(pool, isDown);
    }

    private void settle() {
        double now = agenda.nowSeconds();
        for (int pool = 0; pool < gpuSeconds.length; pool++) {
            int powered = book.isDown(pool) ? 0 : book.present()[pool];
            gpuSeconds[pool] += powered * (now - settledSeconds);
        }
        settledSeconds = now;
    }

    /** Real GPU-seconds by pool since this was last asked [s]. */
    double[] drainGpuSeconds() {
        settle();
        double[] drained = gpuSeconds.clone();
        Arrays.fill(gpuSeconds, 0);
        return drained;
    }

    /** Mean real GPUs present by pool since this was last asked, over the hour that ends now. */
    double[] hourlyGpus() {
        double now = agenda.nowSeconds();
        double[] gpus = new double[missedGpuSeconds.length];
        for (int pool = 0; pool < gpus.length; pool++) {
            double missed = missedGpuSeconds[pool] / (now - hourFromSeconds);
            gpus[pool] = book.present()[pool] - missed;
        }
        Arrays.fill(missedGpuSeconds, 0);
        hourFromSeconds = now;
        return gpus;
    }
}
