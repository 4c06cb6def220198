package headroom.kernel;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * The clock and the pending events of one replication: a thin typed layer over an SSJ simulator of
 * its own.
 *
 * <p>Events happen in the total order (time, {@link Rank}, start order). The clock begins at 0 s,
 * never runs backward, and stands exactly at the horizon after {@link #runUntil}, whatever is
 * pending behind it. Not for several threads.
 */
public final class Agenda {
    private final Simulator simulator = new Simulator(new HeapEventList());
    private final Horizon horizon = new Horizon(simulator);
    private long eventsFired;

    /** The clock [s]. */
    public double nowSeconds() {
        return simulator.time();
    }

    /** A timer, not running, that will do the action at its rank. */
    public Timer timer(Rank rank, Runnable action) {
        return new Timer(this, simulator, rank, action);
    }

    /**
     * Settles every event up to and including the time [s], then sets the clock to it. Events that
     * these start for the same time are settled too; nothing past it happens.
     */
    public void runUntil(double timeSeconds) {
        if (!(timeSeconds >= nowSeconds()) || Double.isInfinite(timeSeconds)) {
            String from = " s from clock " + nowSeconds() + " s";
            throw new IllegalArgumentException("run until " + timeSeconds + from);
        }
        if (simulator.isSimulating()) {
            throw new IllegalStateException("run inside a run at clock " + nowSeconds() + " s");
        }
        horizon.scheduleAt(timeSeconds);
        try {
            simulator.start();
        } finally {
            horizon.cancel();
        }
    }

    /** How many timers have fired. */
    public long eventsFired() {
        return eventsFired;
    }

    void countFiring() {
        eventsFired++;
    }

    /** The end of a run as an event behind all ranks of its instant. */
    private static final class Horizon extends Event {
        Horizon(Simulator simulator) {
            super(simulator);
            this.priority = Double.POSITIVE_INFINITY;
        }

        void scheduleAt(double timeSeconds) {
            eventTime = timeSeconds;
            sim.getEventList().add(this);
        }

        @Override
        public void actions() {
            sim.stop();
        }

        @Override
        public String toString() {
            return "horizon";
        }
    }
}
