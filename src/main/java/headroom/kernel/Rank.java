package headroom.kernel;

/**
 * The place of an event among those of the same instant; the constants stand in that order.
 *
 * <p>The rule behind the order: first what nature does, then what people decided beforehand, then
 * what controllers decide from what they see, then the data plane, then those who only look. A
 * timer started for the present instant with an earlier rank than the running one fires next.
 */
public enum Rank {
    /** Work ends: before a failure at the same instant, so that what is done is done. */
    COMPLETE,
    /** Hardware fails: before capacity arrives, so that a repair never hides a failure. */
    FAIL,
    /** Added or repaired capacity goes in service: before any demand or controller looks at it. */
    ARRIVE_CAPACITY,
    /** Jobs arrive: after the instant's capacity changes, so that they see what is there. */
    ARRIVE_WORK,
    /** Dates of the calendar (contracts, tariffs, rules, spikes): in force for all decisions. */
    CALENDAR,
    /** Power is shared out: after every change of what draws it, before those who ask for speed. */
    POWER,
    /** Caps, peak multiplier, autoscaling, placement: they see capacity and speed of now. */
    CONTROL,
    /** The cells advance: after every decision of the instant, which they carry out. */
    EPOCH,
    /** Meters and progress read and change nothing: the instant is settled when they look. */
    REPORT
}
