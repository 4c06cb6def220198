package headroom.faults;

import headroom.variates.Law;

/**
 * What follows a failure: somebody notices, then it is restarted where it is or repaired.
 *
 * @param detectionSeconds from the failure until it is known [s]
 * @param restartShare share of the failures that a restart in place cures, in [0, 1]
 * @param restartSeconds from detection to the end of a restart [s]; needs no crew, no spare
 * @param repairSeconds work of a crew to repair or exchange the machine [s]
 * @param crew whether a repair needs one of the site's crews; otherwise it begins at once
 */
public record Remedy(
        Law detectionSeconds,
        double restartShare,
        Law restartSeconds,
        Law repairSeconds,
        boolean crew) {
    public Remedy {
        if (!(restartShare >= 0 && restartShare <= 1)) {
            throw new IllegalArgumentException("share of restarts " + restartShare);
        }
    }
}
