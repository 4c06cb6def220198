package headroom.cell;

import headroom.clients.ModelSpec;
import headroom.clients.Sources.Replay;
import headroom.clients.TierSpec;
import headroom.fleet.DeploymentSpec;
import headroom.kernel.Streams;
import headroom.quota.PeakHours;
import headroom.serving.Router;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Everything a cell is built from; shared by all cells and never changed.
 *
 * @param models the models served
 * @param deployments what their replicas are
 * @param tiers the users, in the order of the scenario; the tier of the replay comes last
 * @param replay requests replayed beside the tiers, or null
 * @param router picks the replica
 * @param peakHours when the peak-hour multiplier applies
 * @param overload when requests are shed (529)
 * @param watch when the occupancy of replicas is kept
 * @param objectives what a good answer is
 */
public record CellSpec(
        List<ModelSpec> models,
        List<DeploymentSpec> deployments,
        List<TierSpec> tiers,
        @Nullable ReplaySpec replay,
        Router router,
        PeakHours peakHours,
        Overload overload,
        Watch watch,
        Objectives objectives) {

    /**
     * Requests replayed from a trace.
     *
     * @param model index of the model they ask
     * @param source opens the trace of a cell
     */
    public record ReplaySpec(int model, ReplaySource source) {}

    /** Opens what one cell replays, from its beginning. */
    @FunctionalInterface
    public interface ReplaySource {
        /** The requests of a cell; streams for what is random about them. */
        Replay open(int cell, Streams streams);
    }

    /**
     * When the chosen replica takes no further request.
     *
     * @param maxQueue from so many waiting requests on
     * @param maxRequests from so many requests on, waiting, in service or on the way
     * @param ttftDeadlineSeconds for a replayed request: if its first token is expected later than
     *     this; tiers have their own [s]
     */
    public record Overload(int maxQueue, int maxRequests, double ttftDeadlineSeconds) {
        /** Without regard to how long it takes. */
        public Overload(int maxQueue, int maxRequests) {
            this(maxQueue, maxRequests, Double.POSITIVE_INFINITY);
        }

        boolean refuses(int waiting, int inService) {
            return waiting >= maxQueue || waiting + inService >= maxRequests;
        }
    }

    /**
     * When the occupancy of replicas is kept.
     *
     * @param fromSeconds from here on over time [s]; infinite: never
     * @param atSeconds at these instants, rising [s]
     */
    public record Watch(double fromSeconds, List<Double> atSeconds) {
        /** Never. */
        public static final Watch NEVER = new Watch(Double.POSITIVE_INFINITY, List.of());
    }

    /**
     * What a good answer is.
     *
     * @param ttftSeconds the first token comes within this [s]
     * @param tpotSeconds the mean time between tokens stays within this [s]
     */
    public record Objectives(double ttftSeconds, double tpotSeconds) {}

    /** The same cell behind another router. */
    public CellSpec routedBy(Router other) {
        return new CellSpec(
                models, deployments, tiers, replay, other, peakHours, overload, watch, objectives);
    }

    /** Index of the tier of the replay. */
    public int replayTier() {
        return tiers.size();
    }

    /** Tiers and, if there is a replay, its own. */
    public int tierCount() {
        return tiers.size() + (replay == null ? 0 : 1);
    }
}
