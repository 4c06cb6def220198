package headroom.analytic;

/**
 * How one replica is spread over its GPUs: tensor x data x pipeline of them.
 *
 * <p>Attention is split over {@code tensor} and copied {@code data} times, each copy with its own
 * requests; all other weights are split over tensor x data; layers are split over {@code pipeline}
 * stages that work on as many parts of the batch at once.
 *
 * @param tensor GPUs that share an attention
 * @param data copies of the attention
 * @param pipeline stages
 * @param expert GPUs over which whole experts are dealt out; 1: every expert is split instead
 */
public record ParallelLayout(int tensor, int data, int pipeline, int expert) {
    /** Throws on a degree below 1, or experts dealt out over more GPUs than a stage has. */
    public ParallelLayout {
        boolean positive = tensor >= 1 && data >= 1 && pipeline >= 1 && expert >= 1;
        if (!positive || expert > tensor * data) {
            throw new IllegalArgumentException(
                    "layout " + tensor + " x " + data + " x " + pipeline + ", experts " + expert);
        }
    }

    /** GPUs of a replica. */
    public int gpus() {
        return stageGpus() * pipeline;
    }

    /** GPUs that hold the same layers. */
    int stageGpus() {
        return tensor * data;
    }
}
