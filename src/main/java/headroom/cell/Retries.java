package headroom.cell;

import headroom.clients.Dialogue;
import headroom.clients.HoldBack;
import headroom.clients.Population;
import headroom.clients.SessionState;
import headroom.clients.Sessions;
import headroom.kernel.CalendarQueue;
import headroom.stat.TimeWeighted;
import headroom.workload.RetryPolicy;

import java.util.Arrays;

/** How clients of one cell try again after a refusal, a time-out or a loss, and when not. */
final class Retries {
    private final Population[] populations;
    private final Sessions sessions;
    private final CalendarQueue clock;
    private final Books books;
    private final Dialogue dialogue;
    /** Retries that the clients of each tier have earned; see {@link RetryPolicy.Budget}. */
    private final double[] earned;

    private final HoldBack[] holdBacks;
    private final TimeWeighted[] backingOff;

    Retries(
            Population[] populations,
            Sessions sessions,
            Cell.Surroundings around,
            Dialogue dialogue) {
        this.populations = populations;
        this.sessions = sessions;
        this.clock = around.clock();
        this.books = around.books();
        this.dialogue = dialogue;
        earned = new double[populations.length];
        Arrays.setAll(earned, i -> policy(i).budget().burst());
        holdBacks = new HoldBack[populations.length];
        Arrays.setAll(holdBacks, i -> new HoldBack(policy(i).throttle()));
        backingOff = new TimeWeighted[populations.length];
        Arrays.setAll(backingOff, i -> new TimeWeighted(0, 0));
    }

    private RetryPolicy policy(int tier) {
        return populations[tier].spec.retry();
    }

    /** The first attempt of a request is to be made; it earns a share of a retry. */
    void begin(int tier) {
        RetryPolicy.Budget budget = policy(tier).budget();
        if (budget.isBound()) {
            earned[tier] = Math.min(budget.burst(), earned[tier] + budget.share());
        }
    }

    /** Whether the client keeps the attempt that is due to itself. */
    boolean holdsBack(int s, double now) {
        int tier = sessions.tier(s);
        if (tier == populations.length || !policy(tier).throttle().holdsBack()) {
            return false;
        }
        boolean held = holdBacks[tier].holds(now, dialogue.decide(s));
        if (held) {
            books.heldBack(tier, now);
        }
        return held;
    }

    /**
     * An attempt has failed: the session backs off, or is out of attempts.
     *
     * @param atLeastSeconds what the refusal asks the client to wait [s]
     * @return false if it gives up; replayed requests do at once
     */
    boolean backOff(int s, double atLeastSeconds, double now) {
        int tier = sessions.tier(s);
        if (tier == populations.length) {
            return false;
        }
        RetryPolicy retry = policy(tier);
        if (retry.throttle().holdsBack()) {
            holdBacks[tier].failed(now);
        }
        int attempt = sessions.countRetry(s);
        if (attempt >= retry.maxRetries() || !affords(tier)) {
            return false;
        }
        double pause = retry.backoffSeconds(attempt, dialogue.decide(s));
        double until = now + Math.max(atLeastSeconds, pause);
        sessions.sleep(s, SessionState.BACKING_OFF, until, clock);
        backingOff[tier].add(now, 1);
        return true;
    }

    private boolean affords(int tier) {
        if (!policy(tier).budget().isBound()) {
            return true;
        }
        if (earned[tier] < 1) {
            books.denied(tier);
            return false;
        }
        earned[tier]--;
        return true;
    }

    /** A session has backed off long enough. */
    void resume(int s, double now) {
        backingOff[sessions.tier(s)].add(now, -1);
    }

    /** Settles the time that sessions back off, up to an instant. */
    void settle(double now, CellReport report) {
        for (int i = 0; i < backingOff.length; i++) {
            report.attempts.backingOffSeconds[i] += backingOff[i].integral(now);
            backingOff[i].restart(now);
        }
    }
}
