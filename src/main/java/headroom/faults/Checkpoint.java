package headroom.faults;

import headroom.analytic.Reliability;

/**
 * When a job saves its state and what that costs, and in closed form what a run that began some
 * time ago has done, saved and would lose: no event a checkpoint.
 *
 * <pre>
 * a run of work W:    tau of work, w of writing, tau, w, ...; the last segment may be shorter
 * segments            s = ceil(W / tau),  duration W + s w, or W + (s - 1) w if the last is not
 *                     saved
 * after time x        n = min(floor(x / (tau + w)), s - 1) segments saved,
 *                     y = x - n (tau + w) into segment r = min(tau, W - n tau),
 *                     done n tau + min(y, r),  lost min(y, r),  writing n w + max(0, y - r)
 * Young               tau = sqrt(2 w M)
 * Daly                tau = sqrt(2 w M) (1 + sqrt(w / 2M) / 3 + (w / 2M) / 9) - w,  w below 2M;
 *                     else tau = M
 * </pre>
 *
 * W and tau are useful work [s at the speed of the run], w the time to write [s], M the mean time
 * between failures of the whole gang [s], x time since the work began or went on [s]. A checkpoint
 * counts from the end of its writing; work stands still meanwhile. Domain: constant speed in a run.
 * Sources: Young 1974, CACM 17(9), 530-531; Daly 2006, FGCS 22, 303-312, eq. 37 (exponential
 * failures). Grade: closed forms; costs are vendor or measured figures of the scenario.
 *
 * @param intervalSeconds tau [s of work], above 0; infinite for no checkpoints
 * @param writeSeconds w [s]
 * @param restoreSeconds time to read a checkpoint back [s]
 * @param restartSeconds time to start the gang again, before it reads [s]
 * @param lastSaved whether the end of the work is written too
 */
public record Checkpoint(
        double intervalSeconds,
        double writeSeconds,
        double restoreSeconds,
        double restartSeconds,
        boolean lastSaved) {

    public Checkpoint {
        if (!(intervalSeconds > 0)) {
            throw new IllegalArgumentException("checkpoints every " + intervalSeconds + " s");
        }
        double costs = writeSeconds + restoreSeconds + restartSeconds;
        boolean possible = writeSeconds >= 0 && restoreSeconds >= 0 && restartSeconds >= 0;
        if (!possible || !Double.isFinite(costs)) {
            throw new IllegalArgumentException("checkpoints that cost " + writeSeconds + " s, "
                    + restoreSeconds + " s and " + restartSeconds + " s");
        }
    }

    /** Seconds to move a checkpoint of that size at that total bandwidth. */
    public static double transferSeconds(double bytes, double bytesPerSecond) {
        if (!(bytes >= 0 && bytesPerSecond > 0)) {
            throw new IllegalArgumentException(bytes + " bytes at " + bytesPerSecond + " bytes/s");
        }
        return bytes / bytesPerSecond;
    }

    /** Mean time between failures of a gang [s], each of whose nodes fails at that rate. */
    public static double gangMttfSeconds(int nodes, double ratePerNodeSecond) {
        return 1 / (nodes * ratePerNodeSecond);
    }

    /** Young's interval [s]. */
    public static double youngSeconds(double writeSeconds, double mttfSeconds) {
        return Reliability.Checkpoints.youngIntervalSeconds(writeSeconds, mttfSeconds);
    }

    /** Daly's interval of higher order [s]. */
    public static double dalySeconds(double writeSeconds, double mttfSeconds) {
        return Reliability.Checkpoints.dalyIntervalSeconds(writeSeconds, mttfSeconds);
    }

    /** The same costs at another interval [s]. */
    public Checkpoint every(double seconds) {
        return new Checkpoint(seconds, writeSeconds, restoreSeconds, restartSeconds, lastSaved);
    }

    /** From a failure that is known, with the gang's nodes there, until work goes on [s]. */
    public double recoverySeconds() {
        return restartSeconds + restoreSeconds;
    }

    /** How long a run of that work takes if nothing fails [s]. */
    public double durationSeconds(double workSeconds) {
        double segments = segments(workSeconds);
        return workSeconds + (lastSaved ? segments : Math.max(0, segments - 1)) * writeSeconds;
    }

    /** Useful work done after that time [s]. */
    public double doneSeconds(double workSeconds, double elapsedSeconds) {
        double saved = cycles(workSeconds, elapsedSeconds);
        double into = elapsedSeconds - time(saved);
        double left = workSeconds - work(saved);
        return work(saved) + Math.min(into, Math.min(left, intervalSeconds));
    }

    /** Useful work that a failure at that time would not take back [s]. */
    public double savedSeconds(double workSeconds, double elapsedSeconds) {
        if (elapsedSeconds >= durationSeconds(workSeconds)) {
            return workSeconds;
        }
        return work(cycles(workSeconds, elapsedSeconds));
    }

    /** Useful work that a failure at that time would take back [s]. */
    public double lostSeconds(double workSeconds, double elapsedSeconds) {
        return doneSeconds(workSeconds, elapsedSeconds) - savedSeconds(workSeconds, elapsedSeconds);
    }

    /** Time spent writing up to that time [s]. */
    public double writingSeconds(double workSeconds, double elapsedSeconds) {
        double until = Math.min(elapsedSeconds, durationSeconds(workSeconds));
        return until - doneSeconds(workSeconds, until);
    }

    private double segments(double workSeconds) {
        return Math.ceil(workSeconds / intervalSeconds);
    }

    /** Work of whole segments; an infinite interval has none. */
    private double work(double segments) {
        return segments == 0 ? 0 : segments * intervalSeconds;
    }

    private double time(double segments) {
        return segments == 0 ? 0 : segments * (intervalSeconds + writeSeconds);
    }

    /** Segments saved before the last one. */
    private double cycles(double workSeconds, double elapsedSeconds) {
        double most = Math.max(0, segments(workSeconds) - 1);
        double count = Math.floor(elapsedSeconds / (intervalSeconds + writeSeconds));
        // a quotient may round across a whole number
        if (time(count) > elapsedSeconds) {
            count--;
        } else if (time(count + 1) <= elapsedSeconds) {
            count++;
        }
        return Math.min(count, most);
    }
}
