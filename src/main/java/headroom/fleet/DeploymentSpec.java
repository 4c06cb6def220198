package headroom.fleet;

import headroom.serving.Replica;

/**
 * A model placed on GPUs of one pool: what each of its replicas is.
 *
 * @param model index of the model
 * @param engine step time and limits of a replica
 * @param arrivalSeconds from the client to the replica's queue [s]
 * @param completionSeconds once per request, after its last token [s]
 * @param perTokenSeconds streaming, per output token [s]
 */
public record DeploymentSpec(
        int model,
        Replica.Engine engine,
        double arrivalSeconds,
        double completionSeconds,
        double perTokenSeconds) {}
