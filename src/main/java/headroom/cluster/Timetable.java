package headroom.cluster;

import headroom.cluster.ClusterSpec.Addition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When the replicas of fixed shares come and go with the GPUs of their pools, in order of time.
 *
 * <p>GPUs that come or go change the replicas by what their share makes of those there at that
 * instant. The j-th of m replicas of a ramp comes at begin + length*(j + 1/2)/m; a ramp in which
 * other GPUs leave is one ramp before that and one after it, so that what leaves is counted on what
 * is there. Of one instant, what comes is before what goes: where a lease follows another, its
 * replicas are never fewer than they may be.
 */
public final class Timetable {
    private Timetable() {}

    /**
     * Simulated replicas come or, if below 0, go.
     *
     * @param atSeconds when their GPUs do; they serve once their weights are loaded [s]
     * @param replicas how many
     */
    public record Change(double atSeconds, int replicas) {}

    /** GPUs that come evenly or, if below 0, go. */
    private record Piece(double fromSeconds, double lengthSeconds, int gpus) {
        /** Among those that begin at one instant. */
        int rank() {
            return lengthSeconds > 0 ? 2 : gpus < 0 ? 1 : 0;
        }

        /** What comes before an instant, and after it. */
        List<Piece> split(double atSeconds) {
            double before = atSeconds - fromSeconds;
            if (before <= 0 || before >= lengthSeconds) {
                return List.of(this);
            }
            int first = (int) Math.floor(gpus * before / lengthSeconds + 1e-9);
            return List.of(
                    new Piece(fromSeconds, before, first),
                    new Piece(atSeconds, lengthSeconds - before, gpus - first));
        }
    }

    /** All changes of a placement of a fixed share after those there at the start. */
    public static List<Change> of(ClusterSpec spec, int placement) {
        int pool = spec.placements().get(placement).pool();
        int gpus = spec.pools().get(pool).gpus();
        List<Change> changes = new ArrayList<>();
        for (Piece piece : pieces(spec, pool)) {
            int before = spec.sampledReplicas(placement, gpus);
            gpus += piece.gpus;
            int more = spec.sampledReplicas(placement, gpus) - before;
            for (int j = 0; j < more; j++) {
                double at = piece.fromSeconds + piece.lengthSeconds * (j + 0.5) / more;
                changes.add(new Change(at, 1));
            }
            if (more < 0) {
                changes.add(new Change(piece.fromSeconds, more));
            }
        }
        changes.sort(Comparator.comparingDouble(Change::atSeconds));
        return changes;
    }

    private static List<Piece> pieces(ClusterSpec spec, int pool) {
        List<Addition> additions =
                spec.additions().stream().filter(a -> a.pool() == pool).toList();
        double[] ends = additions.stream()
                .mapToDouble(Addition::untilSeconds)
                .filter(until -> until < spec.horizonSeconds())
                .sorted()
                .toArray();
        List<Piece> pieces = new ArrayList<>();
        for (Addition a : additions) {
            Piece rest = new Piece(a.atSeconds(), a.rampSeconds(), a.gpus());
            for (double end : ends) {
                List<Piece> parts = rest.split(end);
                rest = parts.get(parts.size() - 1);
                pieces.addAll(parts.subList(0, parts.size() - 1));
            }
            pieces.add(rest);
            if (a.untilSeconds() < spec.horizonSeconds()) {
                pieces.add(new Piece(Math.max(0, a.untilSeconds()), 0, -a.gpus()));
            }
        }
        pieces.sort(Comparator.comparingDouble(Piece::fromSeconds).thenComparingInt(Piece::rank));
        return pieces;
    }
}
