package headroom.cell;

import headroom.clients.CellClock;
import headroom.clients.Population;
import headroom.clients.Sessions;
import headroom.workload.RetryPolicy;

import umontreal.ssj.rng.RandomStream;

/** How clients of one cell try again after a refusal, a time-out or a loss. */
final class Retries {
    private final Population[] populations;
    private final Sessions sessions;
    private final CellClock clock;
    private final RandomStream patience;

    Retries(Population[] populations, Sessions sessions, CellClock clock, RandomStream patience) {
        this.populations = populations;
        this.sessions = sessions;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * An attempt has failed: the session backs off, or is out of attempts.
     *
     * @param atLeastSeconds what the refusal asks the client to wait [s]
     * @return false if it gives up; replayed requests do at once
     */
    boolean backOff(int s, double atLeastSeconds, double now) {
        int tier = sessions.tier[s];
        if (tier == populations.length) {
            return false;
        }
        RetryPolicy retry = populations[tier].spec.retry();
        int attempt = sessions.retries[s]++;
        if (attempt >= retry.maxRetries()) {
            return false;
        }
        double pause = retry.backoffSeconds(attempt, patience.nextDouble());
        double until = now + Math.max(atLeastSeconds, pause);
        sessions.sleep(s, Sessions.State.BACKING_OFF, until, clock);
        return true;
    }
}
