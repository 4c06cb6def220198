package headroom.cluster;

import headroom.cluster.ReplicaBook.State;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Where replicas stand, as far as what fails or is drained beside them is concerned, and who goes
 * out of use there.
 *
 * <p>Replicas have no fixed places. Those of a pool that serve stand side by side in the order of
 * deployments and cells, behind those of each deployment those that load; every so many GPUs from
 * the first are a group, across deployments and cells. A replica belongs to the group in which it
 * begins, so that it fails at the rate of one group wherever it stands; one that is no smaller than
 * a group fails with any of its own. Who is down stands nowhere, and the others close up. Behind
 * all replicas stand GPUs that nobody holds, and behind these those of replicas that drain. Grade:
 * assumed.
 *
 * <p>Of K of C cells simulated replicas may stand beside one another, so that they are on the first
 * K/C of the GPUs; or each stands where the first of the C/K is that it stands for: these are C/K
 * times its size apart.
 */
final class Standing {
    private final ClusterSpec spec;
    private final ReplicaBook book;
    private final Loading loading;

    Standing(ClusterSpec spec, ReplicaBook book, Loading loading) {
        this.spec = spec;
        this.book = book;
        this.loading = loading;
    }

    /** The k-th replica of a placement of those that serve and, behind them, load. */
    record Place(int placement, int k) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byPlacement = Integer.compare(placement, other.placement);
            return byPlacement != 0 ? byPlacement : Integer.compare(k, other.k);
        }
    }

    /** A replica that is out of use, and the cell it was in. */
    record Down(int placement, int cell) {
        static final Comparator<Down> IN_ORDER =
                Comparator.comparing(Down::placement).thenComparing(Down::cell);
    }

    /**
     * Parts of GPUs within a group that no replica has ({@link ReplicaBook}).
     *
     * @param free of those that nobody holds
     * @param draining of those of replicas that drain
     */
    record Rest(long free, long draining) {}

    /** How far simulated replicas are apart where each stands among those it stands for [1]. */
    double spread() {
        return spec.weight();
    }

    /** Replicas of pools that a failure takes, in order; it strikes a point of the GPUs. */
    List<Place> at(List<Integer> pools, double at, int groupGpus) {
        return at(pools, at, groupGpus, 1);
    }

    /** The same where replicas are so many times their size apart. */
    List<Place> at(List<Integer> pools, double at, int groupGpus, double apart) {
        double group = Math.floor(at / groupGpus) * groupGpus;
        List<Place> places = new ArrayList<>();
        double first = 0;
        for (int p = 0; p < spec.placements().size(); p++) {
            if (pools.contains(spec.placements().get(p).pool())) {
                double gpus = spec.placements().get(p).replicaGpus();
                double step = gpus * apart;
                boolean isAlone = gpus >= groupGpus;
                double from = isAlone
                        ? Math.floor((at - first) / step)
                        : Math.ceil((group - first) / step);
                double end = Math.ceil((group + groupGpus - first) / step);
                if (isAlone) {
                    end = at - first < from * step + gpus ? from + 1 : from;
                }
                int count = book.assigned(p);
                for (int k = (int) Math.max(from, 0); k < Math.min(end, count); k++) {
                    places.add(new Place(p, k));
                }
                first += step * count;
            }
        }
        return places;
    }

    /** What a group that begins at a point of the GPUs has beside replicas. */
    Rest rest(int pool, double at, int groupGpus, double apart) {
        double parts = spec.cells() / apart;
        double held = (gpus(pool, State.SERVING) + gpus(pool, State.LOADING)) * apart;
        double free = held + book.takeableParts(pool) / parts;
        double draining = free + gpus(pool, State.DRAINING) * apart;
        double end = at + groupGpus;
        double ofFree = Math.max(0, Math.min(end, free) - Math.max(at, held));
        double ofDraining = Math.max(0, Math.min(end, draining) - Math.max(at, free));
        return new Rest(Math.round(ofFree * parts), Math.round(ofDraining * parts));
    }

    /** GPUs of simulated replicas of a pool in a state. */
    private double gpus(int pool, State state) {
        double gpus = 0;
        for (int p = 0; p < spec.placements().size(); p++) {
            ClusterSpec.Placement placement = spec.placements().get(p);
            if (placement.pool() == pool) {
                gpus += (double) placement.replicaGpus() * book.count(state, p);
            }
        }
        return gpus;
    }

    /** They fail, the last first, as those before it keep their places; who hears of each. */
    void fail(List<Place> places, Consumer<Down> heard) {
        for (int i = places.size() - 1; i >= 0; i--) {
            int p = places.get(i).placement;
            int k = places.get(i).k;
            int serving = book.count(State.SERVING, p);
            int cell = k < serving
                    ? book.failServing(p, k)
                    : loading.stop(p, k - serving, State.FAILED);
            heard.accept(new Down(p, cell));
        }
    }

    /** They take no more requests, the last first; who hears of each, and of those that did. */
    void drain(List<Place> places, BiConsumer<Down, State> heard) {
        for (int i = places.size() - 1; i >= 0; i--) {
            int p = places.get(i).placement;
            int k = places.get(i).k;
            int serving = book.count(State.SERVING, p);
            boolean serves = k < serving;
            int cell = serves ? vacate(p, k) : loading.stop(p, k - serving, State.DRAINED);
            heard.accept(new Down(p, cell), serves ? State.VACATING : State.DRAINED);
        }
    }

    /** The k-th that serves, cell by cell; the cell it is in. */
    private int vacate(int placement, int k) {
        int cell = 0;
        int end = book.count(State.SERVING, placement, 0);
        while (k >= end) {
            cell++;
            end += book.count(State.SERVING, placement, cell);
        }
        book.vacate(placement, cell);
        return cell;
    }

    /** What one is down for is over. */
    void repaired(Down down) {
        loading.repaired(down.placement, down.cell);
    }

    /** What one is out of use for is another thing from now on, or over. */
    void move(Down down, State from, State to) {
        if (to != State.FREE) {
            book.move(down.placement, down.cell, from, to);
        } else if (from == State.FAILED) {
            repaired(down);
        } else {
            loading.undrained(down.placement, down.cell);
        }
    }
}
