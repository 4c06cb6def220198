package headroom.jobbook;

/** Looks at all stations at the instants of the probes, one after the other. */
public final class Lookout {
    private final JobCounts counts;
    private final Probes probes;
    private int instant;
    private double cycleSeconds;

    /** Before the first instant. */
    public Lookout(JobCounts counts, Probes probes) {
        this.counts = counts;
        this.probes = probes;
        cycleSeconds = probes.instantsSeconds().length == 0 ? Double.POSITIVE_INFINITY : 0;
    }

    /** The next instant, after all else that happens at it; infinite: none comes any more [s]. */
    public double nextSeconds() {
        return cycleSeconds < Double.POSITIVE_INFINITY
                ? cycleSeconds + probes.instantsSeconds()[instant]
                : cycleSeconds;
    }

    /** The next instant has come. */
    public void look() {
        for (StationCounts station : counts.stations) {
            station.look(instant);
        }
        if (++instant == probes.instantsSeconds().length) {
            instant = 0;
            cycleSeconds += probes.periodSeconds();
        }
    }
}
