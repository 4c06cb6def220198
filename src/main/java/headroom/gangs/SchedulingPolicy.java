package headroom.gangs;

/**
 * Decides which waiting jobs run, and which running ones give way.
 *
 * <p>One instance a station and replication; whatever it remembers it learned from the view. It may
 * read what a scheduler can see; {@link StationView#remainingSeconds} is the truth about a job and
 * is for policies that say they are told it.
 */
public interface SchedulingPolicy {
    /**
     * Place of a job in the line: smaller comes first, equal ones in the order of their arrival at
     * the station. Asked when a job joins the line, comes back to it, or the line is sorted anew.
     */
    default double key(StationView station, int job) {
        return 0;
    }

    /**
     * Whether a job that comes may stay; else it is refused, before the places are looked at. It is
     * not in line yet.
     */
    default boolean admits(StationView station, int job) {
        return true;
    }

    /** Something changed: a job came or ended, GPUs came or went. Gives the orders of now. */
    void decide(StationView station, Orders orders);
}
