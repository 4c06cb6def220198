package headroom.cluster;

import headroom.plant.GpuModel;
import headroom.plant.Site;

import java.util.List;

/**
 * What is owned, where it stands and how it is controlled, in real numbers of GPUs; the cells that
 * are simulated stand for all.
 *
 * @param horizonSeconds length of the run [s]
 * @param warmUpSeconds controllers rest until then: what they would see is the empty start [s]
 * @param epochSeconds length of an epoch [s]
 * @param cells cells of the whole deployment
 * @param sampledCells cells simulated
 * @param sites sites with their power limits
 * @param pools pools of GPUs
 * @param placements models placed on pools, in the order of the cells' deployments
 * @param additions GPUs that arrive
 * @param caps controller of the cap scale, or a fixed value
 * @param peak controller of the peak-hour multiplier, or a fixed value
 */
public record ClusterSpec(
        double horizonSeconds,
        double warmUpSeconds,
        double epochSeconds,
        int cells,
        int sampledCells,
        List<SiteSpec> sites,
        List<PoolSpec> pools,
        List<Placement> placements,
        List<Addition> additions,
        Knob caps,
        Knob peak) {

    /** Real things that one simulated thing stands for. */
    public double weight() {
        return (double) cells / sampledCells;
    }

    /**
     * A site.
     *
     * @param site its limit and its overhead
     * @param power decides the clock
     * @param actuationSeconds from the decision to the clock [s]
     */
    public record SiteSpec(Site site, PowerPolicy power, double actuationSeconds) {}

    /**
     * A pool of equal GPUs.
     *
     * @param name its name
     * @param site index of its site
     * @param gpu what the GPUs are
     * @param gpus how many are there at the start
     */
    public record PoolSpec(String name, int site, GpuModel gpu, int gpus) {}

    /**
     * A model placed on a share of a pool.
     *
     * @param pool index of the pool
     * @param share of its GPUs
     * @param replicaGpus GPUs of one replica
     * @param loadSeconds from the GPUs' arrival until the replica serves [s]
     * @param kvCapacityTokens KV memory of one replica [token]; weighs utilisation
     */
    public record Placement(
            int pool, double share, int replicaGpus, double loadSeconds, long kvCapacityTokens) {}

    /**
     * GPUs that arrive evenly over a ramp.
     *
     * @param atSeconds begin of the ramp [s]
     * @param rampSeconds its length [s]
     * @param pool index of the pool
     * @param gpus how many
     */
    public record Addition(double atSeconds, double rampSeconds, int pool, int gpus) {}

    /**
     * A value that a controller moves.
     *
     * @param initial value at the start
     * @param controller moves it
     * @param everySeconds time between two decisions [s]; whole hours
     */
    public record Knob(double initial, CapController controller, double everySeconds) {}
}
