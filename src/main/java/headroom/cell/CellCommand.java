package headroom.cell;

/** What the control plane tells a cell, each at an instant. */
public sealed interface CellCommand {
    /** When it takes effect [s]. */
    double timeSeconds();

    /** One more replica of a deployment serves. */
    record ReplicaUp(double timeSeconds, int deployment) implements CellCommand {}

    /**
     * The replica of a deployment that was added last takes no more requests, and goes when it is
     * empty. Nothing happens if none takes any.
     */
    record ReplicaDrain(double timeSeconds, int deployment) implements CellCommand {}

    /**
     * A replica of a deployment fails at once: the k-th, modulo their number, of those that take
     * requests in the order in which they were added, and after them of those that drain.
     */
    record ReplicaFail(double timeSeconds, int deployment, int k) implements CellCommand {}

    /** The GPUs of a deployment run at a share of full clock. */
    record Clock(double timeSeconds, int deployment, double share) implements CellCommand {}

    /** The caps of the scaled tiers are their nominal values times this. */
    record CapScale(double timeSeconds, double scale) implements CellCommand {}

    /** Within peak hours, usage of the five-hour window counts this many times. */
    record PeakMultiplier(double timeSeconds, double multiplier) implements CellCommand {}

    /**
     * From now on a limit of a tier has these terms, beside the scale of the caps.
     *
     * @param scale factor on its cap
     * @param weight what usage counts against it
     * @param enforced if not, it admits everything
     */
    record LimitTerms(
            double timeSeconds, int tier, int limit, double scale, double weight, boolean enforced)
            implements CellCommand {}

    /** What anybody has used of a limit of a tier is forgotten. */
    record LimitReset(double timeSeconds, int tier, int limit) implements CellCommand {}
}
