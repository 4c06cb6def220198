package headroom.plant;

import java.util.List;

/**
 * The power of GPUs by phase and clock.
 *
 * <p>Formula, per GPU:
 *
 * <pre>
 * P(c) = host + idle + ((prefill - idle) x a + (decode - idle) x b) x c^k     [W]
 * facility = PUE x sum of P over all GPUs                                     [W]
 * </pre>
 *
 * a is the share of time in compute-bound phases (prefill), b in memory-bound phases (decode), the
 * rest idle; c the clock as a fraction of full clock, in [minClock, 1]; k the clock exponent.
 * Domain: averages over seconds and longer, a + b at most 1. Swings inside a step are not in it.
 *
 * <p>Sources and grades. Power by phase: measured (H100 decode 300 W at batch 1 to 600 W at batch
 * 128, fleet-sim citing ML.ENERGY v3; H200 decode 137-300 W, arXiv 2605.11999; peak 696 W of 700 W
 * under HPL, arXiv 2604.07345; idle with a context 121.7 W and in fleets 145.5 W, arXiv
 * 2605.23918). One figure per phase, whatever the batch: assumed. c^k with k = 3: assumed, the
 * textbook voltage-with-frequency law; that slower clocks cost decode little is measured
 * (Splitwise, arXiv 2311.18677: 700 to 350 W with almost no change of token latency). Constant PUE:
 * assumed.
 *
 * <p>The shares are those that hold at the clock asked for: at a lower clock compute-bound phases
 * last longer, and whoever predicts must raise a accordingly.
 */
public final class PowerModel {
    /** Shares are quotients of sums of seconds; this much above 1 is rounding. */
    private static final double SHARE_TOLERANCE = 1e-9;

    private PowerModel() {}

    /** Mean IT power of one GPU with its part of the host [W]. */
    public static double watts(
            GpuModel gpu, double computeShare, double memoryShare, double clock) {
        requireShares(computeShare, memoryShare);
        if (!(clock >= gpu.minClock() && clock <= 1)) {
            throw new IllegalArgumentException(
                    gpu.name() + ": clock " + clock + " outside [" + gpu.minClock() + ", 1]");
        }
        return passiveWatts(gpu)
                + activeWatts(gpu, computeShare, memoryShare) * clockFactor(gpu, clock);
    }

    /** c^k, what a clock leaves of the active power; StrictMath, or products where k is whole. */
    public static double clockFactor(GpuModel gpu, double clock) {
        double exponent = gpu.clockExponent();
        if (exponent == 1) {
            return clock;
        }
        if (exponent == 2) {
            return clock * clock;
        }
        return exponent == 3 ? clock * clock * clock : StrictMath.pow(clock, exponent);
    }

    /** IT power of all loads under one clock [W]; each model holds at its own least clock. */
    public static double totalWatts(List<PowerLoad> loads, double clock) {
        double total = 0;
        for (PowerLoad load : loads) {
            GpuModel gpu = load.gpu();
            double own = Math.max(clock, gpu.minClock());
            total += load.gpus() * watts(gpu, load.computeShare(), load.memoryShare(), own);
        }
        return total;
    }

    static void requireShares(double computeShare, double memoryShare) {
        boolean within = computeShare >= 0
                && memoryShare >= 0
                && computeShare + memoryShare <= 1 + SHARE_TOLERANCE;
        if (!within) {
            throw new IllegalArgumentException("shares of time " + computeShare + " compute and "
                    + memoryShare + " memory must be at least 0 and sum to at most 1");
        }
    }

    private static double passiveWatts(GpuModel gpu) {
        return gpu.hostWatts() + gpu.idleWatts();
    }

    private static double activeWatts(GpuModel gpu, double computeShare, double memoryShare) {
        return (gpu.prefillWatts() - gpu.idleWatts()) * computeShare
                + (gpu.decodeWatts() - gpu.idleWatts()) * memoryShare;
    }
}
