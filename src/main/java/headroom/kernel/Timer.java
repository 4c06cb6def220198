package headroom.kernel;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * One thing that can happen to one entity, with at most one firing pending.
 *
 * <p>Made once by {@link Agenda#timer} and started as often as needed; starting allocates nothing.
 * When it fires it is no longer running, so its action may start it again. The opposite of a
 * double start, stopping a timer that does not run, is harmless and does nothing.
 */
public final class Timer {
    private final Agenda agenda;
    private final Firing firing;

    Timer(Agenda agenda, Simulator simulator, Rank rank, Runnable action) {
        this.agenda = agenda;
        this.firing = new Firing(agenda, simulator, rank, action);
    }

    /** Fires after the delay [s]: finite, not negative; zero means later in this instant. */
    public void start(double delaySeconds) {
        if (!(delaySeconds >= 0.0)) {
            throw new IllegalArgumentException("delay of " + delaySeconds + " s" + at());
        }
        startAt(agenda.nowSeconds() + delaySeconds);
    }

    /** Fires at the time [s] of the agenda's clock: finite, not in the past. */
    public void startAt(double timeSeconds) {
        if (!(timeSeconds >= agenda.nowSeconds()) || Double.isInfinite(timeSeconds)) {
            throw new IllegalArgumentException("start for time " + timeSeconds + " s" + at());
        }
        if (isRunning()) {
            String pending = "timer runs already, to fire at " + firing.time() + " s";
            throw new IllegalStateException(pending + at());
        }
        firing.scheduleAt(timeSeconds);
    }

    /** Takes the pending firing back, if there is one. */
    public void stop() {
        if (isRunning()) {
            firing.cancel();
        }
    }

    /** Whether a firing is pending. */
    public boolean isRunning() {
        return firing.isScheduled();
    }

    private String at() {
        return " at clock " + agenda.nowSeconds() + " s";
    }

    /** The event behind the timer, kept inside so that nobody else schedules it. */
    private static final class Firing extends Event {
        private final Agenda agenda;
        private final Rank rank;
        private final Runnable action;

        @SuppressWarnings("EnumOrdinal") // the order of the constants is what a rank means
        Firing(Agenda agenda, Simulator simulator, Rank rank, Runnable action) {
            super(simulator);
            this.agenda = agenda;
            this.rank = rank;
            this.action = action;
            this.priority = rank.ordinal();
        }

        void scheduleAt(double timeSeconds) {
            // not Event.schedule: now + (time - now) need not be the time
            eventTime = timeSeconds;
            sim.getEventList().add(this);
        }

        boolean isScheduled() {
            // SSJ sets a negative time on events that fired or were cancelled
            return eventTime >= 0.0;
        }

        @Override
        public void actions() {
            agenda.countFiring();
            action.run();
        }

        @Override
        public String toString() {
            return rank + " timer";
        }
    }
}
