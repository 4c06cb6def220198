package headroom.cluster;

import headroom.cluster.ReplicaBook.State;
import headroom.control.LoadWindow;
import headroom.control.ScaleView;
import headroom.fleet.FleetUse;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Timer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The deployments whose number of replicas follows their load, and who gets free GPUs.
 *
 * <p>A deployment that wants fewer gives up loads under way, then drains replicas where a cell has
 * most; their GPUs come back when the cell reports them empty. One that wants more takes free GPUs
 * of its pool, loads weights, and serves where a cell has fewest, so that cells stay even. While
 * not all can be had, the deployment with the largest share of its replicas missing goes first,
 * among those whose next replica fits. None takes from another what that one wants to keep.
 */
final class ScalingPlane {
    private final Agenda agenda;
    private final ClusterSpec spec;
    private final ReplicaBook book;
    private final Loading loading;
    private final List<Scaled> all = new ArrayList<>();

    ScalingPlane(Agenda agenda, ClusterSpec spec, ReplicaBook book, Loading loading) {
        this.agenda = agenda;
        this.spec = spec;
        this.book = book;
        this.loading = loading;
        for (int p = 0; p < spec.placements().size(); p++) {
            ClusterSpec.Scale scale = spec.placements().get(p).scale();
            if (scale != null) {
                all.add(new Scaled(p, scale));
            }
        }
    }

    /** The first decisions fall an interval and an epoch after the start. */
    void start() {
        for (Scaled each : all) {
            each.wanted = Math.max(each.fewest, book.assigned(each.placement));
            each.decide.start(spec.epochSeconds() + each.scale.everySeconds());
        }
        grant();
    }

    /** An epoch ended; use since the start of the run, of all simulated cells. */
    void epoch(FleetUse use) {
        for (Scaled each : all) {
            each.window.add(agenda.nowSeconds(), use);
        }
        grant();
    }

    /**
     * GPUs have left a pool: scaled replicas beyond what is there go, failed ones first.
     *
     * @param dueGpus that others hold and give back soon
     */
    void giveUp(int pool, int dueGpus) {
        while (book.excessGpus(pool) > dueGpus) {
            Scaled largest = null;
            for (Scaled each : all) {
                boolean isHere = spec.placements().get(each.placement).pool() == pool;
                if (isHere && gpus(each) > (largest == null ? 0 : gpus(largest))) {
                    largest = each;
                }
            }
            if (largest == null) {
                return;
            }
            if (!loading.dropOne(largest.placement)) {
                largest.giveUpOne();
            }
        }
    }

    private int gpus(Scaled each) {
        return book.held(each.placement) * spec.placements().get(each.placement).replicaGpus();
    }

    /** GPUs of a pool that deployments want beyond what they have and what drains there. */
    double lackedGpus(int pool) {
        double lacked = 0;
        for (Scaled each : all) {
            ClusterSpec.Placement placement = spec.placements().get(each.placement);
            if (placement.pool() == pool) {
                int missing = Math.max(0, each.wanted - book.assigned(each.placement))
                        - book.count(State.DRAINING, each.placement);
                lacked += (double) missing * placement.replicaGpus();
            }
        }
        return Math.max(0, lacked * spec.weight());
    }

    /** Gives free GPUs to those who want more. */
    void grant() {
        for (Scaled next = neediest(); next != null; next = neediest()) {
            loading.begin(next.placement, cell(next.placement, 1));
            next.changedSeconds = agenda.nowSeconds();
        }
    }

    private @Nullable Scaled neediest() {
        Scaled neediest = null;
        double most = 0;
        for (Scaled each : all) {
            double missing = 1 - (double) book.assigned(each.placement) / each.wanted;
            if (missing > most && book.hasRoom(each.placement)) {
                neediest = each;
                most = missing;
            }
        }
        return neediest;
    }

    /**
     * The cell with the fewest replicas of a placement (sign 1) or the most serving ones (sign -1);
     * among equals the one with the fewest or most GPUs, then the first.
     */
    private int cell(int placement, int sign) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int c = 0; c < spec.sampledCells(); c++) {
            long own = replicas(placement, c);
            if (sign < 0 && book.count(State.SERVING, placement, c) == 0) {
                continue;
            }
            long gpus = 0;
            for (int p = 0; p < spec.placements().size(); p++) {
                gpus += (long) replicas(p, c) * spec.placements().get(p).replicaGpus();
            }
            long rank = sign * ((own << 32) + gpus);
            if (rank < least) {
                least = rank;
                best = c;
            }
        }
        return best;
    }

    private int replicas(int placement, int cell) {
        return book.count(State.SERVING, placement, cell)
                + book.count(State.LOADING, placement, cell);
    }

    /** One deployment: what it wants, and what its autoscaler reads. */
    private final class Scaled implements ScaleView {
        private final int placement;
        private final ClusterSpec.Scale scale;
        private final int fewest;
        private final int most;
        private final LoadWindow window;
        private final Timer decide = agenda.timer(Rank.CONTROL, this::decide);
        private int wanted;
        private double changedSeconds = Double.NEGATIVE_INFINITY;

        Scaled(int placement, ClusterSpec.Scale scale) {
            this.placement = placement;
            this.scale = scale;
            fewest = spec.fewestReplicas(placement);
            most = spec.mostReplicas(placement);
            window = new LoadWindow(placement, scale.lookbackSeconds(), spec.epochSeconds());
        }

        private void decide() {
            // while its site is down there is nothing to measure, and all comes back
            if (!book.isDown(spec.placements().get(placement).pool())) {
                follow();
            }
            decide.start(scale.everySeconds());
        }

        private void follow() {
            int sampled = (int) Math.ceil(scale.policy().wanted(this) / spec.weight() - 1e-9);
            wanted = Math.max(fewest, Math.min(most, sampled));
            while (book.assigned(placement) > wanted) {
                giveUpOne();
            }
            grant();
        }

        private void giveUpOne() {
            if (book.count(State.LOADING, placement) > 0) {
                loading.cancelLast(placement);
            } else {
                book.drain(placement, cell(placement, -1));
            }
            changedSeconds = agenda.nowSeconds();
        }

        private double real(State state) {
            return book.count(state, placement) * spec.weight();
        }

        @Override
        public double serving() {
            return real(State.SERVING);
        }

        @Override
        public double loading() {
            return real(State.LOADING);
        }

        @Override
        public double draining() {
            return real(State.DRAINING) + real(State.VACATING);
        }

        @Override
        public double step() {
            return spec.weight();
        }

        @Override
        public double freeGpus() {
            return book.freeGpus(spec.placements().get(placement).pool());
        }

        @Override
        public double meanServing() {
            return window.meanServing() * spec.weight();
        }

        @Override
        public double utilisation() {
            return window.utilisation();
        }

        @Override
        public double queueDelaySeconds() {
            return window.queueDelaySeconds();
        }

        @Override
        public double sinceChangeSeconds() {
            return agenda.nowSeconds() - changedSeconds;
        }
    }
}
