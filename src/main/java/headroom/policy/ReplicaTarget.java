package headroom.policy;

import headroom.control.Autoscaler;
import headroom.control.ScaleView;

/**
 * Holds the utilisation or the queue delay of a deployment at a target by its number of replicas.
 *
 * <pre>
 * ratio  = measured/target                    means over the lookback
 * wanted = n * ratio                          n: replicas that served, mean while any did
 * n * ratio held within n - max(n * maxShrink, step) and n + max(n * maxGrowth, step)
 * </pre>
 *
 * <p>A step is one replica, or as many as a simulated one stands for: a share of few replicas that
 * is less than one of them would never let one go.
 *
 * <p>With utilisation n * ratio is the load in replicas over the target, whatever n was. Within the
 * tolerance of the target nothing changes; replicas that load already count towards what is
 * wanted; nothing shrinks within the cooldown after a change. Source: the rule of the Kubernetes
 * horizontal pod autoscaler (ceil(n * metric/target), tolerance 10 %, policies in percent of n,
 * stabilisation window), Kubernetes documentation, "Horizontal Pod Autoscaling", algorithm
 * details. Grade: vendor for the rule, assumed for its use on GPU replicas.
 */
public final class ReplicaTarget implements Autoscaler {
    /** What is held at the target. */
    public enum Metric {
        /** Time that requests wait at a replica before their prefill begins [s]. */
        QUEUE_DELAY,
        /** Share of the scarcer of sequences and KV memory in use. */
        UTILISATION
    }

    /**
     * Constants of the law.
     *
     * @param metric what is held
     * @param target where it is held, in its own unit
     * @param tolerance relative distance from the target that is left alone
     * @param maxGrowth largest relative growth by one decision
     * @param maxShrink largest relative shrinkage by one decision
     * @param cooldownSeconds nothing shrinks for so long after a change [s]
     */
    public record Law(
            Metric metric,
            double target,
            double tolerance,
            double maxGrowth,
            double maxShrink,
            double cooldownSeconds) {}

    private final Law law;

    public ReplicaTarget(Law law) {
        this.law = law;
    }

    @Override
    public double wanted(ScaleView view) {
        double now = view.serving() + view.loading();
        double measured =
                law.metric() == Metric.QUEUE_DELAY ? view.queueDelaySeconds() : view.utilisation();
        double ratio = measured / law.target();
        // also where nothing could be measured
        if (!(Math.abs(ratio - 1) > law.tolerance())) {
            return now;
        }
        double n = view.meanServing();
        double least = n - Math.max(n * law.maxShrink(), view.step());
        double most = n + Math.max(n * law.maxGrowth(), view.step());
        double wanted = Math.max(least, Math.min(most, n * ratio));
        if (ratio > 1) {
            return Math.max(now, wanted);
        }
        boolean rests = view.sinceChangeSeconds() < law.cooldownSeconds();
        return rests ? now : Math.min(now, wanted);
    }
}
