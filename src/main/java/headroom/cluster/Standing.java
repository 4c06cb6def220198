package headroom.cluster;

import headroom.cluster.ReplicaBook.State;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where replicas stand, as far as what fails beside them is concerned, and who goes down there.
 *
 * <p>Replicas have no fixed places. Those of a pool that serve stand side by side in the order of
 * deployments and cells, behind those of each deployment those that load; every so many GPUs from
 * the first are a group, across deployments and cells. A replica belongs to the group in which it
 * begins, so that it fails at the rate of one group wherever it stands; one that is no smaller than
 * a group fails with any of its own. Who is down stands nowhere, and the others close up. Grade:
 * assumed.
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

    /** A replica that failed, and the cell it was in. */
    record Down(int placement, int cell) {}

    /** Replicas of pools that a failure takes, in order; it strikes a point of the GPUs. */
    List<Place> at(List<Integer> pools, double at, int groupGpus) {
        double group = Math.floor(at / groupGpus) * groupGpus;
        List<Place> places = new ArrayList<>();
        double first = 0;
        for (int p = 0; p < spec.placements().size(); p++) {
            if (pools.contains(spec.placements().get(p).pool())) {
                double gpus = spec.placements().get(p).replicaGpus();
                boolean isAlone = gpus >= groupGpus;
                double from = isAlone
                        ? Math.floor((at - first) / gpus)
                        : Math.ceil((group - first) / gpus);
                double end = isAlone ? from + 1 : Math.ceil((group + groupGpus - first) / gpus);
                int count = book.assigned(p);
                for (int k = (int) Math.max(from, 0); k < Math.min(end, count); k++) {
                    places.add(new Place(p, k));
                }
                first += gpus * count;
            }
        }
        return places;
    }

    /** They fail, the last first, as those before it keep their places; who hears of each. */
    void fail(List<Place> places, Consumer<Down> heard) {
        for (int i = places.size() - 1; i >= 0; i--) {
            int p = places.get(i).placement;
            int k = places.get(i).k;
            int serving = book.count(State.SERVING, p);
            int cell = k < serving ? book.failServing(p, k) : loading.fail(p, k - serving);
            heard.accept(new Down(p, cell));
        }
    }

    /** What one is down for is over. */
    void repaired(Down down) {
        loading.repaired(down.placement, down.cell);
    }
}
