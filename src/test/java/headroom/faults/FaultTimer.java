package headroom.faults;

import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Timer;

/** Lets {@link Faults} happen on an agenda: two timers, of which the next one due runs. */
final class FaultTimer {
    private final Faults faults;
    private final Timer failure;
    private final Timer end;

    /** From the agenda's present on, which is not after the first thing due. */
    FaultTimer(Agenda agenda, Faults faults) {
        this.faults = faults;
        this.failure = agenda.timer(Rank.FAIL, this::fire);
        this.end = agenda.timer(Rank.ARRIVE_CAPACITY, this::fire);
        startNext();
    }

    private void fire() {
        faults.fire();
        startNext();
    }

    private void startNext() {
        if (faults.nextSeconds() < Double.POSITIVE_INFINITY) {
            (faults.isFailureNext() ? failure : end).startAt(faults.nextSeconds());
        }
    }
}
