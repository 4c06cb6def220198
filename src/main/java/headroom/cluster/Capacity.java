package headroom.cluster;

import headroom.cluster.ReplicaBook.State;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;

import java.util.Arrays;

/**
 * GPUs that are there and GPUs that arrive, and the replicas of fixed shares that run on them.
 *
 * <p>Of n real replicas the K sampled of C cells hold round(n*K/C), dealt to the cells in turn.
 * Those that arrive by the {@link Timetable} serve when their weights are loaded. A scaled
 * deployment begins with its share, rounded down, and gets no more of what arrives than it asks
 * for.
 *
 * <p>GPUs that leave are those of replicas of the cells with most, so that cells stay even whatever
 * has failed: there of one that loads, or of one that has failed and does not come back, or of one
 * that serves, which drains.
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
        for (int p = 0; p < dealt.length; p++) {
            for (int i = initial(p, book.present()); i > 0; i--) {
                book.serve(p, deal(p));
            }
        }
        for (int p = 0; p < dealt.length; p++) {
            if (spec.placements().get(p).scale() == null) {
                for (Timetable.Change change : Timetable.of(spec, p)) {
                    expect(p, change);
                }
            }
        }
        spec.additions().forEach(this::rampGpus);
    }

    /** Puts replicas that come or go on the agenda. */
    private void expect(int placement, Timetable.Change change) {
        double at = change.atSeconds();
        if (change.replicas() < 0) {
            agenda.timer(Rank.ARRIVE_CAPACITY, () -> giveUp(placement, -change.replicas()))
                    .startAt(at);
        } else if (at <= 0) {
            // what arrived before the run began is there at its start
            double load = spec.placements().get(placement).loadSeconds();
            loading.begin(placement, book.noCell(), Math.max(0, at + load));
        } else if (at < spec.horizonSeconds()) {
            agenda.timer(Rank.ARRIVE_CAPACITY, () -> loading.begin(placement, book.noCell()))
                    .startAt(at);
        }
    }

    /** So many replicas are gone, where a cell has most: of those that serve last, which drain. */
    private void giveUp(int placement, int count) {
        for (int i = 0; i < count; i++) {
            int cell = fullest(placement);
            if (book.count(State.LOADING, placement, cell) > 0) {
                loading.cancel(placement, cell);
            } else if (book.count(State.FAILED, placement, cell) > 0) {
                loading.drop(placement, cell);
            } else {
                book.drain(placement, cell);
            }
        }
    }

    /**
     * Where a replica has no cell yet; else the last of the cells with most of a placement, among
     * them with most that do not serve.
     */
    private int fullest(int placement) {
        int fullest = book.noCell();
        if (book.held(placement, fullest) > 0) {
            return fullest;
        }
        for (int cell = 0; cell < spec.sampledCells(); cell++) {
            int more = book.held(placement, cell) - book.held(placement, fullest);
            int fewerServe = book.count(State.SERVING, placement, fullest)
                    - book.count(State.SERVING, placement, cell);
            if (more > 0 || more == 0 && fewerServe >= 0) {
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

    /** The next of the cells with fewest: the next in turn, unless replicas have gone. */
    private int deal(int placement) {
        int cells = spec.sampledCells();
        int from = dealt[placement];
        int next = from;
        for (int i = 1; i < cells; i++) {
            int cell = (from + i) % cells;
            next = book.held(placement, cell) < book.held(placement, next) ? cell : next;
        }
        dealt[placement] = (next + 1) % cells;
        return next;
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
