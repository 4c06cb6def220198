package headroom.gangs;

import headroom.faults.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * How the jobs of a stream run on many GPUs, and how a failure sets them back.
 *
 * @param checkpoints when they save their state; null: they begin anew
 * @param elastic how many GPUs they can use
 * @param spanSensitivity times the cost of a floor for standing apart [1]; 0: none of it
 */
public record GangSpec(
        @Nullable CheckpointSpec checkpoints, Elastic elastic, double spanSensitivity) {
    /** A fixed number of GPUs, no checkpoints. */
    public static final GangSpec PLAIN = new GangSpec(null, Elastic.FIXED, 1);

    /**
     * When jobs save their state, and what it costs.
     *
     * @param costs the interval where it is fixed, and all costs [s]
     * @param interval how the interval is chosen
     * @param nodeFailuresPerSecond rate at which a node of a gang is taken to fail, for the
     *     intervals of Young and Daly [1/s]
     */
    public record CheckpointSpec(
            Checkpoint costs, Interval interval, double nodeFailuresPerSecond) {}

    /** How the time between checkpoints is chosen. */
    public enum Interval {
        /** As stated. */
        FIXED,
        /** Young's, from the mean time between failures of the gang. */
        YOUNG,
        /** Daly's of higher order, from the same. */
        DALY
    }

    /**
     * How many GPUs a job can use.
     *
     * <pre>
     * speed on n GPUs = speed on all it asks for x (n / asked for)^exponent
     * </pre>
     *
     * @param fewest least GPUs over those it asks for, in (0, 1], rounded up
     * @param most most GPUs over those it asks for, at least 1, rounded down
     * @param exponent 1: linear; assumed
     */
    public record Elastic(double fewest, double most, double exponent) {
        /** As many as it asks for. */
        public static final Elastic FIXED = new Elastic(1, 1, 1);

        public Elastic {
            if (!(fewest > 0 && fewest <= 1 && most >= 1 && most <= 1e9 && exponent >= 0)) {
                throw new IllegalArgumentException(
                        "from " + fewest + " to " + most + " times the GPUs, power " + exponent);
            }
        }
    }
}
