package headroom.cell;

/** What the control plane tells a cell, each at an instant. */
public sealed interface CellCommand {
    /** When it takes effect [s]. */
    double timeSeconds();

    /** One more replica of a deployment serves. */
    record ReplicaUp(double timeSeconds, int deployment) implements CellCommand {}

    /** The last replica of a deployment takes no more requests, and goes when it is empty. */
    record ReplicaDrain(double timeSeconds, int deployment) implements CellCommand {}

    /** A replica of a deployment fails at once: the k-th of those in service, modulo them. */
    record ReplicaFail(double timeSeconds, int deployment, int k) implements CellCommand {}

    /** The GPUs of a deployment run at a share of full clock. */
    record Clock(double timeSeconds, int deployment, double share) implements CellCommand {}

    /** The caps of the scaled tiers are their nominal values times this. */
    record CapScale(double timeSeconds, double scale) implements CellCommand {}

    /** Within peak hours, usage of the five-hour window counts this many times. */
    record PeakMultiplier(double timeSeconds, double multiplier) implements CellCommand {}
}
