package headroom.clients;

import headroom.workload.RetryPolicy;

import java.util.Arrays;

/**
 * Clients of one tier that hold attempts back by themselves.
 *
 * <pre>
 * P(hold) = max(0, (n - K x max(0, n - r))/(n + 1))     [1]
 *   n   attempts in the window, those held back included
 *   r   attempts that failed in the window: refused, timed out, lost or held back
 *   K   factor
 * </pre>
 *
 * <p>Where a service accepts fewer than 1/K of what comes, what is sent to it tends to K times what
 * it accepts. The window moves in steps of a tenth: it holds the tenth under way and the nine
 * before. An attempt counts when it is made, a failure when it is known. Domain: all clients of a
 * tier in a cell count together, as behind a common gateway. Source: Beyer et al. 2016, Site
 * Reliability Engineering, chapter 21, client-side throttling, with K = 2 and two minutes; there
 * n - r are the requests that the service did not refuse, here also not let wait too long. Grade:
 * vendor.
 */
public final class HoldBack {
    private static final int SLOTS = 10;

    private final double factor;
    private final double slotSeconds;
    private final long[] attempts = new long[SLOTS];
    private final long[] failures = new long[SLOTS];
    private long slot;
    private long attempted;
    private long failed;

    public HoldBack(RetryPolicy.Throttle throttle) {
        factor = throttle.factor();
        slotSeconds = throttle.windowSeconds() / SLOTS;
    }

    /** An attempt is due; whether it is held back, by a uniform in (0, 1). */
    public boolean holds(double now, double u) {
        roll(now);
        long accepted = Math.max(0, attempted - failed);
        boolean held = u * (attempted + 1) < attempted - factor * accepted;
        attempts[(int) (slot % SLOTS)]++;
        attempted++;
        return held;
    }

    /** An attempt has failed, or was held back. */
    public void failed(double now) {
        roll(now);
        failures[(int) (slot % SLOTS)]++;
        failed++;
    }

    private void roll(double now) {
        long last = (long) (now / slotSeconds);
        if (last - slot >= SLOTS) {
            Arrays.fill(attempts, 0);
            Arrays.fill(failures, 0);
            attempted = 0;
            failed = 0;
            slot = last;
        }
        while (slot < last) {
            slot++;
            int i = (int) (slot % SLOTS);
            attempted -= attempts[i];
            failed -= failures[i];
            attempts[i] = 0;
            failures[i] = 0;
        }
    }
}
