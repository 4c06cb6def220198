package headroom.cell;

import headroom.serving.ReplicaLimits;
import headroom.serving.StepTime;

/**
 * A model placed on GPUs of one pool: what each of its replicas is.
 *
 * @param model index of the model
 * @param stepTime duration of an engine step
 * @param limits what bounds the batch
 * @param arrivalSeconds from the client to the replica's queue [s]
 * @param completionSeconds once per request, after its last token [s]
 * @param perTokenSeconds streaming, per output token [s]
 */
public record DeploymentSpec(
        int model,
        StepTime stepTime,
        ReplicaLimits limits,
        double arrivalSeconds,
        double completionSeconds,
        double perTokenSeconds) {}
