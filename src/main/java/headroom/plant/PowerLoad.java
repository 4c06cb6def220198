package headroom.plant;

/**
 * GPUs of one model that do the same on average over some time.
 *
 * @param gpu the model
 * @param gpus how many [1]; a fraction is allowed, as a mean over the time is
 * @param computeShare share of the time in compute-bound phases (prefill), in [0, 1]
 * @param memoryShare share of the time in memory-bound phases (decode), in [0, 1]; the rest of the
 *     time is idle
 */
public record PowerLoad(GpuModel gpu, double gpus, double computeShare, double memoryShare) {

    public PowerLoad {
        if (!(gpus >= 0 && gpus <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(gpus + " GPUs " + gpu.name());
        }
        PowerModel.requireShares(computeShare, memoryShare);
    }

    /** The load of GPUs with these seconds in each phase out of a total of GPU-seconds. */
    public static PowerLoad ofSeconds(
            GpuModel gpu,
            double gpus,
            double computeGpuSeconds,
            double memoryGpuSeconds,
            double totalGpuSeconds) {
        if (totalGpuSeconds == 0) {
            return new PowerLoad(gpu, gpus, 0, 0);
        }
        return new PowerLoad(
                gpu, gpus, computeGpuSeconds / totalGpuSeconds, memoryGpuSeconds / totalGpuSeconds);
    }
}
